import type { Dataset } from '../accounts/dataset.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { decide } from '../loop/decide.ts'
import { MAX_CHANGES } from '../loop/experiment.ts'
import { type Bounds, checkWeights, movableFeatures } from './bounds.ts'
import { applyMove, createMove } from './move.ts'
import { createObjective } from './objective.ts'
import type { StepRequest, StepResult } from './stepper.ts'
import { findStrategy } from './strategy.ts'

/** What a worker searches with: its rows are search rows only, it never sees any other. */
export interface SearchEngineInput {
  dataset: Dataset
  metric: PrimaryMetric
  strategy: string
  seed: number
  bounds: Bounds
  now: () => number // milliseconds
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
  const { dataset, seed, bounds, now } = input
  const { propose } = findStrategy(input.strategy)
  const objective = createObjective(dataset, input.metric)
  const incumbent = new Int32Array(dataset.features.length)
  const move = createMove()
  let comparable = Number.NaN
  let started = false
  let msPerExperiment = 0

  /** Moves to `weights`; costs nothing when they are the incumbent's already. */
  function settle(weights: Int32Array): void {
    if (weights.length !== incumbent.length) {
      throw new Error(`weights length: ${weights.length} for ${incumbent.length} features`)
    }
    if (started && weights.every((weight, position) => weight === incumbent[position])) return
    checkWeights(bounds, weights)
    comparable = objective.reset(weights)
    incumbent.set(weights)
    started = true
  }

  return {
    baseline(weights) {
      settle(weights)
      return objective.toValue(comparable)
    },

    step(request) {
      const { from, to, stride, continueAfterWin, budgetMs } = request
      const begun = now()
      if (movableFeatures(bounds).length === 0) {
        throw new Error('bounds leave no weight to change: all locked or fixed')
      }
      settle(request.weights)
      const most = Math.max(0, Math.ceil((to - from) / stride))
      const tried = createTried(Math.min(most, FIRST_CAPACITY))
      let experiments = 0
      let nextClock = untilClock(msPerExperiment)
      while (experiments < most) {
        const index = from + experiments * stride
        propose(seed, index, incumbent, bounds, move)
        const candidate = objective.tryMove(move)
        const kept = decide(candidate, comparable)
        if (experiments === tried.values.length) tried.grow(most)
        tried.values[experiments] = objective.toValue(candidate)
        tried.kept[experiments] = kept ? 1 : 0
        tried.changeCount[experiments] = move.count
        for (let change = 0; change < move.count; change++) {
          const slot = experiments * MAX_CHANGES + change
          tried.changedFeatures[slot] = move.features[change]
          tried.newWeights[slot] = move.newWeights[change]
        }
        experiments++
        if (kept) {
          objective.accept()
          applyMove(move, incumbent)
          comparable = candidate
          if (!continueAfterWin) break
        }
        if (experiments >= nextClock) {
          const elapsed = now() - begun
          msPerExperiment = elapsed / experiments
          if (elapsed >= budgetMs) break
          nextClock = experiments + untilClock(msPerExperiment)
        }
      }
      return { count: experiments, ...tried.take(experiments), elapsedMs: now() - begun }
    },
  }
}

function untilClock(msPerExperiment: number): number {
  if (!(msPerExperiment > 0)) return 1
  return Math.min(4096, Math.max(1, Math.floor(CLOCK_EVERY_MS / msPerExperiment)))
}

/** Room for the columns of a result, as much as was needed so far. */
function createTried(capacity: number) {
  const tried = {
    values: new Float64Array(capacity),
    kept: new Uint8Array(capacity),
    changeCount: new Uint8Array(capacity),
    changedFeatures: new Uint16Array(capacity * MAX_CHANGES),
    newWeights: new Int32Array(capacity * MAX_CHANGES),
    grow(most: number) {
      const size = Math.min(most, Math.max(1, tried.values.length * 2))
      const { values, kept, changeCount, changedFeatures, newWeights } = tried
      tried.values = new Float64Array(size)
      tried.kept = new Uint8Array(size)
      tried.changeCount = new Uint8Array(size)
      tried.changedFeatures = new Uint16Array(size * MAX_CHANGES)
      tried.newWeights = new Int32Array(size * MAX_CHANGES)
      tried.values.set(values)
      tried.kept.set(kept)
      tried.changeCount.set(changeCount)
      tried.changedFeatures.set(changedFeatures)
      tried.newWeights.set(newWeights)
    },
    /** The first `count` entries, in memory of their own, ready to be transferred. */
    take: (count: number) => ({
      values: tried.values.slice(0, count),
      kept: tried.kept.slice(0, count),
      changeCount: tried.changeCount.slice(0, count),
      changedFeatures: tried.changedFeatures.slice(0, count * MAX_CHANGES),
      newWeights: tried.newWeights.slice(0, count * MAX_CHANGES),
    }),
  }
  return tried
}
