import { count, scores } from './count'
import { BLOCK_ROWS, TABLE, WIDE } from './memory'

/*
 * The largest gap between the cumulative distributions of two classes, times both class sizes: each
 * row adds the size of the other class at its score, positive or negative by class, and the gap is the
 * running sum. `Entry` is i32 where the product of the sizes allows, else i64.
 */

let upperRows: usize = 0
let upperPadded: usize = 0
let lowerRows: usize = 0
let lowerPadded: usize = 0

/** Rows of the upper class come first; both are padded to whole blocks of 32. */
export function prepareKs(upper: usize, lower: usize): void {
  upperRows = upper
  upperPadded = (upper + 31) & ~31
  lowerRows = lower
  lowerPadded = (lower + 31) & ~31
}

/** Of the described candidate, with scores from `low` to `high`; the table is left as zeros. */
export function widestGap<Index, Entry>(base: usize, low: i32, high: i32): f64 {
  for (let row: usize = 0; row < upperRows; row += BLOCK_ROWS) {
    scores<Index, Entry>(base, row, min(BLOCK_ROWS, upperPadded - row), low, high, low)
    count<Index, Entry, u8>(min(BLOCK_ROWS, upperRows - row), -(lowerRows as Entry))
  }
  for (let row: usize = 0; row < lowerRows; row += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, lowerPadded - row)
    scores<Index, Entry>(base, upperPadded + row, rows, low, high, low)
    count<Index, Entry, u8>(min(BLOCK_ROWS, lowerRows - row), upperRows as Entry)
  }
  const table = sizeof<Index>() === 2 ? TABLE : WIDE
  const end = table + ((high - low + 1) as usize) * sizeof<Entry>()
  return sizeof<Entry>() === 4 ? widestOf32(table, end) : widestOf64(table, end)
}

function widestOf32(table: usize, end: usize): f64 {
  const zero = i32x4.splat(0)
  let before = zero // the gap so far, in every lane
  let most = zero
  let least = zero
  for (let at = table; at < end; at += 16) {
    let gap = v128.load(at)
    v128.store(at, zero)
    gap = i32x4.add(gap, i32x4.shuffle(zero, gap, 3, 4, 5, 6))
    gap = i32x4.add(gap, i32x4.shuffle(zero, gap, 2, 3, 4, 5))
    gap = i32x4.add(gap, before)
    most = i32x4.max_s(most, gap)
    least = i32x4.min_s(least, gap)
    before = i32x4.shuffle(gap, gap, 3, 3, 3, 3)
  }
  most = i32x4.max_s(most, i32x4.neg(least))
  most = i32x4.max_s(most, i32x4.shuffle(most, most, 2, 3, 2, 3))
  return max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1)) as f64
}

function widestOf64(table: usize, end: usize): f64 {
  let gap: i64 = 0
  let most: i64 = 0
  let least: i64 = 0
  for (let at = table; at < end; at += 8) {
    gap += load<i64>(at)
    store<i64>(at, 0)
    most = max(most, gap)
    least = min(least, gap)
  }
  return max(most, -least) as f64
}
