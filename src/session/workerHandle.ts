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
  restMs: number // without a call, after which it must give a sign of life before the next one begins
  idleMs: number // for that sign of life, which a worker with nothing to do gives at once
}

const READY_LIMIT_MS = 20_000
const SILENT_LIMIT_MS = 60_000
const REST_MS = 1_000
const IDLE_LIMIT_MS = 2_000
const PULSES = 4 // unanswered, until a worker counts as lost

/** Rejects calls that were never begun: their worker had died while it had nothing to do. */
export class NotBegunError extends Error {}

/**
 * Wraps a worker that calls `serve`. Rejects pending and later calls once the worker failed, did not
 * get ready, fell silent, ran past a call's limit or was terminated.
 */
export function openWorker<Service>(
  create: () => Worker,
  name: string,
  limits: Partial<WorkerLimits> = {},
): WorkerHandle<Service> {
  const {
    readyMs = READY_LIMIT_MS,
    silentMs = SILENT_LIMIT_MS,
    restMs = REST_MS,
    idleMs = IDLE_LIMIT_MS,
  } = limits
  const waiting = new Set<(reason: Error) => void>() // not Promise.race: it would hold every answer
  let reason: Error | null = null // why the worker is gone
  let unanswered = 0 // pulses, counted and not timed: a machine that slept asked nothing
  let pulse: ReturnType<typeof setInterval> | undefined
  let onAwake: (() => void) | null = null // while an idle worker is asked whether it lives
  let restsSince = Number.POSITIVE_INFINITY // performance.now(); infinite: at work, or not ready
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
      if (onAwake === null || reason !== null) return
      watch(silentMs)
      onAwake()
      onAwake = null
    })
  })
  let awake = ready // calls begin in the order in which they wait for it
  const late = () => fail(new Error(`The ${name} worker did not start within ${readyMs / 1000} s`))
  const starting = setTimeout(late, readyMs)
  ready.then(() => {
    clearTimeout(starting)
    if (waiting.size === 0) rest()
  })
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
    else if (onAwake === null) fail(new Error(lifeless(silentMs)))
    else fail(new NotBegunError(lifeless(idleMs)))
  }

  function lifeless(forMs: number): string {
    return `The ${name} worker gave no sign of life for ${forMs / 1000} s`
  }

  function slow(limitMs: number): void {
    fail(new Error(`The ${name} worker gave no answer for ${limitMs / 1000} s`))
  }

  /** Feels the pulse from now on: the worker is lost where so much time passes without one. */
  function watch(withinMs: number): void {
    clearInterval(pulse)
    unanswered = 0
    pulse = setInterval(beat, withinMs / PULSES)
  }

  /** Somebody waits for the worker, which had nothing to do. */
  function begin(): void {
    const rested = performance.now() - restsSince
    restsSince = Number.POSITIVE_INFINITY
    if (rested < restMs) {
      watch(silentMs)
      return
    }
    awake = new Promise((resolve) => {
      onAwake = resolve
    })
    watch(idleMs)
    beat()
  }

  /** Nobody waits for it any more. */
  function rest(): void {
    clearInterval(pulse)
    restsSince = performance.now()
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
        if (waiting.size === 1) begin()
        const timer = limitMs === undefined ? undefined : setTimeout(slow, limitMs, limitMs)
        awake
          .then(async () => resolve(await work(remote)))
          .catch(reject)
          .finally(() => {
            clearTimeout(timer)
            if (waiting.delete(reject) && waiting.size === 0) rest()
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

/** A worker that is started anew by the first call after it was lost, and by one that finds it dead. */
export function reopening<Service>(open: () => WorkerHandle<Service>): WorkerHandle<Service> {
  let current = open()

  function living(): WorkerHandle<Service> {
    if (!current.alive) current = open()
    return current
  }

  return {
    call(work, limitMs) {
      return living()
        .call(work, limitMs)
        .catch((error) => {
          if (error instanceof NotBegunError) return living().call(work, limitMs)
          throw error
        })
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
