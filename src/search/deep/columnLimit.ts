import { usedGroups } from '../../accounts/columnGroups.ts'
import type { GuardTerms } from '../guard.ts'
import type { DeepContext } from './context.ts'

/** How many columns may have points; weights of one group are one column. */
export interface ColumnLimit {
  most: number
  groups: Uint16Array
}

/** The limit that guardrails set; null where they set none. */
export function columnLimit(guard: GuardTerms | undefined): ColumnLimit | null {
  const most = guard?.limits.maxNonZero
  return guard === undefined || most === undefined ? null : { most, groups: guard.groups }
}

type Limited = Pick<DeepContext, 'dataset' | 'bounds' | 'movable' | 'limit'>

/**
 * Weights without the points of as many columns as are too many, those first that move scores least (by
 * points times standard deviation). What bounds or locks hold stays.
 */
export function withinLimit(context: Limited, weights: Int32Array): Int32Array {
  const { limit } = context
  if (limit === null) return weights
  const excess = usedGroups(limit.groups, weights).length - limit.most
  if (excess <= 0) return weights
  const spread = spreadsOf(context)
  const size = new Map<number, number>(removable(context, weights).map((group) => [group, 0]))
  for (const [feature, weight] of weights.entries()) {
    const known = size.get(limit.groups[feature])
    if (known === undefined) continue
    size.set(limit.groups[feature], known + Math.abs(weight) * spread[feature])
  }
  const weakest = [...size.keys()].sort((a, b) => size.get(a)! - size.get(b)! || b - a)
  return without(limit, weights, weakest.slice(0, excess))
}

/** Columns with points of which none is held by bounds or locks, ascending. */
export function removable({ bounds, movable, limit }: Limited, weights: Int32Array): number[] {
  if (limit === null) return []
  const free = new Set(movable.filter((f) => bounds.min[f] <= 0 && bounds.max[f] >= 0))
  const held = new Set<number>()
  for (const [feature, weight] of weights.entries()) {
    if (weight !== 0 && !free.has(feature)) held.add(limit.groups[feature])
  }
  return usedGroups(limit.groups, weights).filter((group) => !held.has(group))
}

export function without(
  { groups }: ColumnLimit,
  weights: Int32Array,
  columns: number[],
): Int32Array {
  return weights.map((weight, feature) => (columns.includes(groups[feature]) ? 0 : weight))
}

const spreads = new WeakMap<Limited['dataset'], Float64Array>()

/** Standard deviation of each feature's grid units a point. */
export function spreadsOf({ dataset }: Pick<DeepContext, 'dataset'>): Float64Array {
  const known = spreads.get(dataset)
  if (known !== undefined) return known
  const { count } = dataset.outcomes
  const made = Float64Array.from(
    dataset.features,
    ({ values, multiplier }) => multiplier * deviation(values, count),
  )
  spreads.set(dataset, made)
  return made
}

function deviation(values: ArrayLike<number>, count: Float64Array | null): number {
  let total = 0
  let sum = 0
  let squares = 0
  for (let row = 0; row < values.length; row++) {
    const accounts = count === null ? 1 : count[row]
    total += accounts
    sum += accounts * values[row]
    squares += accounts * values[row] * values[row]
  }
  const centre = sum / total
  return Math.sqrt(Math.max(0, squares / total - centre * centre))
}
