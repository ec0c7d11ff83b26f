import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import type { Sweep } from '../../loop/experiment.ts'
import type { RefusalReason } from '../../loop/guardrails.ts'
import { pointSweep } from '../../loop/sweep.ts'
import { type Bounds, movableFeatures } from '../bounds.ts'
import { createGuard, type Guard, type GuardTerms } from '../guard.ts'
import { createSweeper, type Sweeper } from '../sweeps/sweeper.ts'
import { type ColumnLimit, columnLimit } from './columnLimit.ts'
import { fewLevels } from './fewLevels.ts'
import { createGate, type Gate } from './gate.ts'

/** What every task of a deep search works with. */
export interface DeepContext {
  dataset: Dataset
  metric: PrimaryMetric
  bounds: Bounds
  movable: Uint16Array
  fewestLast: Uint16Array // the same, by levels: the order in which all specs are gone through
  seed: number
  sweeper: Sweeper
  gate: Gate | null
  guard: Guard | null
  limit: ColumnLimit | null // columns that may have points, where a guardrail says so
  few: Uint8Array | null // features whose pairs with each other are swept whole
  out: Float64Array // room for the widest sweep
}

/** Specs that a search goes through one by one rather than climb; no sweep of two weights has more. */
export const MOST_SPECS = 1_000_000

export function createDeepContext(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds,
  seed: number,
  guard?: GuardTerms,
): DeepContext {
  const movable = movableFeatures(bounds)
  let widest = 1
  for (const feature of movable) {
    widest = Math.max(widest, bounds.max[feature] - bounds.min[feature] + 1)
  }
  const sweeper = createSweeper(dataset, metric, bounds)
  return {
    dataset,
    metric,
    bounds,
    movable,
    fewestLast: fewestLevelsLast(sweeper, movable),
    seed,
    sweeper,
    gate: createGate(dataset, metric),
    guard: guard === undefined ? null : createGuard(dataset, metric, guard),
    limit: columnLimit(guard),
    few: movable.length < 2 ? null : fewLevels(dataset, metric, bounds),
    out: new Float64Array(Math.max(widest, Math.min(widest * widest, MOST_SPECS), 64)),
  }
}

/** Two features of few levels are swept together the fastest. */
function fewestLevelsLast({ levels }: Sweeper, movable: Uint16Array): Uint16Array {
  const more = (one: number, other: number) =>
    levels(one) === levels(other) ? one - other : levels(other) - levels(one)
  const ordered = movable.toSorted(more)
  return Uint16Array.of(...ordered.subarray(0, -2), ...ordered.subarray(-2).toSorted())
}

/** One sweep and what it gave, its best candidate first. */
export interface Tried {
  sweep: Sweep // `at` is 0
  values: Float64Array // primary metric
  comparable: number // of the first candidate
  accepted: boolean // the first candidate passes and is better than the position by what the search asks for
  refused: RefusedCandidate[] // that a guardrail alone stood against, as far as they were looked at
}

export interface RefusedCandidate {
  at: number // among the values
  comparable: number
  reason: RefusalReason
}

/**
 * Where a task stands. By Deb's rule (2000) a position that passes the guardrails is better than one that
 * does not, whatever their values: so climbs that start outside find their way in, and then stay.
 */
export interface Position {
  weights: Int32Array
  comparable: number
  refusal: RefusalReason | null // null: it passes
}

/** The position of these weights, as they are now. */
export function at({ sweeper, guard }: DeepContext, weights: Int32Array): Position {
  const refusal = guard === null ? null : guard(weights)
  return { weights: weights.slice(), comparable: sweeper.moveTo(weights), refusal }
}

/** A spec as an experiment of its own. */
export function point({ sweeper }: DeepContext, position: Position): Tried {
  const { weights, comparable, refusal } = position
  return {
    sweep: pointSweep(weights),
    values: Float64Array.of(sweeper.toValue(comparable)),
    comparable,
    accepted: refusal === null,
    refused: refusal === null ? [] : [{ at: 0, comparable, reason: refusal }],
  }
}

/** Passes where the other does not, else has the larger value. */
export function isBetter(
  a: Pick<Position, 'comparable' | 'refusal'>,
  b: Pick<Position, 'comparable' | 'refusal'>,
): boolean {
  if ((a.refusal === null) !== (b.refusal === null)) return a.refusal === null
  return a.comparable > b.comparable
}

/** Better, or as good with fewer points in all, or as few in fewer weights: one answer among equals. */
export function preferred(a: Position, b: Position): boolean {
  if ((a.refusal === null) !== (b.refusal === null)) return a.refusal === null
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
