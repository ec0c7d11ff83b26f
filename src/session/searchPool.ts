import { transfer } from 'comlink'
import type { DataService, SearchService, SearchSetup } from '../../workers/protocol.ts'
import type { Stepper } from '../search/stepper.ts'
import type { WorkerHandle } from './workerHandle.ts'

const STEP_LIMIT_MS = 60_000
const SETUP_LIMIT_MS = 60_000

type SearchWorker = WorkerHandle<SearchService>

/** The search workers of this page, kept warm between runs. */
export interface SearchPool {
  /** Gives `count` workers the prepared rows; each answers steps or rejects. */
  steppers(data: WorkerHandle<DataService>, setup: SearchSetup, count: number): Promise<Stepper[]>
  /** A fresh worker with the same rows, for one that failed. */
  replacement(): Promise<Stepper>
  terminate(): void
}

export function createSearchPool(openWorker: () => SearchWorker): SearchPool {
  let workers: SearchWorker[] = []
  let current: { data: WorkerHandle<DataService>; setup: SearchSetup } | null = null

  async function stepper(worker: SearchWorker): Promise<Stepper> {
    if (current === null) throw new Error('search pool has no setup')
    const { data, setup } = current
    const { port1, port2 } = new MessageChannel()
    const sent = data.call((service) => service.sendSearchRows(transfer(port1, [port1])))
    const set = worker.call(
      (service) => service.setup(transfer(port2, [port2]), setup),
      SETUP_LIMIT_MS,
    )
    await Promise.all([sent, set])
    return {
      step: (request) => worker.call((service) => service.step(request), STEP_LIMIT_MS),
    }
  }

  return {
    async steppers(data, setup, count) {
      current = { data, setup }
      workers = workers.filter((worker) => worker.alive)
      while (workers.length < count) workers.push(openWorker())
      return Promise.all(workers.slice(0, count).map(stepper))
    },

    async replacement() {
      const worker = openWorker()
      workers = [...workers.filter((each) => each.alive), worker]
      return stepper(worker)
    },

    terminate() {
      for (const worker of workers) worker.terminate()
      workers = []
    },
  }
}
