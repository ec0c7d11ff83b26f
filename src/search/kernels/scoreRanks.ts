import { holding } from '../../lib/heldBytes.ts'

/** What ranking a row costs, and a bucket of it, against a bin where scores are counted instead; measured. */
const ROW = 16
const BUCKET = 2
const BIN = 1

/** Whether ranking rows whose scores span so many bins costs less than counting them bin by bin. */
export function ranksPay(rows: number, bins: number): boolean {
  return ROW * rows + BUCKET * Math.sqrt(bins) < BIN * bins
}

/** What comparing two rows by SIMD costs, against a bin and a ranked row; measured. */
const BINS_A_PAIR = 3
const PAIRS_A_ROW = 150
const MOST_PAIRED_ROWS = 8192

/** Whether comparing each row of one class with each of the other costs less than counting or ranking them. */
export function pairsPay(one: number, other: number, bins: number): boolean {
  const pairs = one * other
  const rows = one + other
  return BINS_A_PAIR * pairs < bins && pairs < PAIRS_A_ROW * rows && rows <= MOST_PAIRED_ROWS
}

/**
 * Puts ranks among the distinct scores, from 0 on, in the place of scores from `lowest` to `highest`;
 * the highest rank. They order rows as the scores do, in time that follows the rows and not the scores
 * there may be: a radix sort of two passes, each by half the bits.
 */
export type RankScores = (scores: Int32Array, lowest: number, highest: number) => number

/** Ranks `rows` scores again and again, without allocating. */
export function createRankScores(rows: number): RankScores {
  const byLowBits = new Int32Array(rows)
  const ordered = new Int32Array(rows)
  let lowStarts = new Int32Array(0)
  let highStarts = new Int32Array(0)

  const rankScores: RankScores = (scores, lowest, highest) => {
    const bits = (33 - Math.clz32(highest - lowest)) >> 1
    const buckets = 1 << bits
    const mask = buckets - 1
    if (lowStarts.length < buckets) {
      lowStarts = new Int32Array(buckets)
      highStarts = new Int32Array(buckets)
    } else {
      lowStarts.fill(0, 0, buckets)
      highStarts.fill(0, 0, buckets)
    }
    for (let row = 0; row < rows; row++) {
      const above = scores[row] - lowest
      lowStarts[above & mask]++
      highStarts[above >> bits]++
    }
    let low = 0
    let high = 0
    for (let bucket = 0; bucket < buckets; bucket++) {
      const lowRows = lowStarts[bucket]
      const highRows = highStarts[bucket]
      lowStarts[bucket] = low
      highStarts[bucket] = high
      low += lowRows
      high += highRows
    }
    for (let row = 0; row < rows; row++) {
      byLowBits[lowStarts[(scores[row] - lowest) & mask]++] = row
    }
    for (let place = 0; place < rows; place++) {
      const row = byLowBits[place]
      ordered[highStarts[(scores[row] - lowest) >> bits]++] = row
    }
    let rank = -1
    let last = -1 // no score is below 0
    for (let place = 0; place < rows; place++) {
      const row = ordered[place]
      const score = scores[row]
      if (score !== last) {
        last = score
        rank++
      }
      scores[row] = rank
    }
    return rank
  }
  return holding(() => [byLowBits, ordered, lowStarts, highStarts], rankScores)
}
