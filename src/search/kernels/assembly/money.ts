import { above, at, measure, threshold } from './select'

/*
 * Metrics that ask for the amounts of the best-scored rows, as the plain objectives compute them:
 * sums are whole numbers below 2^53, so the quotients come out the same to the last bit.
 */

/** amount * part / whole, exactly, for products beyond 2^53: the host's `exactShare`. */
declare function share(amount: f64, part: f64, whole: f64): f64

const MAX_SAFE_INTEGER: f64 = 9007199254740991

let first: usize = 0 // planes of the amounts
let firstCount: i32 = 0
let firstTotal: f64 = 0
let second: usize = 0
let secondCount: i32 = 0
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

export function prepareAmounts(
  planes: usize,
  count: i32,
  total: f64,
  planes2: usize,
  count2: i32,
  total2: f64,
): void {
  first = planes
  firstCount = count
  firstTotal = total
  second = planes2
  secondCount = count2
  secondTotal = total2
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
}

export function cutNear(shift: i32): i32 {
  return upperGuess + shift
}

export function capture(shift: i32): f64 {
  upperCut = threshold(upperNeeded, upperGuess + shift, 0, 0)
  const taken = upperNeeded - above
  const tied = at
  measure(upperCut, first, firstCount)
  if (taken === tied) return (above + at) / firstTotal
  return (above + exactShare(at, taken, tied)) / firstTotal
}

export function separation(shift: i32): f64 {
  upperCut = threshold(upperNeeded, upperGuess + shift, 0, 0)
  const upperRows = above + at
  measure(upperCut, first, firstCount)
  const upperMean = (above + at) / upperRows
  lowerCut = threshold(rows - lowerNeeded + 1, lowerGuess + shift, 0, 0)
  const lowerRows = rows - above
  measure(lowerCut, first, firstCount)
  const lowerMean = (firstTotal - above) / lowerRows
  return lowerMean === 0 ? NaN : upperMean / lowerMean
}

export function spread(shift: i32): f64 {
  upperCut = threshold(upperNeeded, upperGuess + shift, first, firstCount)
  const part = firstTotal - 2 * above
  const tied = at
  measure(upperCut, second, secondCount)
  const twiceAbove = 2 * above + exactShare(at, part, tied)
  return ((twiceAbove - secondTotal) * scale) / divisor
}

function exactShare(amount: f64, part: f64, whole: f64): f64 {
  const product = amount * part
  return product <= MAX_SAFE_INTEGER ? product / whole : share(amount, part, whole)
}
