import { count, offset, scores } from './count'
import { BLOCK, BLOCK_ROWS, TABLE, TABLE_SIZE, WIDE } from './memory'

/*
 * Twice the pairs won plus the ties, by counting: the smaller class is counted by score, a running
 * sum turns counts into "twice those below plus those equal", and the larger class adds that up at
 * its scores. Types as in `count.ts`.
 */

let countedRows: usize = 0
let countedPadded: usize = 0
let summedRows: usize = 0
let summedPadded: usize = 0

/** Rows of the counted class come first, padded to whole blocks of 32 by copies of a row. */
export function prepareAuc(counted: usize, summed: usize): void {
  countedRows = counted
  countedPadded = (counted + 31) & ~31
  summedRows = summed
  summedPadded = (summed + 31) & ~31
}

/** Of the described candidate, with scores from `low` to `high`; tables are left as zeros. */
export function twiceWon<Index, Entry, Tables>(base: usize, low: i32, high: i32): u64 {
  let first: i32 = 0xffffffff >>> 1
  let last: i32 = 0
  for (let row: usize = 0; row < countedRows; row += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, countedPadded - row)
    scores<Index, Entry>(base, row, rows, low, high, low)
    first = min(first, lowest<Index>(rows))
    last = max(last, highest<Index>(rows))
    count<Index, Entry, Tables>(min(BLOCK_ROWS, countedRows - row), 1)
  }
  runningSums<Index, Entry, Tables>(first, last, countedRows)

  // Scores beyond the counted ones say no more than their neighbours just outside.
  const lowEnd = max(low, low + first / sizeof<Entry>() - 1)
  const highEnd = min(high, low + last / sizeof<Entry>() + 1)
  let won: u64 = 0
  for (let row: usize = 0; row < summedRows; row += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, summedPadded - row)
    scores<Index, Entry>(base, countedPadded + row, rows, lowEnd, highEnd, low)
    won += sum<Index, Entry>(min(BLOCK_ROWS, summedRows - row))
  }
  const table = (sizeof<Index>() === 2 ? TABLE : WIDE) + ((first & ~15) as usize)
  memory.fill(table, 0, ((last - (first & ~15)) as usize) + 32)
  return won
}

function lowest<Index>(rows: usize): i32 {
  let least = v128.load(BLOCK)
  for (let at = BLOCK, end = BLOCK + rows * sizeof<Index>(); at < end; at += 16) {
    if (sizeof<Index>() === 2) least = i16x8.min_u(least, v128.load(at))
    else least = i32x4.min_u(least, v128.load(at))
  }
  if (sizeof<Index>() === 2) {
    least = i16x8.min_u(least, i16x8.shuffle(least, least, 4, 5, 6, 7, 4, 5, 6, 7))
    least = i16x8.min_u(least, i16x8.shuffle(least, least, 2, 3, 2, 3, 2, 3, 2, 3))
    return min(i16x8.extract_lane_u(least, 0) as i32, i16x8.extract_lane_u(least, 1) as i32)
  }
  least = i32x4.min_u(least, i32x4.shuffle(least, least, 2, 3, 2, 3))
  return min(i32x4.extract_lane(least, 0), i32x4.extract_lane(least, 1))
}

function highest<Index>(rows: usize): i32 {
  let most = v128.load(BLOCK)
  for (let at = BLOCK, end = BLOCK + rows * sizeof<Index>(); at < end; at += 16) {
    if (sizeof<Index>() === 2) most = i16x8.max_u(most, v128.load(at))
    else most = i32x4.max_u(most, v128.load(at))
  }
  if (sizeof<Index>() === 2) {
    most = i16x8.max_u(most, i16x8.shuffle(most, most, 4, 5, 6, 7, 4, 5, 6, 7))
    most = i16x8.max_u(most, i16x8.shuffle(most, most, 2, 3, 2, 3, 2, 3, 2, 3))
    return max(i16x8.extract_lane_u(most, 0) as i32, i16x8.extract_lane_u(most, 1) as i32)
  }
  most = i32x4.max_u(most, i32x4.shuffle(most, most, 2, 3, 2, 3))
  return max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1))
}

