import { type Remote, wrap } from 'comlink'
import { WORKER_PULSE, WORKER_READY } from '../../workers/protocol.ts'

/** A worker whose calls always settle: with their result, or with the reason the worker is gone. */
export interface WorkerHandle<Service> {
  call<Answer extends PromiseLike<unknown>>(
    work: (service: Remote<Service>) => Answer,
    limitMs?: number,
  ): Promise<Awaited<Answer>>
  terminate(): void
  readonly alive: boolean
  readonly lost: Promise<never> // rejects once the worker is gone
}

export interface WorkerLimits {
  readyMs: number // from its creation until it takes calls
  silentMs: number // without a sign of life while a call is pending; above its longest computation
}

const READY_LIMIT_MS = 20_000
const SILENT_LIMIT_MS = 60_000
const PULSES = 4 // unanswered, until a worker counts as lost

/**
 * Wraps a worker that calls `serve`. Rejects pending and later calls once the worker failed, did not
 * get ready, fell silent, ran past a call's limit or was terminated.
 */
export function openWorker<Service>(
  create: () => Worker,
  name: string,
  limits: Partial<WorkerLimits> = {},
): WorkerHandle<Service> {
  const { readyMs = READY_LIMIT_MS, silentMs = SILENT_LIMIT_MS } = limits
  const waiting = new Set<(reason: Error) => void>() // not Promise.race: it would hold every answer
  let reason: Error | null = null // why the worker is gone
  let unanswered = 0 // pulses, counted and not timed: a machine that slept asked nothing
  let pulse: ReturnType<typeof setInterval> | undefined
  let onLost: (reason: Error) => void = () => {}
  const lost = new Promise<never>((_, reject) => {
    onLost = reject
  })
  lost.catch(() => {})

  let worker: Worker | null = null
  try {
    worker = create()
  } catch (cause) {
    reason = new Error(`The ${name} worker could not be started: ${String(cause)}`)
    onLost(reason)
  }
  const remote = worker === null ? null : wrap<Service>(worker)
  const ready = new Promise<void>((resolve) => {
    worker?.addEventListener('message', ({ data }) => {
      unanswered = 0
      if (data === WORKER_READY) resolve()
    })
  })
  const late = () => fail(new Error(`The ${name} worker did not start within ${readyMs / 1000} s`))
  const starting = setTimeout(late, readyMs)
  ready.then(() => clearTimeout(starting))
  worker?.addEventListener('error', (event) => {
    fail(
      new Error(
        `The ${name} worker failed: ${event.message || 'it could not be loaded. Reload the page'}`,
      ),
    )
  })
  worker?.addEventListener('messageerror', () => {
    fail(new Error(`The ${name} worker sent a message that could not be read`))
  })

  function fail(cause: Error): void {
    if (reason !== null) return
    reason = cause
    worker?.terminate()
    clearTimeout(starting)
    clearInterval(pulse)
    for (const reject of waiting) reject(cause)
    waiting.clear()
    onLost(cause)
  }

  function beat(): void {
    unanswered += 1
    if (unanswered <= PULSES) worker?.postMessage(WORKER_PULSE)
    else fail(new Error(`The ${name} worker gave no sign of life for ${silentMs / 1000} s`))
  }

  function slow(limitMs: number): void {
    fail(new Error(`The ${name} worker gave no answer for ${limitMs / 1000} s`))
  }

  /** Feels the pulse while somebody waits for the worker. */
  function watch(): void {
    clearInterval(pulse)
    unanswered = 0
    if (waiting.size > 0) pulse = setInterval(beat, silentMs / PULSES)
  }

  return {
    call<Answer extends PromiseLike<unknown>>(
      work: (service: Remote<Service>) => Answer,
      limitMs?: number,
    ): Promise<Awaited<Answer>> {
      return new Promise((resolve, reject) => {
        if (reason !== null || remote === null) {
          reject(reason)
          return
        }
        waiting.add(reject)
        if (waiting.size === 1) watch()
        const timer = limitMs === undefined ? undefined : setTimeout(slow, limitMs, limitMs)
        ready
          .then(async () => resolve(await work(remote)))
          .catch(reject)
          .finally(() => {
            clearTimeout(timer)
            if (waiting.delete(reject) && waiting.size === 0) watch()
          })
      })
    },
    terminate() {
      fail(new DOMException(`The ${name} worker was stopped`, 'AbortError'))
    },
    get alive() {
      return reason === null
    },
    lost,
  }
}

/** A worker that is started anew by the first call after it was lost. */
export function reopening<Service>(open: () => WorkerHandle<Service>): WorkerHandle<Service> {
  let current = open()
  return {
    call(work, limitMs) {
      if (!current.alive) current = open()
      return current.call(work, limitMs)
    },
    terminate: () => current.terminate(),
    get alive() {
      return current.alive
    },
    get lost() {
      return current.lost
    },
  }
}
