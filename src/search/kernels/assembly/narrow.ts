import { BLOCK, SPLATS, TABLE, TABLE_SIZE } from './memory'
import { column, eightScores, variant, writeSplats } from './score'

/*
 * Passes over rows of 16-bit scores that count them by score, or add up what a table holds at their
 * scores. Scores go through a ring, some way ahead of their use, because a processor reads slowly
 * what it has only just written in larger pieces, and because arithmetic and table then overlap.
 *
 * `Entry` is the type of a table's entries. `Work` says what is done: u8 counts in the first table,
 * u16 in the second, u32 over four tables, so that neighbours of the same score need not wait for
 * each other, and u64 adds up the first one.
 */

const AHEAD: usize = 128 // rows
const RING: usize = 511 // bytes

/** Lowest and highest table offset counted last. */
export let first: usize = 0
export let last: usize = 0

/** Adds `by` at the score of each row; `low` is the first entry's score. */
export function countNarrow<Entry, Work>(
  base: usize,
  row: usize,
  rows: usize,
  low: i32,
  high: i32,
  by: Entry,
): void {
  const end = (rows + 31) & ~31
  writeSplats(low, high, low)
  pass<Entry, Work>(base, row, end, by)
  const at = lastOffset(end) + (sizeof<Work>() === 2 ? TABLE + TABLE_SIZE : TABLE)
  store<Entry>(at, load<Entry>(at) - ((end - rows) as Entry) * by) // the padding
}

/** Sum of the entries at the score of each row; `origin` is the first entry's score. */
export function sumNarrow<Entry>(
  base: usize,
  row: usize,
  rows: usize,
  low: i32,
  high: i32,
  origin: i32,
): u64 {
  const end = (rows + 31) & ~31
  writeSplats(low, high, origin)
  const sum = pass<Entry, u64>(base, row, end, 0)
  return sum - ((end - rows) as u64) * (load<Entry>(lastOffset(end), TABLE) as u64)
}

function lastOffset(rows: usize): usize {
  return load<u16>(((rows << 1) - 2) & RING, BLOCK) as usize
}

function pass<Entry, Work>(base: usize, row: usize, rows: usize, by: Entry): u64 {
  switch (variant()) {
    case 1:
      return passOf<u8, u8, Entry, Work>(base, row, rows, by)
    case 2:
      return passOf<u8, u16, Entry, Work>(base, row, rows, by)
    case 3:
      return passOf<u8, u32, Entry, Work>(base, row, rows, by)
    case 4:
      return passOf<u16, u8, Entry, Work>(base, row, rows, by)
    case 5:
      return passOf<u16, u16, Entry, Work>(base, row, rows, by)
    default:
      return passOf<u16, u32, Entry, Work>(base, row, rows, by)
  }
}

function passOf<Level, Changes, Entry, Work>(base: usize, row: usize, rows: usize, by: Entry): u64 {
  const size = sizeof<Level>()
  const m0 = v128.load_splat<u16>(SPLATS)
  const m1 = v128.load_splat<u16>(SPLATS, 2)
  const m2 = v128.load_splat<u16>(SPLATS, 4)
  const least = v128.load_splat<u16>(SPLATS, 6)
  const most = v128.load_splat<u16>(SPLATS, 8)
  const zero = v128.load_splat<u16>(SPLATS, 10)
  let k = base + (row << 1)
  let x0 = column(0) + row * size
  let x1 = column(1) + row * size
  let x2 = column(2) + row * size
  let lowest = i16x8.splat(-1)
  let highest = i16x8.splat(0)
  let sum: u64 = 0
  const ahead = min(AHEAD, rows) << 1
  const start = k + ahead
  const end = k + (rows << 1)
  let to: usize = 0
  for (; k < start; k += 16, to += 16) {
    const s = eightScores<Level, Changes, Entry>(k, x0, x1, x2, m0, m1, m2, least, most, zero)
    v128.store(to, s, BLOCK)
    lowest = i16x8.min_u(lowest, s)
    highest = i16x8.max_u(highest, s)
    x0 += 8 * size
    x1 += 8 * size
    x2 += 8 * size
  }
  let from: usize = 0
  for (; k < end; k += 32) {
    to &= RING
    const s = eightScores<Level, Changes, Entry>(k, x0, x1, x2, m0, m1, m2, least, most, zero)
    v128.store(to, s, BLOCK + 0)
    const t = eightScores<Level, Changes, Entry>(
      k + 16,
      x0 + 8 * size,
      x1 + 8 * size,
      x2 + 8 * size,
      m0,
      m1,
      m2,
      least,
      most,
      zero,
    )
    v128.store(to, t, BLOCK + 16)
    if (sizeof<Work>() < 8) {
      lowest = i16x8.min_u(lowest, i16x8.min_u(s, t))
      highest = i16x8.max_u(highest, i16x8.max_u(s, t))
    }
    x0 += 16 * size
    if (sizeof<Changes>() > 1) x1 += 16 * size
    if (sizeof<Changes>() > 2) x2 += 16 * size
    to += 32
    from &= RING
    sum = four<Entry, Work>(sum, from, by)
    sum = four<Entry, Work>(sum, from + 8, by)
    sum = four<Entry, Work>(sum, from + 16, by)
    sum = four<Entry, Work>(sum, from + 24, by)
    from += 32
  }
  for (let left: usize = 0; left < ahead; left += 8) {
    from &= RING
    sum = four<Entry, Work>(sum, from, by)
    from += 8
  }
  if (sizeof<Work>() < 8) {
    first = leastLane(lowest)
    last = mostLane(highest)
  }
  return sum
}

