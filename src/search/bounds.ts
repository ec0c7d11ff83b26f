import type { Spec } from '../accounts/spec.ts'

/** What the search may do to each weight; not to be changed while a run uses it. */
export interface Bounds {
  min: Int32Array // points, inclusive
  max: Int32Array // points, inclusive
  locked: Uint8Array // 1: leave the weight alone
}

/** The bounds that a spec gives its weights, in its order. */
export function boundsOf(spec: Spec): Bounds {
  const features = Object.values(spec.features)
  return {
    min: Int32Array.from(features, ({ min }) => min),
    max: Int32Array.from(features, ({ max }) => max),
    locked: Uint8Array.from(features, ({ locked }) => (locked ? 1 : 0)),
  }
}

const movable = new WeakMap<Bounds, Uint16Array>()

/** Positions of the features whose weight has another value to go to, ascending. */
export function movableFeatures(bounds: Bounds): Uint16Array {
  const known = movable.get(bounds)
  if (known !== undefined) return known
  const features: number[] = []
  for (let feature = 0; feature < bounds.min.length; feature++) {
    if (bounds.locked[feature] === 0 && bounds.min[feature] < bounds.max[feature]) {
      features.push(feature)
    }
  }
  const positions = Uint16Array.from(features)
  movable.set(bounds, positions)
  return positions
}

/** Throws unless there is one bound of each kind for every weight and every free weight is inside. */
export function checkWeights(bounds: Bounds, weights: Int32Array): void {
  const { min, max, locked } = bounds
  for (const list of [min, max, locked]) {
    if (list.length !== weights.length) {
      throw new Error(`bounds length: ${list.length} for ${weights.length} weights`)
    }
  }
  for (let feature = 0; feature < weights.length; feature++) {
    const weight = weights[feature]
    if (locked[feature] === 0 && (weight < min[feature] || weight > max[feature])) {
      throw new Error(
        `weight outside its bounds: feature ${feature} has ${weight}, allowed ${min[feature]} to ${max[feature]}`,
      )
    }
  }
}
