import { wholeSum } from './lanes'
import { BLOCK, BLOCK_ROWS, PAIRS } from './memory'
import { narrowBlock, wideBlock } from './score'

/*
 * Twice the pairs won plus the ties of few rows on many scores, by comparing each row of one class with
 * each of the other, many at a time: that follows the rows, where counting follows the scores.
 */

/** Of the described candidate, with 16-bit lanes. The classes are padded to blocks of 32 by copies of their last row. */
export function twiceWonByLanes(
  lanes: usize,
  counted: usize,
  countedPadded: usize,
  summed: usize,
  summedPadded: usize,
  low: i32,
  high: i32,
): u64 {
  narrowBlock<u8>(PAIRS, lanes, 0, countedPadded + summedPadded, low, high, 0)
  const end = PAIRS + (counted << 1)
  const first = PAIRS + (countedPadded << 1)
  let won: i32 = 0
  for (let at = first; at < first + (summedPadded << 1); at += 64) {
    const one = v128.load(at)
    const two = v128.load(at, 16)
    const three = v128.load(at, 32)
    const four = v128.load(at, 48)
    let above = i16x8.splat(0)
    let more = i16x8.splat(0)
    let same = i16x8.splat(0)
    let equal = i16x8.splat(0)
    for (let row = PAIRS; row < end; row += 2) {
      const score = v128.load_splat<u16>(row)
      above = i16x8.sub(above, i16x8.add(i16x8.gt_s(one, score), i16x8.gt_s(two, score)))
      more = i16x8.sub(more, i16x8.add(i16x8.gt_s(three, score), i16x8.gt_s(four, score)))
      same = i16x8.sub(same, i16x8.add(i16x8.eq(one, score), i16x8.eq(two, score)))
      equal = i16x8.sub(equal, i16x8.add(i16x8.eq(three, score), i16x8.eq(four, score)))
    }
    won += 2 * wholeSum(i32x4.add(pairwise(above), pairwise(more)))
    won += wholeSum(i32x4.add(pairwise(same), pairwise(equal)))
  }
  const last = load<i16>(first + ((summed - 1) << 1))
  let ofLast = 0
  for (let row = PAIRS; row < end; row += 2) {
    const score = load<i16>(row)
    ofLast += 2 * ((last > score) as i32) + ((last === score) as i32)
  }
  return (won - ofLast * ((summedPadded - summed) as i32)) as u64
}

function pairwise(lanes: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_s(lanes)
}

/** As `twiceWonByLanes`, with 32-bit scores. */
export function twiceWonByScores(
  base: usize,
  counted: usize,
  countedPadded: usize,
  summed: usize,
  summedPadded: usize,
  low: i32,
  high: i32,
): u64 {
  const padded = countedPadded + summedPadded
  for (let row: usize = 0; row < padded; row += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, padded - row)
    wideBlock<u16>(base, row, rows, low, high, low)
    memory.copy(PAIRS + (row << 2), BLOCK, rows << 2)
  }
  const end = PAIRS + (counted << 2)
  const first = PAIRS + (countedPadded << 2)
  let won: i32 = 0
  for (let at = first; at < first + (summedPadded << 2); at += 64) {
    const one = v128.load(at)
    const two = v128.load(at, 16)
    const three = v128.load(at, 32)
    const four = v128.load(at, 48)
    let above = i32x4.splat(0)
    let more = i32x4.splat(0)
    let same = i32x4.splat(0)
    let equal = i32x4.splat(0)
    for (let row = PAIRS; row < end; row += 4) {
      const score = v128.load_splat<u32>(row)
      above = i32x4.sub(above, i32x4.add(i32x4.gt_s(one, score), i32x4.gt_s(two, score)))
      more = i32x4.sub(more, i32x4.add(i32x4.gt_s(three, score), i32x4.gt_s(four, score)))
      same = i32x4.sub(same, i32x4.add(i32x4.eq(one, score), i32x4.eq(two, score)))
      equal = i32x4.sub(equal, i32x4.add(i32x4.eq(three, score), i32x4.eq(four, score)))
    }
    won += 2 * wholeSum(i32x4.add(above, more)) + wholeSum(i32x4.add(same, equal))
  }
  const last = load<i32>(first + ((summed - 1) << 2))
  let ofLast = 0
  for (let row = PAIRS; row < end; row += 4) {
    const score = load<i32>(row)
    ofLast += 2 * ((last > score) as i32) + ((last === score) as i32)
  }
  return (won - ofLast * ((summedPadded - summed) as i32)) as u64
}
