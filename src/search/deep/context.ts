import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import type { Sweep } from '../../loop/experiment.ts'
import { pointSweep } from '../../loop/sweep.ts'
import { type Bounds, movableFeatures } from '../bounds.ts'
import { createSweeper, type Sweeper } from '../sweeps/sweeper.ts'
import { createGate, type Gate } from './gate.ts'

/** What every task of a deep search works with. */
export interface DeepContext {
  dataset: Dataset
  metric: PrimaryMetric
  bounds: Bounds
  movable: Uint16Array
  seed: number
  sweeper: Sweeper
  gate: Gate | null
  out: Float64Array // room for the widest sweep
}

/** Specs that a search goes through one by one rather than climb; no sweep of two weights has more. */
export const MOST_SPECS = 1_000_000

export function createDeepContext(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds,
  seed: number,
): DeepContext {
  const movable = movableFeatures(bounds)
  let widest = 1
  for (const feature of movable) {
    widest = Math.max(widest, bounds.max[feature] - bounds.min[feature] + 1)
  }
  return {
    dataset,
    metric,
    bounds,
    movable,
    seed,
    sweeper: createSweeper(dataset, metric, bounds),
    gate: createGate(dataset, metric),
    out: new Float64Array(Math.max(widest, Math.min(widest * widest, MOST_SPECS), 64)),
  }
}

/** One sweep and what it gave, its best candidate first. */
export interface Tried {
  sweep: Sweep // `at` is 0
  values: Float64Array // primary metric
  comparable: number // of the first candidate
  accepted: boolean // the first candidate is better than the position by what the search asks for
}

/** Where a task stands. */
export interface Position {
  weights: Int32Array
  comparable: number
}

/** The position of these weights, as they are now. */
export function at({ sweeper }: DeepContext, weights: Int32Array): Position {
  return { weights: weights.slice(), comparable: sweeper.moveTo(weights) }
}

/** A spec as an experiment of its own. */
export function point({ sweeper }: DeepContext, { weights, comparable }: Position): Tried {
  const sweep = pointSweep(weights)
  return { sweep, values: Float64Array.of(sweeper.toValue(comparable)), comparable, accepted: true }
}

/** Better, or as good with fewer points in all, or as few in fewer weights: one answer among equals. */
export function preferred(a: Position, b: Position): boolean {
  if (a.comparable !== b.comparable) return a.comparable > b.comparable
  const [pointsA, pointsB] = [points(a.weights), points(b.weights)]
  if (pointsA !== pointsB) return pointsA < pointsB
  return used(a.weights) < used(b.weights)
}

function points(weights: Int32Array): number {
  return weights.reduce((sum, weight) => sum + Math.abs(weight), 0)
}

function used(weights: Int32Array): number {
  return weights.reduce((sum, weight) => sum + (weight === 0 ? 0 : 1), 0)
}