/** Four rows whose offsets lie at `from`. */
// @inline
function four<Entry, Work>(sum: u64, from: usize, by: Entry): u64 {
  if (sizeof<Work>() === 8) return addFour<Entry>(sum, from)
  countFour<Entry, Work>(from, by)
  return 0
}

// @inline
function addFour<Entry>(sum: u64, from: usize): u64 {
  const i = load<Entry>(load<u16>(from, BLOCK) as usize, TABLE) as u64
  const j = load<Entry>(load<u16>(from, BLOCK + 2) as usize, TABLE) as u64
  const k = load<Entry>(load<u16>(from, BLOCK + 4) as usize, TABLE) as u64
  const l = load<Entry>(load<u16>(from, BLOCK + 6) as usize, TABLE) as u64
  const next = sum + (i + j + (k + l))
  // Never so: it keeps the compiler from loading all rows of a round before it adds them up.
  if ((next as i64) < 0) unreachable()
  return next
}

// @inline
function countFour<Entry, Work>(from: usize, by: Entry): void {
  const i = load<u16>(from, BLOCK) as usize
  const j = load<u16>(from, BLOCK + 2) as usize
  const k = load<u16>(from, BLOCK + 4) as usize
  const l = load<u16>(from, BLOCK + 6) as usize
  if (sizeof<Work>() === 1) {
    store<Entry>(i, load<Entry>(i, TABLE) + by, TABLE)
    store<Entry>(j, load<Entry>(j, TABLE) + by, TABLE)
    store<Entry>(k, load<Entry>(k, TABLE) + by, TABLE)
    store<Entry>(l, load<Entry>(l, TABLE) + by, TABLE)
  } else if (sizeof<Work>() === 2) {
    store<Entry>(i, load<Entry>(i, TABLE + TABLE_SIZE) + by, TABLE + TABLE_SIZE)
    store<Entry>(j, load<Entry>(j, TABLE + TABLE_SIZE) + by, TABLE + TABLE_SIZE)
    store<Entry>(k, load<Entry>(k, TABLE + TABLE_SIZE) + by, TABLE + TABLE_SIZE)
    store<Entry>(l, load<Entry>(l, TABLE + TABLE_SIZE) + by, TABLE + TABLE_SIZE)
  } else {
    store<Entry>(i, load<Entry>(i, TABLE) + by, TABLE)
    store<Entry>(j, load<Entry>(j, TABLE + TABLE_SIZE) + by, TABLE + TABLE_SIZE)
    store<Entry>(k, load<Entry>(k, TABLE + 2 * TABLE_SIZE) + by, TABLE + 2 * TABLE_SIZE)
    store<Entry>(l, load<Entry>(l, TABLE + 3 * TABLE_SIZE) + by, TABLE + 3 * TABLE_SIZE)
  }
}

function leastLane(lanes: v128): usize {
  let least = i16x8.min_u(lanes, i16x8.shuffle(lanes, lanes, 4, 5, 6, 7, 4, 5, 6, 7))
  least = i16x8.min_u(least, i16x8.shuffle(least, least, 2, 3, 2, 3, 2, 3, 2, 3))
  return min(i16x8.extract_lane_u(least, 0), i16x8.extract_lane_u(least, 1)) as usize
}

function mostLane(lanes: v128): usize {
  let most = i16x8.max_u(lanes, i16x8.shuffle(lanes, lanes, 4, 5, 6, 7, 4, 5, 6, 7))
  most = i16x8.max_u(most, i16x8.shuffle(most, most, 2, 3, 2, 3, 2, 3, 2, 3))
  return max(i16x8.extract_lane_u(most, 0), i16x8.extract_lane_u(most, 1)) as usize
}
