import { type Remote, wrap } from 'comlink'
import { WORKER_READY } from '../../workers/protocol.ts'

/** A worker whose calls always settle: with their result, or with the reason the worker is gone. */
export interface WorkerHandle<Service> {
  call<Answer extends PromiseLike<unknown>>(
    work: (service: Remote<Service>) => Answer,
    limitMs?: number,
  ): Promise<Awaited<Answer>>
  terminate(): void
  readonly alive: boolean
}

const READY_LIMIT_MS = 20_000

/**
 * Wraps a worker that calls `serve`. Rejects pending and later calls once the worker failed, did not
 * get ready, ran past a call's limit or was terminated.
 */
export function openWorker<Service>(create: () => Worker, name: string): WorkerHandle<Service> {
  const worker = create()
  const remote = wrap<Service>(worker)
  let alive = true
  let fail: (reason: Error) => void = () => {}
  const failed = new Promise<never>((_, reject) => {
    fail = (reason) => {
      if (alive) worker.terminate()
      alive = false
      reject(reason)
    }
  })
  failed.catch(() => {})

  worker.addEventListener('error', (event) => {
    fail(new Error(`${name} worker failed: ${event.message || 'it could not be loaded'}`))
  })
  worker.addEventListener('messageerror', () => {
    fail(new Error(`${name} worker sent a message that could not be read`))
  })
  const ready = within(
    READY_LIMIT_MS,
    () => fail(new Error(`${name} worker did not start within ${READY_LIMIT_MS / 1000} s`)),
    new Promise<void>((resolve) => {
      worker.addEventListener('message', function onMessage(event) {
        if (event.data !== WORKER_READY) return
        worker.removeEventListener('message', onMessage)
        resolve()
      })
    }),
  )

  return {
    async call<Answer extends PromiseLike<unknown>>(
      work: (service: Remote<Service>) => Answer,
      limitMs?: number,
    ): Promise<Awaited<Answer>> {
      const settled = Promise.race([ready, failed]).then(async () => await work(remote))
      const raced = Promise.race([settled, failed])
      if (limitMs === undefined) return raced
      const late = () => fail(new Error(`${name} worker gave no answer for ${limitMs / 1000} s`))
      return within(limitMs, late, raced)
    },
    terminate() {
      fail(new DOMException(`${name} worker was stopped`, 'AbortError'))
    },
    get alive() {
      return alive
    },
  }
}

function within<Value>(limitMs: number, late: () => void, work: Promise<Value>): Promise<Value> {
  const timer = setTimeout(late, limitMs)
  return work.finally(() => clearTimeout(timer))
}