function sum<Index, Entry>(rows: usize): u64 {
  const step = sizeof<Index>()
  let at = BLOCK
  let even: u64 = 0
  let odd: u64 = 0
  for (const end = BLOCK + (rows & ~7) * step; at < end; at += 8 * step) {
    if (sizeof<Index>() === 2) {
      even += load<Entry>(load<u16>(at) as usize, TABLE) as u64
      odd += load<Entry>(load<u16>(at, 2) as usize, TABLE) as u64
      even += load<Entry>(load<u16>(at, 4) as usize, TABLE) as u64
      odd += load<Entry>(load<u16>(at, 6) as usize, TABLE) as u64
      even += load<Entry>(load<u16>(at, 8) as usize, TABLE) as u64
      odd += load<Entry>(load<u16>(at, 10) as usize, TABLE) as u64
      even += load<Entry>(load<u16>(at, 12) as usize, TABLE) as u64
      odd += load<Entry>(load<u16>(at, 14) as usize, TABLE) as u64
    } else {
      even += load<Entry>(load<u32>(at) as usize, WIDE) as u64
      odd += load<Entry>(load<u32>(at, 4) as usize, WIDE) as u64
      even += load<Entry>(load<u32>(at, 8) as usize, WIDE) as u64
      odd += load<Entry>(load<u32>(at, 12) as usize, WIDE) as u64
      even += load<Entry>(load<u32>(at, 16) as usize, WIDE) as u64
      odd += load<Entry>(load<u32>(at, 20) as usize, WIDE) as u64
      even += load<Entry>(load<u32>(at, 24) as usize, WIDE) as u64
      odd += load<Entry>(load<u32>(at, 28) as usize, WIDE) as u64
    }
  }
  const table = sizeof<Index>() === 2 ? TABLE : WIDE
  for (const end = BLOCK + rows * step; at < end; at += step) {
    even += load<Entry>(table + offset<Index>(at)) as u64
  }
  return even + odd
}

/** Counts to "twice those below plus those equal" from the first entry that counts to the one after the last. */
function runningSums<Index, Entry, Tables>(first: i32, last: i32, total: usize): void {
  const table = sizeof<Index>() === 2 ? TABLE : WIDE
  const zero = i64x2.splat(0)
  let below = zero // twice the counts so far, in every lane
  let at = table + ((first & ~15) as usize)
  for (const end = table + (last as usize) + 1; at < end; at += 16) {
    let equal = v128.load(at)
    if (sizeof<Tables>() > 1) {
      const one = v128.load(at, TABLE_SIZE)
      const two = v128.load(at, 2 * TABLE_SIZE)
      const three = v128.load(at, 3 * TABLE_SIZE)
      v128.store(at, zero, TABLE_SIZE)
      v128.store(at, zero, 2 * TABLE_SIZE)
      v128.store(at, zero, 3 * TABLE_SIZE)
      equal = add<Entry>(add<Entry>(equal, one), add<Entry>(two, three))
    }
    let sums = equal
    if (sizeof<Entry>() === 2) {
      sums = i16x8.add(sums, i16x8.shuffle(zero, sums, 7, 8, 9, 10, 11, 12, 13, 14))
      sums = i16x8.add(sums, i16x8.shuffle(zero, sums, 6, 7, 8, 9, 10, 11, 12, 13))
      sums = i16x8.add(sums, i16x8.shuffle(zero, sums, 4, 5, 6, 7, 8, 9, 10, 11))
    } else {
      sums = i32x4.add(sums, i32x4.shuffle(zero, sums, 3, 4, 5, 6))
      sums = i32x4.add(sums, i32x4.shuffle(zero, sums, 2, 3, 4, 5))
    }
    sums = add<Entry>(sums, sums)
    v128.store(at, add<Entry>(below, sub<Entry>(sums, equal)))
    if (sizeof<Entry>() === 2) {
      below = add<Entry>(below, i16x8.shuffle(sums, sums, 7, 7, 7, 7, 7, 7, 7, 7))
    } else {
      below = add<Entry>(below, i32x4.shuffle(sums, sums, 3, 3, 3, 3))
    }
  }
  store<Entry>(table + (last as usize) + sizeof<Entry>(), ((total as u32) << 1) as Entry)
}

function add<Entry>(a: v128, b: v128): v128 {
  return sizeof<Entry>() === 2 ? i16x8.add(a, b) : i32x4.add(a, b)
}

function sub<Entry>(a: v128, b: v128): v128 {
  return sizeof<Entry>() === 2 ? i16x8.sub(a, b) : i32x4.sub(a, b)
}
