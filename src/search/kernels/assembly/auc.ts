import { BLOCK_ROWS, TABLE, TABLE_SIZE, WIDE } from './memory'
import { countNarrow, first, last, sumNarrow } from './narrow'
import { scoreByLanes, scoreWide, twiceWonOf } from './pairs'
import { wideBlock } from './score'
import { countWide, highestWide, lowestWide, sumWide } from './wide'

/*
 * Twice the pairs won plus the ties, by counting: the smaller class is counted by score, a running
 * sum turns counts into "twice those below plus those equal", and the larger class adds that up at
 * its scores. `Entry` is the type of a table's entries, `Work` as in `narrow.ts`.
 */

let countedRows: usize = 0
let countedPadded: usize = 0
let summedRows: usize = 0
let summedPadded: usize = 0

/** Pairs are compared one by one. */
export let byPairs: bool = false

/** Rows of the counted class come first, padded to whole blocks of 32 by copies of a row. */
export function prepareAuc(counted: usize, summed: usize, byPairs_: bool): void {
  byPairs = byPairs_
  countedRows = counted
  countedPadded = (counted + 31) & ~31
  summedRows = summed
  summedPadded = (summed + 31) & ~31
}

/** Of the described candidate, with 16-bit scores from `low` to `high`; tables are left as zeros. */
export function twiceWonNarrow<Entry, Work>(lanes: usize, low: i32, high: i32): u64 {
  countNarrow<Entry, Work>(lanes, 0, countedRows, low, high, 1)
  runningSums<Entry, Work>(TABLE, first, last)
  const least = max(low, below<Entry>(low, first))
  const most = min(high, above<Entry>(low, last))
  const won = sumNarrow<Entry>(lanes, countedPadded, summedRows, least, most, low)
  clear(TABLE, first, last)
  return won
}

/** Of the described candidate, pair by pair: with 16-bit scores where there are `lanes`. */
export function twiceWonPairs(lanes: usize, base: usize, low: i32, high: i32): u64 {
  const padded = countedPadded + summedPadded
  if (lanes === 0) {
    scoreWide(base, padded, low, high)
    return twiceWonOf<i32>(countedRows, countedPadded, summedRows, summedPadded)
  }
  scoreByLanes(lanes, padded, low, high)
  return twiceWonOf<i16>(countedRows, countedPadded, summedRows, summedPadded)
}

/** As `twiceWonNarrow`, with 32-bit scores. */
export function twiceWonWide<Entry>(base: usize, low: i32, high: i32): u64 {
  let lowest: u32 = 0xffffffff
  let highest: u32 = 0
  for (let row: usize = 0; row < countedRows; row += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, countedPadded - row)
    wideBlock<Entry>(base, row, rows, low, high, low)
    lowest = min(lowest, lowestWide(rows))
    highest = max(highest, highestWide(rows))
    countWide<Entry>(min(BLOCK_ROWS, countedRows - row), 1)
  }
  runningSums<Entry, u8>(WIDE, lowest, highest)
  const least = max(low, below<Entry>(low, lowest))
  const most = min(high, above<Entry>(low, highest))
  let won: u64 = 0
  for (let row: usize = 0; row < summedRows; row += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, summedPadded - row)
    wideBlock<Entry>(base, countedPadded + row, rows, least, most, low)
    won += sumWide<Entry>(min(BLOCK_ROWS, summedRows - row))
  }
  clear(WIDE, lowest, highest)
  return won
}

/** Scores beyond the counted ones say no more than their neighbours just outside. */
function below<Entry>(low: i32, offset: usize): i32 {
  return low + ((offset / sizeof<Entry>()) as i32) - 1
}

function above<Entry>(low: i32, offset: usize): i32 {
  return low + ((offset / sizeof<Entry>()) as i32) + 1
}

function clear(table: usize, from: usize, to: usize): void {
  const start = from & ~15
  memory.fill(table + start, 0, to - start + 32)
}

/** Counts to "twice those below plus those equal" from the first entry that counts to the one after the last. */
function runningSums<Entry, Work>(table: usize, from: usize, to: usize): void {
  const zero = i64x2.splat(0)
  let below = zero // twice the counts so far, in every lane
  let at = table + (from & ~15)
  for (const end = table + to + 1; at < end; at += 16) {
    let equal = v128.load(at)
    if (sizeof<Work>() === 4) {
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
  store<Entry>(table + to + sizeof<Entry>(), ((countedRows as u32) << 1) as Entry)
}

function add<Entry>(a: v128, b: v128): v128 {
  return sizeof<Entry>() === 2 ? i16x8.add(a, b) : i32x4.add(a, b)
}

function sub<Entry>(a: v128, b: v128): v128 {
  return sizeof<Entry>() === 2 ? i16x8.sub(a, b) : i32x4.sub(a, b)
}
