import type { ExperimentBatch } from './experiment.ts'
import { joinBatches } from './joinBatches.ts'
import type { ExperimentPool } from './pool.ts'
import { type Win, winsOf } from './win.ts'

export type { Win } from './win.ts'

export interface RunInput {
  pool: ExperimentPool
  weights: Int32Array // the incumbent's at `startIndex`
  incumbentValue: number
  featureNames: string[]
  budget: number // last experiment index of the run; Infinity: until the pool has nothing left
  startIndex: number // 1, or the first experiment not journaled yet
  /** Called in order, never twice at once; the run waits for it. A rejection pauses the run and is tried again on resume. */
  onBatch(batch: ExperimentBatch, wins: Win[]): Promise<void>
  onState?: (state: RunProgress) => void // whenever the phase changes
  now: () => number // milliseconds
  sliceMs?: number // longest time without looking at pause and stop; 30
}

export type RunPhase = 'running' | 'paused' | 'finished' | 'stopped'

export interface RunProgress {
  phase: RunPhase
  nextIndex: number // first experiment not made yet
  handedOver: number // experiments of this call to createRun that onBatch has accepted
  kept: number // of this call to createRun
  weights: Int32Array // the incumbent's
  value: number // its primary metric
  searchMs: number // time of search alone
  error: Error | null // why it paused by itself, or what could not be handed over
}

/** How a run ended; `error` is set when experiments could not be handed over. */
export interface RunEnd extends RunProgress {
  phase: 'finished' | 'stopped'
}

export interface Run {
  done: Promise<RunEnd>
  pause(): Promise<void> // resolves when no experiment is being made and all are handed over
  resume(): void
  stop(): Promise<RunEnd>
  state(): RunProgress
}

const SLICE_MS = 30
const HAND_OVER_EVERY_MS = 80
const MAX_BATCH = 16_384

/**
 * Starts the loop: slices of experiments from the pool, handed over in batches about twelve times a
 * second, at every pause and at the end, with at most one batch waiting behind the one in flight.
 */
export function createRun(input: RunInput): Run {
  const { pool, featureNames, budget, onBatch, now } = input
  const sliceMs = input.sliceMs ?? SLICE_MS
  const started = input.startIndex
  let weights: Int32Array = input.weights.slice()
  let value = input.incumbentValue
  let nextIndex = input.startIndex
  let kept = 0
  let handedOver = 0
  let searchMs = 0
  let phase: RunPhase = 'running'
  let wish: 'run' | 'pause' | 'stop' = 'run'
  let error: Error | null = null
  let exhausted = false // the strategy has nothing left to try
  let refused = false // onBatch failed; not asked again before resume or stop
  let filling: { batches: ExperimentBatch[]; wins: Win[]; count: number } = empty()
  let waiting: { batch: ExperimentBatch; wins: Win[] }[] = []
  let handing: Promise<void> | null = null
  let lastHandOver = now()
  let wake: () => void = () => {}
  let quiet: (() => void)[] = []

  if (!(Number.isInteger(started) && started >= 1)) throw new Error(`run start index: ${started}`)
  if (weights.length !== featureNames.length) {
    throw new Error(`run weights length: ${weights.length} for ${featureNames.length} features`)
  }

  function empty() {
    return { batches: [] as ExperimentBatch[], wins: [] as Win[], count: 0 }
  }

  function state(): RunProgress {
    return { phase, nextIndex, handedOver, kept, weights: weights.slice(), value, searchMs, error }
  }

  function enter(next: RunPhase): void {
    if (phase === next) return
    phase = next
    input.onState?.(state())
  }

  async function search(): Promise<void> {
    const room = Math.min(budget + 1, nextIndex + MAX_BATCH - filling.count)
    const batch = await pool.run({
      weights,
      incumbentValue: value,
      from: nextIndex,
      to: room,
      budgetMs: sliceMs,
    })
    if (batch === null) {
      exhausted = true
      return
    }
    if (batch.firstIndex !== nextIndex || batch.count < 1 || nextIndex + batch.count > room) {
      throw new Error(
        `pool experiments: ${batch.count} from ${batch.firstIndex}, asked from ${nextIndex} to ${room}`,
      )
    }
    const wins = winsOf(batch, weights, value, featureNames)
    const last = wins.at(-1)
    if (last !== undefined) {
      weights = last.weights
      value = last.value
    }
    kept += wins.length
    nextIndex += batch.count
    searchMs += batch.durationMs
    filling.batches.push(batch)
    filling.wins.push(...wins)
    filling.count += batch.count
  }

  /** Starts handing over what has come together. */
  function handOver(): void {
    if (filling.count > 0) {
      waiting.push({ batch: joinBatches(filling.batches), wins: filling.wins })
      filling = empty()
    }
    lastHandOver = now()
    if (refused || waiting.length === 0) return
    handing ??= drain().finally(() => {
      handing = null
    })
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const { batch, wins } = waiting[0]
      try {
        await onBatch(batch, wins)
      } catch (reason) {
        error = asError(reason)
        refused = true
        if (wish === 'run') wish = 'pause'
        return
      }
      waiting = waiting.slice(1)
      handedOver += batch.count
    }
  }

  async function handOverAll(): Promise<void> {
    if (handing !== null) await handing
    handOver()
    if (handing !== null) await handing
  }

  async function work(): Promise<void> {
    while (wish === 'run' && !exhausted && nextIndex <= budget) {
      try {
        await search()
      } catch (reason) {
        error = asError(reason)
        if (wish === 'run') wish = 'pause'
        return
      }
      if (filling.count >= MAX_BATCH || now() - lastHandOver >= HAND_OVER_EVERY_MS) {
        handOver()
        if (waiting.length > 1 && handing !== null) await handing
      }
    }
  }

  async function live(): Promise<RunEnd> {
    for (;;) {
      await work()
      await handOverAll()
      const complete = (exhausted || nextIndex > budget) && waiting.length === 0
      if (complete || wish === 'stop') {
        enter(complete ? 'finished' : 'stopped')
        settleQuiet()
        return { ...state(), phase: complete ? 'finished' : 'stopped' }
      }
      if (wish === 'pause') {
        const woken = new Promise<void>((resolve) => {
          wake = resolve
        })
        enter('paused')
        settleQuiet()
        await woken
      }
    }
  }

  function settleQuiet(): void {
    const waiters = quiet
    quiet = []
    for (const resolve of waiters) resolve()
  }

  const done = live()
  return {
    done,
    async pause() {
      if (phase !== 'running') return
      if (wish === 'run') wish = 'pause'
      await new Promise<void>((resolve) => quiet.push(resolve))
    },
    resume() {
      if (wish !== 'pause' || phase === 'finished' || phase === 'stopped') return
      wish = 'run'
      error = null
      refused = false
      settleQuiet()
      enter('running')
      wake()
    },
    stop() {
      wish = 'stop'
      refused = false
      wake()
      return done
    },
    state,
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
