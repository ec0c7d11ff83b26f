import { type Bounds, movableFeatures } from '../bounds.ts'

/** Each weight a group of its own. */
export function singleGroups(count: number): Uint16Array {
  return Uint16Array.from({ length: count }, (_, feature) => feature)
}

/** Positions of each group's free weights, by group. */
export function freeFeatures(groups: Uint16Array, bounds: Bounds): number[][] {
  const parts: number[][] = Array.from(groups, () => [])
  for (const feature of movableFeatures(bounds)) parts[groups[feature]].push(feature)
  return parts
}

/** The weights with every free one at 0, or as near to it as its bounds allow. */
export function restWeights(bounds: Bounds, weights: Int32Array): Int32Array {
  const rest = weights.slice()
  for (const feature of movableFeatures(bounds)) {
    rest[feature] = Math.min(bounds.max[feature], Math.max(bounds.min[feature], 0))
  }
  return rest
}
