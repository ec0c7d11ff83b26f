const MOST_SWEEPS = 100
const LEAST_GAIN = 1e-12

/**
 * Whole numbers w within bounds that keep (w − target)ᵀ C (w − target) small, C a symmetric row-major matrix of
 * no negative eigenvalue: from the nearest ones by coordinate descent, so that one weight makes up for what
 * rounding and bounds took from others.
 */
export function wholePoints(
  curvature: Float64Array,
  target: Float64Array,
  min: ArrayLike<number>,
  max: ArrayLike<number>,
): Int32Array {
  const size = target.length
  const held = (k: number, value: number) => Math.min(max[k], Math.max(min[k], Math.round(value)))
  const points = Int32Array.from(target, (value, k) => held(k, value))
  const slope = new Float64Array(size) // C (w − target)
  const move = (k: number, by: number) => {
    for (let j = 0; j < size; j++) slope[j] = slope[j] + by * curvature[k * size + j]
  }
  for (let k = 0; k < size; k++) move(k, points[k] - target[k])
  for (let sweep = 0, moved = true; moved && sweep < MOST_SWEEPS; sweep++) {
    moved = false
    for (let k = 0; k < size; k++) {
      const own = curvature[k * size + k]
      if (!(own > 0)) continue
      const by = held(k, points[k] - slope[k] / own) - points[k]
      if (by === 0 || by * (slope[k] + (own * by) / 2) > -LEAST_GAIN) continue
      points[k] = points[k] + by
      move(k, by)
      moved = true
    }
  }
  return points
}
