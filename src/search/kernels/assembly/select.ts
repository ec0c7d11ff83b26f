import { wholeSum } from './lanes'
import { PLANE, PLANE_COUNT, PLANE_ENDS, PLANES, SPLATS } from './memory'
import { narrowBlock, windowBlock } from './score'

/*
 * The score at which a ranking from the top reaches a number of rows, or of units of an amount, and
 * the amounts above and at it. Nothing is counted by score: a threshold is guessed and the rows above
 * and at it are counted, eight at a time, until it is the right one.
 *
 * Amounts are whole numbers in planes of 15 bits, 16-bit words each, the lowest bits first: a product
 * with a mask of 0 and -1 adds up eight of them at once.
 */

const CHUNK: usize = 8192 // rows; 16-bit counts and 32-bit sums of so many cannot overflow
const WINDOW: i32 = 30000 // thresholds so far from the origin are still exact
const BISECT_EVERY: i32 = 4
const FEW: f64 = 64

let scores: usize = 0 // 16-bit lanes of all rows: k - origin, clipped
let rows: usize = 0
let padded: usize = 0
let allRows: usize = 0 // the same where a sample is at hand
let allPadded: usize = 0
let base: usize = 0
let isNarrow: bool = false
let origin: i32 = 0
let low: i32 = 0
let high: i32 = 0
let isCounted: bool = false // `above` and `at` are rows, at this score
let countedScore: i32 = 0
let stepsPerUnit: f64 = 1 // steps of the threshold that pass one row, or one unit
let otherStepsPerUnit: f64 = 1 // of a sample, or of all where one is at hand

/** Rows or units above and at the threshold measured last. */
export let above: f64 = 0
export let at: f64 = 0
export let passes: i32 = 0

/** Padding rows lie below all others and have no amounts. */
export function prepareSelection(scores_: usize, rows_: usize, padded_: usize): void {
  scores = scores_
  rows = rows_
  padded = padded_
}

/** Until `endSample` the rows are those of a sample, whose lanes around `centre` stand where scores do. */
export function beginSample(count: i32, centre: i32, low_: i32, high_: i32): void {
  allRows = rows
  allPadded = padded
  rows = count
  padded = count
  isNarrow = true
  isCounted = false
  origin = centre
  low = low_
  high = high_
  swapSteps()
}

export function endSample(): void {
  rows = allRows
  padded = allPadded
  swapSteps()
}

function swapSteps(): void {
  const steps = stepsPerUnit
  stepsPerUnit = otherStepsPerUnit
  otherStepsPerUnit = steps
}

/**
 * Scores all rows of the described candidate: by 16-bit lanes around `centre`, or by a window at the guess.
 * `counting`: the first threshold measured will be the guess, in rows.
 */
export function scoreAll(
  base_: usize,
  lanes: usize,
  narrow: bool,
  centre: i32,
  guess: i32,
  low_: i32,
  high_: i32,
  counting: bool,
): void {
  base = base_
  isNarrow = narrow
  low = low_
  high = high_
  isCounted = false
  const near = min(max(guess, low), high)
  if (!narrow) {
    moveWindow(near)
    return
  }
  origin = centre
  const bottom = low - origin
  const top = high - origin
  if (!counting) {
    narrowBlock<u8>(scores, lanes, 0, padded, bottom, top, 0)
    return
  }
  let countAbove: u32 = 0
  let countAt: u32 = 0
  for (let row: usize = 0; row < padded; row += CHUNK) {
    const chunk = min(CHUNK, padded - row)
    const counts = narrowBlock<u16>(
      scores + (row << 1),
      lanes,
      row,
      chunk,
      bottom,
      top,
      near - origin,
    ) as u32
    countAbove += counts & 0xffff
    countAt += counts >> 16
  }
  isCounted = true
  countedScore = near
  above = countAbove as f64
  at = countAt as f64
}

function moveWindow(to: i32): void {
  origin = to
  windowBlock(scores, base, 0, padded, low, high, origin)
}

/**
 * The score, in steps, with `above < needed <= above + at`, counted in rows where `amounts` is 0,
 * else in units of these.
 */
export function threshold(needed: f64, guess: i32, amounts: usize): i32 {
  let least = low
  let most = high
  let score = min(max(guess, least), most)
  let lastScore = score
  let lastAbove: f64 = 0
  let pass = 0
  while (true) {
    pass++
    passes++
    measure(score, amounts)
    if (above >= needed) least = score + 1
    else if (above + at < needed) most = score - 1
    else return score
    if (least > most) unreachable() // the metric is defined, so some score is right
    if (pass > 1 && score !== lastScore && above !== lastAbove) {
      stepsPerUnit = ((lastScore - score) as f64) / (above - lastAbove)
    }
    lastScore = score
    lastAbove = above
    const step = (above + at / 2 - needed) * stepsPerUnit
    let next = (score as f64) + step
    if (!(next >= (least as f64))) next = least as f64
    if (next > (most as f64)) next = most as f64
    score = pass % BISECT_EVERY === 0 ? least + (most - least) / 2 : (next as i32)
  }
}

