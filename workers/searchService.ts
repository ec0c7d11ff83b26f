import { transfer } from 'comlink'
import type { Dataset } from '../src/accounts/dataset.ts'
import { createSearcher, type Searcher, transferable } from '../src/search/searcher.ts'
import type { StepRequest, TaskRequest } from '../src/search/stepper.ts'
import type { SearchService, SearchSetup } from './protocol.ts'
import { receiveRows } from './receiveRows.ts'

/** Tries candidates on the search rows that arrive through a port from the worker that holds the accounts. */
export function createSearchService(): SearchService {
  let searcher: Searcher | null = null

  function ready(): Searcher {
    if (searcher === null) throw new Error('search worker has no rows yet')
    return searcher
  }

  return {
    async setup(port: MessagePort, setup: SearchSetup) {
      const dataset = await receiveRows<Dataset>(port)
      const now = () => performance.now()
      searcher = createSearcher({ ...setup, dataset, now })
    },

    async step(request: StepRequest) {
      const result = ready().step(request)
      return transfer(result, transferable(result))
    },

    async perform(request: TaskRequest) {
      const result = ready().perform(request)
      return transfer(result, transferable(result))
    },

    facts: async (start: Int32Array) => ready().facts(start),
    memory: async () => ready().memory(),
  }
}
