import { wholeSum } from './lanes'
import { BLOCK, NEAR, NEAR_SIZE, PLANE, PLANE_COUNT, PLANE_ENDS, PLANES, TABLE } from './memory'
import { narrowBlock } from './score'
import { above, at, beginSample, endSample, measure, threshold } from './select'

/*
 * Cuts of a ranking of many rows in one pass over them, whose scores are not stored. A sample tells
 * between which two scores a cut lies but for bad luck; rows above these are counted and their amounts
 * added up, and the few between them are told apart by score. Bad luck costs time, not exactness: a cut
 * that is not between them is not found here.
 */

const RUNS: usize = 256 // of neighbouring rows, evenly spread
const RUN: usize = 128
const SAMPLE: usize = RUNS * RUN
const MANY: usize = 12 * SAMPLE // rows from which on this pays
const CHUNK: usize = 4096 // rows; they fit `BLOCK`, and no 16-bit count or 32-bit sum overflows
const MOST_SCORES: i32 = 1024 // between the two
const MOST_BETWEEN: f64 = 0.06 // of the rows
const ERRORS: f64 = 3 // standard errors of the sample on either side, at first
const LEAST_ERRORS: f64 = 0.3
const MOST_ERRORS: f64 = 12
const AFTER_MISS: f64 = 1.5
const AFTER_HIT: f64 = 0.99

/** A score in a cut's table: the sum of its amounts, f64, then its rows, u32. */
const ENTRY: i32 = 16
const ENTRY_ROWS: usize = 8

/** A cut takes `NEAR_SIZE` bytes. */
const TOP: usize = 0 // i16 lane: rows beyond it lie above the cut
const UNDER: usize = 2 // i16 lane: rows beyond it, but not beyond the top, are told apart
const WIDTH: usize = 4 // i32, scores between the two
const MARGIN: usize = 8 // f64, standard errors
const GUESS: usize = 16 // i32, steps
const SCORE: usize = 20
const NEEDED: usize = 24 // f64, rows above and at the cut
const LUCK: usize = 32 // f64, rows that the sample had too many above the incumbent's cut
const ROWS: usize = 40 // f64, above the cut
const ROWS_AT: usize = 48
const AMOUNT: usize = 56
const AMOUNT_AT: usize = 64

let scores: usize = 0
let rows: usize = 0
let padded: usize = 0
let amounts: usize = 0
let least: i32 = 0 // of the scores at hand, steps
let most: i32 = 0
let origin: i32 = 0

export function prepareNear(scores_: usize, rows_: usize, padded_: usize): void {
  scores = scores_
  rows = rows_
  padded = padded_
}

export function prepareNearAmounts(amounts_: usize): void {
  amounts = amounts_
  for (let which = 0; which < 2; which++) store<f64>(cutAt(which), ERRORS, MARGIN)
}

/** The cut with `needed` rows above and at it, perhaps at the score `guess`, in steps. */
export function aimAt(which: i32, needed: f64, guess: i32): void {
  store<f64>(cutAt(which), needed, NEEDED)
  store<i32>(cutAt(which), guess, GUESS)
}

/** The cuts found last are the incumbent's; of others than `known` the luck of the sample is not known. */
export function keepNear(known: bool, cuts: i32): void {
  if (!known) {
    for (let which = 0; which < cuts; which++) store<f64>(cutAt(which), 0, LUCK)
    return
  }
  beginSample(SAMPLE as i32, origin, least, most)
  for (let which = 0; which < cuts; which++) {
    const cut = cutAt(which)
    const needed = load<f64>(cut, NEEDED)
    measure(load<i32>(cut, SCORE), 0)
    const part = (needed - load<f64>(cut, ROWS)) / load<f64>(cut, ROWS_AT)
    store<f64>(cut, above + part * at - sampled(needed), LUCK)
  }
  endSample()
}

/** Of so many rows those that a fair sample has. */
function sampled(count: f64): f64 {
  return (count / (rows as f64)) * (SAMPLE as f64)
}

export function scoreOf(which: i32): i32 {
  return load<i32>(cutAt(which), SCORE)
}

export function rowsAbove(which: i32): f64 {
  return load<f64>(cutAt(which), ROWS)
}

export function rowsAt(which: i32): f64 {
  return load<f64>(cutAt(which), ROWS_AT)
}

