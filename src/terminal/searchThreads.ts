import { Worker } from 'node:worker_threads'
import { createSearchEngine, type SearchEngineInput } from '../search/engine.ts'
import type { Stepper, StepResult } from '../search/stepper.ts'

export interface SearchThreads {
  steppers: Stepper[]
  close(): Promise<void>
}

/** Search in place for one worker, in threads for more; the result is the same. */
export function openSearchThreads(
  input: Omit<SearchEngineInput, 'now'>,
  count: number,
): SearchThreads {
  if (count === 1) {
    const engine = createSearchEngine({ ...input, now: () => performance.now() })
    return { steppers: [{ step: async (request) => engine.step(request) }], close: async () => {} }
  }
  const threads = Array.from({ length: count }, () => openThread(input))
  return {
    steppers: threads.map(({ stepper }) => stepper),
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}

/** One thread; a step asked of a thread that died, or dies before it answers, rejects. */
function openThread(input: Omit<SearchEngineInput, 'now'>): { worker: Worker; stepper: Stepper } {
  const worker = new Worker(new URL('./searchThread.mjs', import.meta.url), { workerData: input })
  let waiting: { resolve(result: StepResult): void; reject(reason: Error): void } | null = null
  let failure: Error | null = null

  function fail(reason: Error): void {
    failure ??= reason
    waiting?.reject(failure)
    waiting = null
  }

  worker.on('message', (result: StepResult) => {
    waiting?.resolve(result)
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
  return { worker, stepper }
}
