import type { Dataset, DatasetFeature } from '../../accounts/dataset.ts'
import { type Bounds, movableFeatures } from '../bounds.ts'

/**
 * Bounds without the values of a weight that change no score: beyond some size all rows that it moves are
 * clipped, whatever the other weights are within their bounds. So every spec within `bounds` scores each
 * row as one within these does, which has no more points. At least two values of a weight stay, and 0.
 * Of `weights` only those that cannot move count.
 */
export function narrowedBounds(dataset: Dataset, bounds: Bounds, weights: Int32Array): Bounds {
  const { features, baseScore, maxScore, resolution } = dataset
  const movable = movableFeatures(bounds)
  const isMovable = new Set(movable)
  const extents = features.map(extentOf)
  const narrowed: Bounds = { ...bounds, min: bounds.min.slice(), max: bounds.max.slice() }
  const top = Math.round(maxScore * resolution)

  /** Grid score that a row can have from all other features: at least and at most. */
  function othersOf(feature: number): [low: number, high: number] {
    let low = Math.round(baseScore * resolution)
    let high = low
    for (const [other, { least, most }] of extents.entries()) {
      if (other === feature) continue
      const ends = isMovable.has(other)
        ? [narrowed.min[other], narrowed.max[other]]
        : [weights[other]]
      const parts = ends.flatMap((weight) => [weight * least, weight * most])
      low += Math.min(...parts)
      high += Math.max(...parts)
    }
    return [low, high]
  }

  for (const feature of movable) {
    const { least, most, smallest } = extents[feature]
    const [low, high] = othersOf(feature)
    const toTop = Math.ceil(Math.max(0, top - low) / smallest)
    const toBottom = Math.ceil(Math.max(0, high) / smallest)
    const either = Math.max(toTop, toBottom)
    const [up, down] =
      least < 0 && most > 0 ? [either, either] : least < 0 ? [toBottom, toTop] : [toTop, toBottom]
    const [min, max] = [bounds.min[feature], bounds.max[feature]]
    narrowed.max[feature] = Math.min(max, Math.max(up, min + 1))
    narrowed.min[feature] = Math.max(min, Math.min(-down, max - 1))
  }
  return narrowed
}

/** Grid units a point: least and most of any row, and the smallest size that is not 0. */
function extentOf({ values, multiplier }: DatasetFeature) {
  let least = values[0] ?? 0
  let most = least
  let smallest = Number.POSITIVE_INFINITY
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value < least) least = value
    if (value > most) most = value
    const size = Math.abs(value)
    if (size > 0 && size < smallest) smallest = size
  }
  const unit = Number.isFinite(smallest) ? smallest : 1
  return { least: least * multiplier, most: most * multiplier, smallest: unit * multiplier }
}