export function amountAbove(which: i32): f64 {
  return load<f64>(cutAt(which), AMOUNT)
}

export function amountAt(which: i32): f64 {
  return load<f64>(cutAt(which), AMOUNT_AT)
}

/** Finds the first cut, or both, of the described move; false where it does not. */
export function findCuts(lanes: usize, centre: i32, low: i32, high: i32, cuts: i32): bool {
  if (rows < MANY) return false
  origin = centre
  least = low
  most = high
  const apart = (padded / RUNS) & ~31
  for (let run: usize = 0; run < RUNS; run++) {
    const to = scores + ((run * RUN) << 1)
    narrowBlock<u8>(to, lanes, run * apart, RUN, low - centre, high - centre, 0)
  }
  beginSample(SAMPLE as i32, centre, low, high)
  let few = true
  for (let which = 0; which < cuts; which++) few = few && isBetween(which)
  endSample()
  if (!few) return false
  countAll(lanes, cuts)
  let found = true
  for (let which = 0; which < cuts; which++) found = settle(which) && found
  return found
}

/** Puts the cut between two scores by the sample; false where too many rows may lie there. */
function isBetween(which: i32): bool {
  const cut = cutAt(which)
  const share = load<f64>(cut, NEEDED) / (rows as f64)
  const margin = load<f64>(cut, MARGIN) * sqrt(share * (1 - share) * (SAMPLE as f64))
  const aim = share * (SAMPLE as f64) + load<f64>(cut, LUCK)
  let top = most
  let before: f64 = 0
  if (aim > margin) {
    top = threshold(min(aim - margin, SAMPLE as f64), load<i32>(cut, GUESS), 0)
    before = above
  }
  let bottom = least
  let until = SAMPLE as f64
  if (aim + margin < until) {
    bottom = threshold(max(aim + margin, 1), top, 0)
    until = above + at
  }
  store<i16>(cut, (top - origin) as i16, TOP)
  store<i16>(cut, (bottom - origin - 1) as i16, UNDER)
  store<i32>(cut, top - bottom + 1, WIDTH)
  return (
    top - bottom < MOST_SCORES &&
    bottom - origin > -32768 &&
    until - before <= MOST_BETWEEN * (SAMPLE as f64)
  )
}

/** Rows and amounts above each cut's top, and those of each score below it down to the bottom. */
function countAll(lanes: usize, cuts: i32): void {
  for (let which = 0; which < cuts; which++) {
    const cut = cutAt(which)
    store<f64>(cut, 0, ROWS)
    store<f64>(cut, 0, AMOUNT)
  }
  for (let row: usize = 0; row < padded; row += CHUNK) {
    const end = min(row + CHUNK, padded)
    narrowBlock<u8>(BLOCK, lanes, row, end - row, least - origin, most - origin, 0)
    for (let which = 0; which < cuts; which++) countChunk(which, row, end)
  }
}

/** Of the rows from `row` on, whose scores are in `BLOCK`. */
function countChunk(which: i32, row: usize, end: usize): void {
  let plane = load<u32>(amounts, PLANES) as usize
  let left = load<i32>(amounts, PLANE_COUNT)
  let ends = amounts + PLANE_ENDS
  let both = min(end, left > 1 ? (load<u32>(ends, 4) as usize) : 0)
  if (both > row) addPlanes<u16, u16>(which, plane, row, row, both, 1)
  if (end > both) addPlanes<u8, u16>(which, plane, row, max(row, both), end, 1)
  let weight: f64 = 1
  for (left -= 2; left > 0; left -= 2) {
    plane += padded << 2
    ends += 8
    weight *= PLANE * PLANE
    const some = min(end, load<u32>(ends) as usize)
    both = min(some, left > 1 ? (load<u32>(ends, 4) as usize) : 0)
    if (both > row) addPlanes<u16, u8>(which, plane, row, row, both, weight)
    if (some > max(row, both)) addPlanes<u8, u8>(which, plane, row, max(row, both), some, weight)
  }
}