/** Rows, or units, above and at a score, into `above` and `at`. */
export function measure(score: i32, amounts: usize): void {
  if (!isNarrow && (score - origin > WINDOW || origin - score > WINDOW)) moveWindow(score)
  const lane = score - origin
  if (amounts === 0) {
    if (!isCounted || score !== countedScore) countRows(lane)
    if (score === low) at = (rows as f64) - above // not the padding
    return
  }
  isCounted = false
  const tied = at * FEW > above
  above = 0
  at = 0
  let weight: f64 = 1
  let plane = load<u32>(amounts, PLANES) as usize
  let left = load<i32>(amounts, PLANE_COUNT)
  let ends = amounts + PLANE_ENDS
  for (; left > 0; left -= 2, plane += padded << 2, ends += 8) {
    const end = load<u32>(ends) as usize
    const both = left > 1 ? (load<u32>(ends, 4) as usize) : 0
    if (tied) {
      sumPlanes<u16, u16>(lane, plane, 0, both, weight)
      sumPlanes<u8, u16>(lane, plane, both, end, weight)
    } else {
      sumPlanes<u16, u8>(lane, plane, 0, both, weight)
      sumPlanes<u8, u8>(lane, plane, both, end, weight)
    }
    weight *= PLANE * PLANE
  }
}

function countRows(lane: i32): void {
  const cut = i16x8.splat(lane as i16)
  let countAbove: i32 = 0
  let countAt: i32 = 0
  for (let row: usize = 0; row < padded; row += CHUNK) {
    let a = i16x8.splat(0)
    let b = i16x8.splat(0)
    let c = i16x8.splat(0)
    let d = i16x8.splat(0)
    const end = scores + (min(row + CHUNK, padded) << 1)
    for (let from = scores + (row << 1); from < end; from += 32) {
      const one = v128.load(from)
      const two = v128.load(from, 16)
      a = i16x8.sub(a, i16x8.gt_s(one, cut))
      b = i16x8.sub(b, i16x8.eq(one, cut))
      c = i16x8.sub(c, i16x8.gt_s(two, cut))
      d = i16x8.sub(d, i16x8.eq(two, cut))
    }
    countAbove += wholeSum(
      i32x4.add(i32x4.extadd_pairwise_i16x8_s(a), i32x4.extadd_pairwise_i16x8_s(c)),
    )
    countAt += wholeSum(
      i32x4.add(i32x4.extadd_pairwise_i16x8_s(b), i32x4.extadd_pairwise_i16x8_s(d)),
    )
  }
  isCounted = false
  above = countAbove as f64
  at = countAt as f64
}

/**
 * `Planes`: of two bytes for two planes, of one for the lower alone. `Tied` of one byte: few rows lie at the
 * score, so that it pays to look for them first.
 */
function sumPlanes<Planes, Tied>(
  lane: i32,
  plane: usize,
  first: usize,
  last: usize,
  weight: f64,
): void {
  store<i16>(SPLATS, lane as i16) // through memory, or the compiler moves the splat into the loop
  const cut = v128.load_splat<u16>(SPLATS)
  let lowAbove: i64 = 0
  let highAbove: i64 = 0
  let lowAt: i64 = 0
  let highAt: i64 = 0
  for (let row = first; row < last; row += CHUNK) {
    let a = i32x4.splat(0)
    let b = i32x4.splat(0)
    let c = i32x4.splat(0)
    let d = i32x4.splat(0)
    const end = scores + (min(row + CHUNK, last) << 1)
    let low = plane + (row << 1)
    let high = low + (padded << 1)
    for (let from = scores + (row << 1); from < end; from += 32, low += 32, high += 32) {
      const one = v128.load(from)
      const two = v128.load(from, 16)
      const oneAbove = i16x8.gt_s(one, cut)
      const twoAbove = i16x8.gt_s(two, cut)
      a = i32x4.sub(a, i32x4.dot_i16x8_s(v128.load(low), oneAbove))
      a = i32x4.sub(a, i32x4.dot_i16x8_s(v128.load(low, 16), twoAbove))
      if (sizeof<Planes>() > 1) {
        b = i32x4.sub(b, i32x4.dot_i16x8_s(v128.load(high), oneAbove))
        b = i32x4.sub(b, i32x4.dot_i16x8_s(v128.load(high, 16), twoAbove))
      }
      const oneAt = i16x8.eq(one, cut)
      const twoAt = i16x8.eq(two, cut)
      if (sizeof<Tied>() > 1 || i8x16.bitmask(v128.or(oneAt, twoAt)) !== 0) {
        c = i32x4.sub(c, i32x4.dot_i16x8_s(v128.load(low), oneAt))
        c = i32x4.sub(c, i32x4.dot_i16x8_s(v128.load(low, 16), twoAt))
        if (sizeof<Planes>() > 1) {
          d = i32x4.sub(d, i32x4.dot_i16x8_s(v128.load(high), oneAt))
          d = i32x4.sub(d, i32x4.dot_i16x8_s(v128.load(high, 16), twoAt))
        }
      }
    }
    lowAbove += wholeSum(a) as i64
    highAbove += wholeSum(b) as i64
    lowAt += wholeSum(c) as i64
    highAt += wholeSum(d) as i64
  }
  above += ((lowAbove as f64) + (highAbove as f64) * PLANE) * weight
  at += ((lowAt as f64) + (highAt as f64) * PLANE) * weight
}
