/**
 * The upper ends, inclusive, of at most `bands` bands of about equally many accounts: the end of band
 * i is the smallest value with at least i / bands of the accounts at or below it. A value is never
 * divided, so heavy ties make fewer bands. The last end is the greatest value.
 *
 * `values` ascending and distinct, `accounts` a value. Empty without accounts.
 */
export function quantileBands(
  values: ArrayLike<number>,
  accounts: ArrayLike<number>,
  bands: number,
): Float64Array {
  if (!(Number.isInteger(bands) && bands >= 1))
    throw new Error(`bands not a whole number from 1: ${bands}`)
  let total = 0
  for (let i = 0; i < values.length; i++) total += accounts[i]
  const ends: number[] = []
  let below = 0
  let next = 1
  for (let i = 0; i < values.length && total > 0; i++) {
    below += accounts[i]
    if (accounts[i] === 0 || below * bands < next * total) continue
    ends.push(values[i])
    while (below * bands >= next * total) next++
  }
  return Float64Array.from(ends)
}

/** The band that holds a value: the first whose end is not below it; values above all are in the last. */
export function bandOf(ends: Float64Array, value: number): number {
  let low = 0
  let high = ends.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ends[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
