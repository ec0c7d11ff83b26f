import { Worker } from 'node:worker_threads'
import { createSearchEngine, type SearchEngineInput } from '../search/engine.ts'
import type { Stepper, StepResult } from '../search/stepper.ts'

export interface SearchThreads {
  steppers: Stepper[]
  close(): Promise<void>
}

/** Search in place for one worker, in threads for more; the result is the same. Resolves once all can search. */
export async function openSearchThreads(
  input: Omit<SearchEngineInput, 'now'>,
  count: number,
): Promise<SearchThreads> {
  if (count === 1) {
    const engine = createSearchEngine({ ...input, now: () => performance.now() })
    return { steppers: [{ step: async (request) => engine.step(request) }], close: async () => {} }
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
  stepper: Stepper
}

/** One thread; a step asked of a thread that died, or dies before it answers, rejects. */
function openThread(input: Omit<SearchEngineInput, 'now'>): Thread {
  const worker = new Worker(new URL('./searchThread.mjs', import.meta.url), { workerData: input })
  let waiting: { resolve(result: StepResult): void; reject(reason: Error): void } | null = null
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

  worker.on('message', (message: StepResult | 'ready') => {
    if (message === 'ready') return started.resolve()
    waiting?.resolve(message)
    waiting = null
  })
  worker.on('error', fail)
  worker.on('messageerror', fail)
  worker.on('exit', (code) => fail(new Error(`search thread ended: exit code ${code}`)))

  const stepper: Stepper = {
    step: (request) =>
      new Promise((resolve, reject) => {
        if (failure !== null) return reject(failure)
        if (waiting !== null) return reject(new Error('search thread busy: one step at a time'))
        waiting = { resolve, reject }
        worker.postMessage(request)
      }),
  }
  return { worker, ready, stepper }
}
