import { Worker } from 'node:worker_threads'

/** A worker thread that answers one request at a time. */
export interface Thread<Request> {
  ready: Promise<void>
  /** Rejects where the thread died, or dies before it answers. */
  ask<Answer>(request: Request): Promise<Answer>
  close(): Promise<void>
}

/** Starts a thread whose module posts 'ready' and then one answer a request. */
export function openThread<Request>(module: URL, workerData: unknown): Thread<Request> {
  const worker = new Worker(module, { workerData })
  let waiting: { resolve(answer: unknown): void; reject(reason: Error): void } | null = null
  let failure: Error | null = null
  let started: { resolve(): void; reject(reason: Error): void }
  const ready = new Promise<void>((resolve, reject) => {
    started = { resolve, reject }
  })
  ready.catch(() => {}) // whoever closes it before does not wait

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
  worker.on('exit', (code) => fail(new Error(`worker thread ended: exit code ${code}`)))

  return {
    ready,
    ask<Answer>(request: Request): Promise<Answer> {
      return new Promise((resolve, reject) => {
        if (failure !== null) return reject(failure)
        if (waiting !== null) return reject(new Error('worker thread busy: one call at a time'))
        waiting = { resolve: resolve as (answer: unknown) => void, reject }
        worker.postMessage(request)
      })
    },
    async close() {
      await worker.terminate()
    },
  }
}

/** Starts so many threads of a module; resolves once all are ready. */
export async function openThreads<Request>(
  module: URL,
  workerData: unknown,
  count: number,
): Promise<{ threads: Thread<Request>[]; close(): Promise<void> }> {
  const threads = Array.from({ length: count }, () => openThread<Request>(module, workerData))
  const close = async () => {
    await Promise.all(threads.map((thread) => thread.close()))
  }
  try {
    await Promise.all(threads.map(({ ready }) => ready))
  } catch (error) {
    await close()
    throw error
  }
  return { threads, close }
}
