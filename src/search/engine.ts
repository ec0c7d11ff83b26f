import type { Dataset } from '../accounts/dataset.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { MAX_CHANGES } from '../loop/experiment.ts'
import { type Bounds, checkWeights, movableFeatures } from './bounds.ts'
import {
  type CandidateLoop,
  copyTried,
  createTried,
  MOST_AT_ONCE,
  type Tried,
  takeTried,
} from './candidateLoop.ts'
import { createSimdLoop } from './kernels/simdLoop.ts'
import { createObjective } from './objective.ts'
import { createPlainLoop } from './plainLoop.ts'
import type { StepRequest, StepResult } from './stepper.ts'
import { findStrategy } from './strategy.ts'

/** What a worker searches with: its rows are search rows only, it never sees any other. */
export interface SearchEngineInput {
  dataset: Dataset
  metric: PrimaryMetric
  strategy: string
  seed: number
  bounds: Bounds
  groups?: Uint16Array // of each weight: those of one group are one feature; absent: each its own
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

  return {
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
      const { run, tried } = settle(request.weights)
      const most = Math.max(0, Math.ceil((to - from) / stride))
      let all = createTried(Math.min(most, FIRST_CAPACITY))
      let experiments = 0
      while (experiments < most) {
        const asked = Math.min(most - experiments, untilClock(msPerExperiment))
        const count = run(from + experiments * stride, stride, asked, continueAfterWin)
        if (experiments + count > all.values.length) all = grown(all, experiments + count, most)
        copyTried(all, experiments, tried, count)
        experiments += count
        if (follow(tried, count) && !continueAfterWin) break
        const elapsed = now() - begun
        msPerExperiment = elapsed / experiments
        if (elapsed >= budgetMs) break
      }
      return { count: experiments, ...takeTried(all, experiments), elapsedMs: now() - begun }
    },
  }

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

/** The fastest loop there is for this search on this machine; all give the same experiments. */
export function createCandidateLoop(
  input: Omit<SearchEngineInput, 'now'>,
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
