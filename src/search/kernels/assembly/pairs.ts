import { wholeSum } from './lanes'
import { BLOCK, BLOCK_ROWS, PAIRS } from './memory'
import { narrowBlock, wideBlock } from './score'

/*
 * Twice the pairs won plus the ties of few rows on many scores, by comparing each row of one class with
 * each of the other, many at a time: that follows the rows, where counting follows the scores.
 */

/** 16-bit scores of the described candidate for `twiceWonOf<i16>`; rows with padding. */
export function scoreByLanes(lanes: usize, padded: usize, low: i32, high: i32): void {
  narrowBlock<u8>(PAIRS, lanes, 0, padded, low, high, 0)
}

/** The same in 32 bits, for `twiceWonOf<i32>`. */
export function scoreWide(base: usize, padded: usize, low: i32, high: i32): void {
  for (let row: usize = 0; row < padded; row += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, padded - row)
    wideBlock<u16>(base, row, rows, low, high, low)
    memory.copy(PAIRS + (row << 2), BLOCK, rows << 2)
  }
}

/** Of the rows scored last, `Lane` as wide. The classes are padded to blocks of 32 by copies of their last row. */
export function twiceWonOf<Lane>(
  counted: usize,
  countedPadded: usize,
  summed: usize,
  summedPadded: usize,
): u64 {
  const end = PAIRS + counted * sizeof<Lane>()
  const first = PAIRS + countedPadded * sizeof<Lane>()
  let won: i32 = 0
  for (let at = first; at < first + summedPadded * sizeof<Lane>(); at += 64) {
    const one = v128.load(at)
    const two = v128.load(at, 16)
    const three = v128.load(at, 32)
    const four = v128.load(at, 48)
    let above = v128.splat<Lane>(0 as Lane)
    let more = above
    let same = above
    let equal = above
    for (let row = PAIRS; row < end; row += sizeof<Lane>()) {
      const score = v128.load_splat<Lane>(row)
      above = v128.sub<Lane>(
        above,
        v128.add<Lane>(v128.gt<Lane>(one, score), v128.gt<Lane>(two, score)),
      )
      more = v128.sub<Lane>(
        more,
        v128.add<Lane>(v128.gt<Lane>(three, score), v128.gt<Lane>(four, score)),
      )
      same = v128.sub<Lane>(
        same,
        v128.add<Lane>(v128.eq<Lane>(one, score), v128.eq<Lane>(two, score)),
      )
      equal = v128.sub<Lane>(
        equal,
        v128.add<Lane>(v128.eq<Lane>(three, score), v128.eq<Lane>(four, score)),
      )
    }
    won += 2 * (sumOf<Lane>(above) + sumOf<Lane>(more)) + sumOf<Lane>(same) + sumOf<Lane>(equal)
  }
  const last = load<Lane>(first + (summed - 1) * sizeof<Lane>())
  let ofLast = 0
  for (let row = PAIRS; row < end; row += sizeof<Lane>()) {
    const score = load<Lane>(row)
    ofLast += 2 * ((last > score) as i32) + ((last === score) as i32)
  }
  return (won - ofLast * ((summedPadded - summed) as i32)) as u64
}

function sumOf<Lane>(lanes: v128): i32 {
  return wholeSum(sizeof<Lane>() === 2 ? i32x4.extadd_pairwise_i16x8_s(lanes) : lanes)
}
