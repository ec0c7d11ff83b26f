const BINS = 4096
const SORTABLE = 20_000

/**
 * The values below which at least the given shares of the rows lie (nearest rank: always values of
 * the data), over rows with a value. Bins the values and looks closer only where the rank falls.
 */
export function percentiles(
  values: Float64Array,
  missing: Uint8Array | null,
  shares: readonly number[],
): number[] {
  const known = missing === null ? values : values.filter((_, row) => missing[row] === 0)
  if (known.length === 0) throw new Error('percentiles of no values')
  return shares.map((share) => {
    const rank = Math.min(known.length - 1, Math.max(0, Math.ceil(share * known.length) - 1))
    return valueAt(known, rank)
  })
}

/** The value at a place of the ascending order, 0 the smallest. */
function valueAt(values: Float64Array, rank: number): number {
  let rest = values
  let place = rank
  while (rest.length > SORTABLE) {
    let min = rest[0]
    let max = rest[0]
    for (const value of rest) {
      if (value < min) min = value
      if (value > max) max = value
    }
    const width = (max - min) / BINS
    if (!(width > 0) || !Number.isFinite(width)) break
    const binOf = (value: number) => Math.min(BINS - 1, Math.floor((value - min) / width))
    const counts = new Uint32Array(BINS)
    for (const value of rest) {
      const bin = binOf(value)
      counts[bin] = counts[bin] + 1
    }
    let bin = 0
    while (place >= counts[bin]) place -= counts[bin++]
    const size = counts[bin]
    if (size === rest.length) break
    const within = new Float64Array(size)
    let next = 0
    for (const value of rest) if (binOf(value) === bin) within[next++] = value
    rest = within
  }
  return rest.slice().sort()[place]
}
