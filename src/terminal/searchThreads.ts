import { Worker } from 'node:worker_threads'
import type { SearchEngineInput } from '../search/engine.ts'
import { createSearcher } from '../search/searcher.ts'
import type { AnyStepper } from '../search/stepper.ts'
import type { ThreadRequest } from './searchThread.ts'

export interface SearchThreads {
  steppers: AnyStepper[]
  close(): Promise<void>
}

/** Search in place for one worker, in threads for more; the result is the same. Resolves once all can search. */
export async function openSearchThreads(
  input: Omit<SearchEngineInput, 'now'>,
  count: number,
): Promise<SearchThreads> {
  if (count === 1) {
    const searcher = createSearcher({ ...input, now: () => performance.now() })
    const stepper: AnyStepper = {
      step: async (request) => searcher.step(request),
      perform: async (request) => searcher.perform(request),
      facts: async (start) => searcher.facts(start),
    }
    return { steppers: [stepper], close: async () => {} }
  }
  const threads = Array.from({ length: count }, () => openThread(input))
  const close = async () => {
    await Promise.all(threads.map(({ worker }) => worker.terminate()))
  }
  try {
    await Promise.all(threads.map(({ ready }) => ready))
  } catch (error) {
    await close()
    throw error
  }
  return { steppers: threads.map(({ stepper }) => stepper), close }
}

interface Thread {
  worker: Worker
  ready: Promise<void>
  stepper: AnyStepper
}

/** One thread; a step asked of a thread that died, or dies before it answers, rejects. */
function openThread(input: Omit<SearchEngineInput, 'now'>): Thread {
  const worker = new Worker(new URL('./searchThread.mjs', import.meta.url), { workerData: input })
  let waiting: { resolve(answer: unknown): void; reject(reason: Error): void } | null = null
  let failure: Error | null = null
  let started: { resolve(): void; reject(reason: Error): void }
  const ready = new Promise<void>((resolve, reject) => {
    started = { resolve, reject }
  })

  function fail(reason: Error): void {
    failure ??= reason
    started.reject(failure)
    waiting?.reject(failure)
    waiting = null
  }

  worker.on('message', (message: unknown) => {
    if (message === 'ready') return started.resolve()
    waiting?.resolve(message)
    waiting = null
  })
  worker.on('error', fail)
  worker.on('messageerror', fail)
  worker.on('exit', (code) => fail(new Error(`search thread ended: exit code ${code}`)))

  function ask<T>(request: ThreadRequest): Promise<T> {
    return new Promise((resolve, reject) => {
      if (failure !== null) return reject(failure)
      if (waiting !== null) return reject(new Error('search thread busy: one call at a time'))
      waiting = { resolve: resolve as (answer: unknown) => void, reject }
      worker.postMessage(request)
    })
  }

  const stepper: AnyStepper = {
    step: (request) => ask({ kind: 'step', request }),
    perform: (request) => ask({ kind: 'perform', request }),
    facts: (start) => ask({ kind: 'facts', start }),
  }
  return { worker, ready, stepper }
}
