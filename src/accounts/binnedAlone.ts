import { pairedAuc } from './outcomeAlone.ts'
import type { Column } from './table.ts'

const MOST_BINS = 32
const ROWS_PER_BIN = 10

/**
 * Of each class in each half: the AUC of noise has a standard deviation of sqrt((a + b + 1) / (12 a b)),
 * 0.09 for a = b = 20, so that 0.9 is more than four of them from 0.5.
 */
const LEAST_OF_A_CLASS = 20

/**
 * AUC of a column alone with its values in no order: of a value that means retained in the middle of its
 * range and churned at both ends, or of texts however many. The rows are parted in halves by a hash of
 * their number. On one, values fall into at most 32 bins between quantiles, texts and missing values into
 * one each, and bin b with n rows of which k were retained scores (k + p) / (n + 1), p the share retained
 * of the half; a bin without rows scores p. The AUC is that of these scores on the other half, so noise
 * stays near 0.5 however many bins there are. Null where a half has fewer than 20 of a class. Takes
 * n log n of the rows; give it a sample of a large table.
 */
export function binnedAlone(column: Column, retained: Uint8Array): number | null {
  const known = Uint32Array.from(retained.keys()).filter((row) => retained[row] <= 1)
  const fitted = known.filter(isFitted)
  const scored = known.filter((row) => !isFitted(row))
  if (!hasBoth(fitted, retained) || !hasBoth(scored, retained)) return null
  const { bins, binOf } = binsOf(column, fitted)
  const [fit, score] = [fitted, scored].map((rows) => {
    const counts = new Uint32Array(2 * bins) // churned, retained of each bin
    for (const row of rows) counts[2 * binOf(row) + retained[row]]++
    return counts
  })
  const share = fitted.reduce((sum, row) => sum + retained[row], 0) / fitted.length
  const rates = Float64Array.from({ length: bins }, (_, bin) => {
    const [lost, kept] = [fit[2 * bin], fit[2 * bin + 1]]
    return (kept + share) / (lost + kept + 1)
  })
  const order = Uint32Array.from(rates.keys()).sort((a, b) => rates[a] - rates[b])
  const ascending: number[] = []
  let last = -1
  for (const bin of order) {
    if (rates[bin] !== last) ascending.push(0, 0)
    ascending[ascending.length - 2] += score[2 * bin]
    ascending[ascending.length - 1] += score[2 * bin + 1]
    last = rates[bin]
  }
  return pairedAuc(ascending)
}

/** Halves that no order of the rows follows: the top bit of a multiplicative hash (Knuth, TAOCP 6.4). */
function isFitted(row: number): boolean {
  return Math.imul(row + 1, 0x9e3779b1) < 0
}

function hasBoth(rows: Uint32Array, retained: Uint8Array): boolean {
  const kept = rows.reduce((sum, row) => sum + retained[row], 0)
  return Math.min(kept, rows.length - kept) >= LEAST_OF_A_CLASS
}

/** The last bin is that of missing values. */
function binsOf(
  { kind, values, missing, ...rest }: Column,
  fitted: Uint32Array,
): { bins: number; binOf: (row: number) => number } {
  const isMissing = (row: number) => missing?.[row] === 1
  if (kind === 'text') {
    const { dictionary } = rest as { dictionary: string[] }
    const none = dictionary.length
    return { bins: none + 1, binOf: (row) => (isMissing(row) ? none : values[row]) }
  }
  const sorted = Float64Array.from(
    fitted.filter((row) => !isMissing(row)),
    (row) => values[row],
  ).sort()
  const most = Math.max(1, Math.min(MOST_BINS, Math.floor(sorted.length / ROWS_PER_BIN)))
  const at = Array.from(
    { length: most },
    (_, bin) => sorted[Math.floor((bin * sorted.length) / most)],
  )
  const edges = Float64Array.from(new Set(at.slice(1))) // a value from an edge on is in its bin
  const none = edges.length + 1
  return { bins: none + 1, binOf: (row) => (isMissing(row) ? none : upTo(edges, values[row])) }
}

/** How many of the ascending edges are at most the value. */
function upTo(edges: Float64Array, value: number): number {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle] <= value) low = middle + 1
    else high = middle
  }
  return low
}
