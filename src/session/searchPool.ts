import { transfer } from 'comlink'
import type { DataService, SearchService, SearchSetup } from '../../workers/protocol.ts'
import type { RunHeader } from '../journal/entry.ts'
import { type HeldBytes, mostHeld } from '../lib/heldBytes.ts'
import type { AnyStepper } from '../search/stepper.ts'
import { NotBegunError, type WorkerHandle } from './workerHandle.ts'

const STEP_LIMIT_MS = 5_000 // for a slice of some 30 ms; a step past it is done again by another worker
const STEP_LIMIT_MS_PER_ROW = 0.01
const TASK_LIMIT_FACTOR = 10 // a sweep of many values, or a regression to start from, is one slice
const SETUP_LIMIT_MS = 60_000

type SearchWorker = WorkerHandle<SearchService>

/** What is searched: the rows of a run, and how. */
export interface PoolSetup {
  data(): WorkerHandle<DataService>
  header: RunHeader
  search: SearchSetup
}

/** The search workers of this page, kept warm between runs. */
export interface SearchPool {
  /** Gives up to `count` workers the rows; each answers steps or rejects. Rejects where none is ready. */
  steppers(setup: PoolSetup, count: number): Promise<AnyStepper[]>
  /** A fresh worker with the same rows, for one that failed. */
  replacement(): Promise<AnyStepper>
  /** Asks the workers of this run what they hold; settles once each has answered or is lost. */
  measure(): Promise<void>
  /** What the one that holds most held when they were asked last; null before. */
  memory(): HeldBytes | null
  terminate(): void
}

export function createSearchPool(openWorker: () => SearchWorker): SearchPool {
  let workers: SearchWorker[] = []
  let current: PoolSetup | null = null
  let searching: SearchWorker[] = [] // have the rows of `current`
  let memory: HeldBytes | null = null
  let measuring: Promise<void> | null = null

  async function stepper(worker: SearchWorker): Promise<AnyStepper> {
    if (current === null) throw new Error('search pool has no setup')
    const { data, header, search } = current
    const { port1, port2 } = new MessageChannel()
    const sent = data().call((service) => service.sendSearchRows(transfer(port1, [port1]), header))
    const set = worker.call(
      (service) => service.setup(transfer(port2, [port2]), search),
      SETUP_LIMIT_MS,
    )
    await Promise.all([set, sent])
    searching.push(worker)
    const limitMs = STEP_LIMIT_MS + STEP_LIMIT_MS_PER_ROW * header.split.searchRows
    const taskLimitMs = TASK_LIMIT_FACTOR * limitMs
    return {
      step: (request) => worker.call((service) => service.step(request), limitMs),
      perform: (request) => worker.call((service) => service.perform(request), taskLimitMs),
      facts: (start) => worker.call((service) => service.facts(start), taskLimitMs),
    }
  }

  /** Of a worker of the last run, or of one in its place where it has died since. */
  async function warmStepper(worker: SearchWorker): Promise<AnyStepper> {
    try {
      return await stepper(worker)
    } catch (error) {
      if (error instanceof NotBegunError) return replacement()
      throw error
    }
  }

  async function replacement(): Promise<AnyStepper> {
    const worker = openWorker()
    workers = [...workers.filter((each) => each.alive), worker]
    return stepper(worker)
  }

  async function measureAll(): Promise<void> {
    const of = current
    const told = await Promise.allSettled(
      searching.map((worker) => worker.call((service) => service.memory())),
    )
    if (of === current) memory = mostHeld(told) ?? memory
  }

  return {
    async steppers(setup, count) {
      current = setup
      searching = []
      memory = null
      const warm = workers.filter((worker) => worker.alive)
      const fresh = Array.from({ length: Math.max(0, count - warm.length) }, openWorker)
      workers = [...warm, ...fresh]
      const asked = await Promise.allSettled([
        ...warm.slice(0, count).map(warmStepper),
        ...fresh.map(stepper),
      ])
      const ready = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      const [first] = asked
      if (ready.length === 0 && first.status === 'rejected') throw first.reason
      return ready
    },

    replacement,

    measure() {
      measuring ??= measureAll().finally(() => {
        measuring = null
      })
      return measuring
    },

    memory: () => memory,

    terminate() {
      for (const worker of workers) worker.terminate()
      workers = []
    },
  }
}