/** `Planes`: of two bytes for two planes of the amounts, of one for one; `Count` the same for counting rows, too. */
function addPlanes<Planes, Count>(
  which: i32,
  plane: usize,
  chunk: usize,
  row: usize,
  last: usize,
  weight: f64,
): void {
  const cut = cutAt(which)
  const top = v128.load_splat<u16>(cut, TOP)
  const under = v128.load_splat<u16>(cut, UNDER)
  const table = tableOf(which) - ((load<i16>(cut, UNDER) as i32) + 1) * ENTRY
  let count = i16x8.splat(0)
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  let low = plane + (row << 1)
  let high = low + (padded << 1)
  const end = BLOCK + ((last - chunk) << 1)
  for (let from = BLOCK + ((row - chunk) << 1); from < end; from += 32, low += 32, high += 32) {
    const one = v128.load(from)
    const two = v128.load(from, 16)
    const oneAbove = i16x8.gt_s(one, top)
    const twoAbove = i16x8.gt_s(two, top)
    if (sizeof<Count>() > 1) count = i16x8.sub(count, i16x8.add(oneAbove, twoAbove))
    a = i32x4.sub(a, i32x4.dot_i16x8_s(v128.load(low), oneAbove))
    a = i32x4.sub(a, i32x4.dot_i16x8_s(v128.load(low, 16), twoAbove))
    if (sizeof<Planes>() > 1) {
      b = i32x4.sub(b, i32x4.dot_i16x8_s(v128.load(high), oneAbove))
      b = i32x4.sub(b, i32x4.dot_i16x8_s(v128.load(high, 16), twoAbove))
    }
    const oneNear = v128.xor(i16x8.gt_s(one, under), oneAbove)
    const twoNear = v128.xor(i16x8.gt_s(two, under), twoAbove)
    let near = i8x16.bitmask(i8x16.narrow_i16x8_s(oneNear, twoNear))
    while (near !== 0) {
      const at = (ctz(near) as usize) << 1
      near &= near - 1
      const entry = (table + (load<i16>(from + at) as i32) * ENTRY) as usize
      let amount = load<u16>(low + at) as f64
      if (sizeof<Planes>() > 1) amount += (load<u16>(high + at) as f64) * PLANE
      store<f64>(entry, load<f64>(entry) + amount * weight)
      if (sizeof<Count>() > 1) store<u32>(entry, load<u32>(entry, ENTRY_ROWS) + 1, ENTRY_ROWS)
    }
  }
  let sum = wholeSum(a) as f64
  if (sizeof<Planes>() > 1) sum += (wholeSum(b) as f64) * PLANE
  store<f64>(cut, load<f64>(cut, AMOUNT) + sum * weight, AMOUNT)
  if (sizeof<Count>() > 1) {
    const counted = wholeSum(i32x4.extadd_pairwise_i16x8_s(count)) as f64
    store<f64>(cut, load<f64>(cut, ROWS) + counted, ROWS)
  }
}

/** Looks for the cut among the scores told apart, from the top, and leaves zeros in the table. */
function settle(which: i32): bool {
  const cut = cutAt(which)
  const needed = load<f64>(cut, NEEDED)
  const table = tableOf(which) as usize
  const width = load<i32>(cut, WIDTH)
  const bottom = (load<i16>(cut, UNDER) as i32) + 1 + origin
  let beyond = load<f64>(cut, ROWS)
  let amount = load<f64>(cut, AMOUNT)
  let found = false
  if (beyond < needed) {
    for (let score = width - 1; score >= 0; score--) {
      const entry = table + ((score * ENTRY) as usize)
      const here = load<u32>(entry, ENTRY_ROWS) as f64
      if (beyond + here >= needed) {
        store<i32>(cut, bottom + score, SCORE)
        store<f64>(cut, beyond, ROWS)
        store<f64>(cut, bottom + score === least ? (rows as f64) - beyond : here, ROWS_AT)
        store<f64>(cut, amount, AMOUNT)
        store<f64>(cut, load<f64>(entry), AMOUNT_AT)
        found = true
        break
      }
      beyond += here
      amount += load<f64>(entry)
    }
  }
  memory.fill(table, 0, (width * ENTRY) as usize)
  const margin = load<f64>(cut, MARGIN) * (found ? AFTER_HIT : AFTER_MISS)
  store<f64>(cut, min(max(margin, LEAST_ERRORS), MOST_ERRORS), MARGIN)
  return found
}

function cutAt(which: i32): usize {
  return NEAR + (which as usize) * NEAR_SIZE
}

function tableOf(which: i32): i32 {
  return (TABLE as i32) + which * MOST_SCORES * ENTRY
}
