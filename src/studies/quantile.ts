/** Quantile `p` by linear interpolation (R-7, Hyndman and Fan 1996); throws without values. */
export function quantile(values: ArrayLike<number>, p: number): number {
  if (values.length === 0) throw new Error('quantile of values: 0')
  const sorted = Float64Array.from(values).sort()
  const rank = (sorted.length - 1) * p
  const below = Math.floor(rank)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (rank - below)
}

/** Arithmetic mean; NaN without values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
