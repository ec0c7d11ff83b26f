import { transfer } from 'comlink'
import type { Dataset } from '../src/accounts/dataset.ts'
import { createSearchEngine, type SearchEngine } from '../src/search/engine.ts'
import type { StepRequest } from '../src/search/stepper.ts'
import type { SearchService, SearchSetup } from './protocol.ts'

/** Tries candidates on the search rows that arrive through a port from the worker that holds the accounts. */
export function createSearchService(): SearchService {
  let engine: SearchEngine | null = null

  return {
    async setup(port: MessagePort, setup: SearchSetup) {
      const dataset = await receive(port)
      const now = () => performance.now()
      engine = createSearchEngine({ ...setup, dataset, now })
    },

    async step(request: StepRequest) {
      if (engine === null) throw new Error('search worker has no rows yet')
      const result = engine.step(request)
      return transfer(result, [
        result.values.buffer,
        result.kept.buffer,
        result.changeCount.buffer,
        result.changedFeatures.buffer,
        result.newWeights.buffer,
      ])
    },
  }
}

function receive(port: MessagePort): Promise<Dataset> {
  return new Promise((resolve, reject) => {
    port.onmessage = (event) => {
      port.close()
      resolve(event.data as Dataset)
    }
    port.onmessageerror = () => reject(new Error('search rows did not arrive'))
  })
}
