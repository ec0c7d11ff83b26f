import type { Dataset } from '../../src/accounts/dataset.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { applyMove, createMove } from '../../src/search/move.ts'
import { type Bounds, findStrategy } from '../../src/search/strategy.ts'
import { referenceValue } from './reference.ts'

export interface PlainClimb {
  values: number[] // from experiment 1
  kept: number[] // indices
  weights: number[] // at the end
}

/** Floating-point sums of money in another order differ by less; a gain by less is none. */
const NOISE = 1e-13

/** The search as one reads it: propose, score all rows from scratch, keep if better. */
export function plainClimb(
  dataset: Dataset,
  metric: PrimaryMetric,
  strategy: string,
  seed: number,
  bounds: Bounds,
  start: Int32Array,
  budget: number,
): PlainClimb {
  const { propose } = findStrategy(strategy)
  const move = createMove()
  const values: number[] = []
  const kept: number[] = []
  let weights = start.slice()
  let incumbent = referenceValue(dataset, weights, metric)
  for (let index = 1; index <= budget; index++) {
    propose(seed, index, weights, bounds, move)
    const candidate = weights.slice()
    applyMove(move, candidate)
    const value = referenceValue(dataset, candidate, metric)
    values.push(value)
    if (value > incumbent * (1 + NOISE)) {
      kept.push(index)
      weights = candidate
      incumbent = value
    }
  }
  return { values, kept, weights: [...weights] }
}
