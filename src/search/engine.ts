import type { Dataset } from '../accounts/dataset.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { holding } from '../lib/heldBytes.ts'
import { MAX_CHANGES } from '../loop/experiment.ts'
import type { RefusalReason } from '../loop/guardrails.ts'
import { type Bounds, checkWeights, movableFeatures } from './bounds.ts'
import {
  type CandidateLoop,
  copyTried,
  createTried,
  MOST_AT_ONCE,
  type Tried,
  takeTried,
} from './candidateLoop.ts'
import { createGuard, type Guard, type GuardTerms } from './guard.ts'
import { createSimdLoop } from './kernels/simdLoop.ts'
import { createObjective } from './objective.ts'
import { createPlainLoop } from './plainLoop.ts'
import type { RefusedStep, StepRequest, StepResult } from './stepper.ts'
import { findStrategy } from './strategy.ts'

/** What a worker searches with: its rows are search rows only, it never sees any other. */
export interface SearchEngineInput {
  dataset: Dataset
  metric: PrimaryMetric
  strategy: string
  seed: number
  bounds: Bounds
  groups?: Uint16Array // of each weight: those of one group are one feature; absent: each its own
  guard?: GuardTerms // what a better spec must keep besides; absent: nothing
  now: () => number // milliseconds
  plain?: boolean // never by SIMD; the experiments are the same
}

export interface SearchEngine {
  /** The metric of these weights; NaN where it is not defined. */
  baseline(weights: Int32Array): number
  /** Tries the candidates of a stretch, one after another, until the request says to stop. */
  step(request: StepRequest): StepResult
}

/** The clock is read about this often. */
const CLOCK_EVERY_MS = 1
const FIRST_CAPACITY = 1024

/** One thread's search: proposes, evaluates and decides, synchronously. */
export function createSearchEngine(input: SearchEngineInput): SearchEngine {
  const { dataset, bounds, now } = input
  const guard = input.guard === undefined ? null : createGuard(dataset, input.metric, input.guard)
  const incumbent = new Int32Array(dataset.features.length)
  let loop: CandidateLoop | null = null
  let value = Number.NaN // of the incumbent
  let started = false
  let msPerExperiment = 0

  /** Moves to `weights`; costs nothing when they are the incumbent's already. */
  function settle(weights: Int32Array): CandidateLoop {
    if (weights.length !== incumbent.length) {
      throw new Error(`weights length: ${weights.length} for ${incumbent.length} features`)
    }
    if (loop !== null && started && weights.every((weight, at) => weight === incumbent[at])) {
      return loop
    }
    checkWeights(bounds, weights)
    loop ??= createCandidateLoop(input, weights)
    value = loop.reset(weights)
    incumbent.set(weights)
    started = true
    return loop
  }

  return holding(() => [loop, guard], {
    baseline(weights) {
      settle(weights)
      return value
    },

    step(request) {
      const { from, to, stride, continueAfterWin, budgetMs } = request
      const begun = now()
      if (movableFeatures(bounds).length === 0) {
        throw new Error('bounds leave no weight to change: all locked or fixed')
      }
      const candidates = settle(request.weights)
      const { run, tried } = candidates
      const most = Math.max(0, Math.ceil((to - from) / stride))
      let all = createTried(Math.min(most, FIRST_CAPACITY))
      const refused: RefusedStep[] = []
      let experiments = 0
      while (experiments < most) {
        const asked = Math.min(most - experiments, untilClock(msPerExperiment))
        const goOn = continueAfterWin && guard === null
        const count = run(from + experiments * stride, stride, asked, goOn)
        const reason = guard === null ? null : refuseLast(candidates, guard, incumbent, count)
        if (reason !== null) refused.push({ at: experiments + count - 1, reason })
        if (experiments + count > all.values.length) all = grown(all, experiments + count, most)
        copyTried(all, experiments, tried, count)
        experiments += count
        if (follow(tried, count) && !continueAfterWin) break
        const elapsed = now() - begun
        msPerExperiment = elapsed / experiments
        if (elapsed >= budgetMs) break
      }
      const elapsedMs = now() - begun
      return { count: experiments, ...takeTried(all, experiments), refused, elapsedMs }
    },
  })

  /** Applies the wins among what was tried to the incumbent; true when there was one. */
  function follow(
    { values, kept, changeCount, changedFeatures, newWeights }: Tried,
    count: number,
  ) {
    let won = false
    for (let slot = 0; slot < count; slot++) {
      if (kept[slot] === 0) continue
      for (let change = 0; change < changeCount[slot]; change++) {
        const at = slot * MAX_CHANGES + change
        incumbent[changedFeatures[at]] = newWeights[at]
      }
      value = values[slot]
      won = true
    }
    return won
  }
}

/**
 * Where the last of what a loop tried is a win that the guard refuses: takes it back, goes back to the
 * incumbent and says why; null where it is no win or passes. The loop must have ended at its first win.
 */
export function refuseLast(
  { reset, tried }: CandidateLoop,
  guard: Guard,
  incumbent: Int32Array,
  count: number,
): RefusalReason | null {
  const slot = count - 1
  if (tried.kept[slot] === 0) return null
  const candidate = incumbent.slice()
  for (let change = 0; change < tried.changeCount[slot]; change++) {
    const at = slot * MAX_CHANGES + change
    candidate[tried.changedFeatures[at]] = tried.newWeights[at]
  }
  const reason = guard(candidate)
  if (reason === null) return null
  tried.kept[slot] = 0
  reset(incumbent)
  return reason
}

/** The fastest loop there is for this search on this machine; all give the same experiments. */
export function createCandidateLoop(
  input: Omit<SearchEngineInput, 'now' | 'guard'>,
  weights: Int32Array,
): CandidateLoop {
  const { dataset, metric, seed, bounds } = input
  const strategy = findStrategy(input.strategy)
  const simd =
    strategy.name === 'random' && input.plain !== true
      ? createSimdLoop(dataset, metric, seed, bounds, weights)
      : null
  return simd ?? createPlainLoop(strategy, createObjective(dataset, metric), seed, bounds)
}

function untilClock(msPerExperiment: number): number {
  if (!(msPerExperiment > 0)) return 1
  return Math.min(MOST_AT_ONCE, Math.max(1, Math.floor(CLOCK_EVERY_MS / msPerExperiment)))
}

function grown(tried: Tried, needed: number, most: number): Tried {
  const larger = createTried(Math.min(most, Math.max(needed, 2 * tried.values.length)))
  copyTried(larger, 0, tried, tried.values.length)
  return larger
}
