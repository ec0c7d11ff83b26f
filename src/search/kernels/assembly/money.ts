import {
  aimAt,
  amountAbove,
  amountAt,
  findCuts,
  keepNear,
  prepareNearAmounts,
  rowsAbove,
  rowsAt,
  scoreOf,
} from './near'
import { above, at, measure, threshold } from './select'

/*
 * Metrics that ask for the amounts of the best-scored rows, as the plain objectives compute them:
 * sums are whole numbers below 2^53, so the quotients come out the same to the last bit.
 */

/** amount * part / whole, exactly, for products beyond 2^53: the host's `exactShare`. */
declare function share(amount: f64, part: f64, whole: f64): f64

const MAX_SAFE_INTEGER: f64 = 9007199254740991

let first: usize = 0 // amounts
let firstTotal: f64 = 0
let second: usize = 0
let secondTotal: f64 = 0
let rows: f64 = 0
let upperNeeded: f64 = 0
let lowerNeeded: f64 = 0
let scale: f64 = 1
let divisor: f64 = 1

let upperGuess: i32 = 0 // thresholds of the incumbent
let lowerGuess: i32 = 0
let upperCut: i32 = 0 // of the candidate tried last
let lowerCut: i32 = 0

let isNear: bool = false // its cuts were found by a sample
let cutRows: f64 = 0 // above the cut looked at last
let cutRowsAt: f64 = 0
let cutAmount: f64 = 0
let cutAmountAt: f64 = 0

export function prepareAmounts(first_: usize, total: f64, second_: usize, total2: f64): void {
  first = first_
  firstTotal = total
  second = second_
  secondTotal = total2
  prepareNearAmounts(first)
}

/** Rows or units from the top, and rows from the bottom; what the spread is multiplied with and divided by. */
export function prepareCuts(rows_: f64, upper: f64, lower: f64, scale_: f64, divisor_: f64): void {
  rows = rows_
  upperNeeded = upper
  lowerNeeded = lower
  scale = scale_
  divisor = divisor_
}

/** The candidate tried last is the incumbent now. */
export function keepCuts(): void {
  upperGuess = upperCut
  lowerGuess = lowerCut
  keepNear(isNear, lowerNeeded > 0 ? 2 : 1)
}

export function cutNear(shift: i32): i32 {
  return upperGuess + shift
}

/**
 * Finds the cuts of a metric that has them by rows without storing scores; false where it cannot, or there are
 * no 16-bit lanes.
 */
export function lookNear(lanes: usize, centre: i32, low: i32, high: i32, shift: i32): bool {
  isNear = false
  if (lanes === 0 || second !== 0) return false // cuts of two amounts are by units
  aimAt(0, upperNeeded, upperGuess + shift)
  if (lowerNeeded > 0) aimAt(1, rows - lowerNeeded + 1, lowerGuess + shift)
  isNear = findCuts(lanes, centre, low, high, lowerNeeded > 0 ? 2 : 1)
  return isNear
}

export function capture(shift: i32): f64 {
  upperCut = cut(0, upperNeeded, upperGuess + shift)
  const taken = upperNeeded - cutRows
  if (taken === cutRowsAt) return (cutAmount + cutAmountAt) / firstTotal
  return (cutAmount + exactShare(cutAmountAt, taken, cutRowsAt)) / firstTotal
}

export function separation(shift: i32): f64 {
  upperCut = cut(0, upperNeeded, upperGuess + shift)
  const upperMean = (cutAmount + cutAmountAt) / (cutRows + cutRowsAt)
  lowerCut = cut(1, rows - lowerNeeded + 1, lowerGuess + shift)
  const lowerMean = (firstTotal - cutAmount) / (rows - cutRows)
  return lowerMean === 0 ? NaN : upperMean / lowerMean
}

/** The score at which `needed` rows from the top are reached, with rows and amounts above and at it. */
function cut(which: i32, needed: f64, guess: i32): i32 {
  if (isNear) {
    cutRows = rowsAbove(which)
    cutRowsAt = rowsAt(which)
    cutAmount = amountAbove(which)
    cutAmountAt = amountAt(which)
    return scoreOf(which)
  }
  const score = threshold(needed, guess, 0)
  cutRows = above
  cutRowsAt = at
  measure(score, first)
  cutAmount = above
  cutAmountAt = at
  return score
}

export function spread(shift: i32): f64 {
  upperCut = threshold(upperNeeded, upperGuess + shift, first)
  const part = firstTotal - 2 * above
  const tied = at
  measure(upperCut, second)
  const twiceAbove = 2 * above + exactShare(at, part, tied)
  return ((twiceAbove - secondTotal) * scale) / divisor
}

function exactShare(amount: f64, part: f64, whole: f64): f64 {
  const product = amount * part
  return product <= MAX_SAFE_INTEGER ? product / whole : share(amount, part, whole)
}
