import { BLOCK_ROWS, TABLE, TABLE_SIZE, WIDE } from './memory'
import { countNarrow, first, last } from './narrow'
import { wideBlock } from './score'
import { countWide } from './wide'

/*
 * The largest gap between the cumulative distributions of two classes, times both class sizes. Each
 * row adds the size of the other class at its score, positive or negative by class, and the gap is the
 * running sum; where 32 bits are too few for that, each class is counted in a table of its own.
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

/** Of the described candidate, with 16-bit scores from `low` to `high`, where 32 bits hold every gap; the table is left as zeros. */
export function smallGapNarrow(lanes: usize, low: i32, high: i32): f64 {
  countNarrow<i32, u8>(lanes, 0, upperRows, low, high, -(lowerRows as i32))
  const lowest = first
  const highest = last
  countNarrow<i32, u8>(lanes, upperPadded, lowerRows, low, high, upperRows as i32)
  return widestOf32(TABLE + (min(first, lowest) & ~15), TABLE + max(last, highest) + 4)
}

/** As `smallGapNarrow` for gaps of any size below 2^53. */
export function gapNarrow(lanes: usize, low: i32, high: i32): f64 {
  countNarrow<i32, u8>(lanes, 0, upperRows, low, high, 1)
  const lowest = first
  const highest = last
  countNarrow<i32, u16>(lanes, upperPadded, lowerRows, low, high, 1)
  return widestOfTwo(TABLE + (min(first, lowest) & ~15), TABLE + max(last, highest) + 4)
}

/** With 32-bit scores; `Entry` is i32 where that holds every gap, else i64. */
export function gapWide<Entry>(base: usize, low: i32, high: i32): f64 {
  for (let row: usize = 0; row < upperRows; row += BLOCK_ROWS) {
    wideBlock<Entry>(base, row, min(BLOCK_ROWS, upperPadded - row), low, high, low)
    countWide<Entry>(min(BLOCK_ROWS, upperRows - row), -(lowerRows as Entry))
  }
  for (let row: usize = 0; row < lowerRows; row += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, lowerPadded - row)
    wideBlock<Entry>(base, upperPadded + row, rows, low, high, low)
    countWide<Entry>(min(BLOCK_ROWS, lowerRows - row), upperRows as Entry)
  }
  const end = WIDE + ((high - low + 1) as usize) * sizeof<Entry>()
  return sizeof<Entry>() === 4 ? widestOf32(WIDE, end) : widestOf64(WIDE, end)
}

/** Of counts of the upper class, and of the lower class a table further. */
function widestOfTwo(table: usize, end: usize): f64 {
  const zero = i32x4.splat(0)
  const upperSize = f64x2.splat(upperRows as f64)
  const lowerSize = f64x2.splat(lowerRows as f64)
  let uppers = zero // rows so far, in every lane
  let lowers = zero
  let most = f64x2.splat(0)
  for (let at = table; at < end; at += 16) {
    uppers = i32x4.add(runningSum(v128.load(at)), uppers)
    lowers = i32x4.add(runningSum(v128.load(at, TABLE_SIZE)), lowers)
    v128.store(at, zero)
    v128.store(at, zero, TABLE_SIZE)
    most = f64x2.max(most, gaps(uppers, lowers, upperSize, lowerSize))
    most = f64x2.max(most, gaps(halves(uppers), halves(lowers), upperSize, lowerSize))
    uppers = i32x4.shuffle(uppers, uppers, 3, 3, 3, 3)
    lowers = i32x4.shuffle(lowers, lowers, 3, 3, 3, 3)
  }
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1))
}

function runningSum(counts: v128): v128 {
  const zero = i32x4.splat(0)
  const sums = i32x4.add(counts, i32x4.shuffle(zero, counts, 3, 4, 5, 6))
  return i32x4.add(sums, i32x4.shuffle(zero, sums, 2, 3, 4, 5))
}

function halves(lanes: v128): v128 {
  return i32x4.shuffle(lanes, lanes, 2, 3, 2, 3)
}

/** Of the first two lanes. */
function gaps(uppers: v128, lowers: v128, upperSize: v128, lowerSize: v128): v128 {
  const one = f64x2.mul(f64x2.convert_low_i32x4_s(uppers), lowerSize)
  const other = f64x2.mul(f64x2.convert_low_i32x4_s(lowers), upperSize)
  return f64x2.abs(f64x2.sub(one, other))
}

function widestOf32(table: usize, end: usize): f64 {
  const zero = i32x4.splat(0)
  let before = zero // the gap so far, in every lane
  let most = zero
  let least = zero
  for (let at = table; at < end; at += 16) {
    const gap = i32x4.add(runningSum(v128.load(at)), before)
    v128.store(at, zero)
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
