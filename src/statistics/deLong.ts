import { createDistinctScores } from '../evaluation/distinctScores.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import type { ClassCounts } from './classCounts.ts'
import { twoSidedP, Z_95 } from './normal.ts'

/** An AUC with its standard error. */
export interface AucEstimate {
  auc: number
  standardError: number
  upper: number // accounts a good score puts above
  lower: number // the others
}

/** The AUCs of two scores on the same accounts, and their difference with an interval of 95 %. */
export interface AucDifference {
  incumbent: AucEstimate
  candidate: AucEstimate
  difference: number // candidate − incumbent
  standardError: number
  low: number // two-sided, 95 %
  high: number
  z: number | null // null where the standard error is 0
  p: number | null // two-sided, that the two are equal
}

/**
 * AUC with the variance of DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988), 837–845: with
 * V10 the share of the other class that an upper account beats and V01 that which a lower one loses
 * to, ties as half, it is var(V10) / upper + var(V01) / lower. The shares come from counts a score
 * instead of the midranks of Sun and Xu, IEEE Signal Processing Letters 21 (2014), 1389–1393: linear
 * time in rows and distinct scores.
 *
 * Valid on accounts the scores were not fitted to (Demler et al., Statistics in Medicine 31, 2012).
 * A row that stands for several accounts is that many equal ones. Null where a class has fewer than
 * two accounts; throws when lengths differ.
 */
export function deLong(scores: ScoreVector, classes: ClassCounts): AucEstimate | null {
  return estimate(classes, totalsOf(classes), placementsOf(scores, classes))
}

/** The paired difference of two scores on the same accounts: the same variance, of V′ − V per account. */
export function deLongDifference(
  incumbent: ScoreVector,
  candidate: ScoreVector,
  classes: ClassCounts,
): AucDifference | null {
  const totals = totalsOf(classes)
  const before = placementsOf(incumbent, classes)
  const after = placementsOf(candidate, classes)
  const one = estimate(classes, totals, before)
  const two = estimate(classes, totals, after)
  if (one === null || two === null) return null
  const rows = classes.upper.length
  const won = new Float64Array(rows)
  const lost = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    won[row] = after.won[row] - before.won[row]
    lost[row] = after.lost[row] - before.lost[row]
  }
  const { mean, standardError } = meanAndError(classes, totals, { won, lost })
  const z = standardError === 0 ? null : mean / standardError
  return {
    incumbent: one,
    candidate: two,
    difference: mean,
    standardError,
    low: mean - Z_95 * standardError,
    high: mean + Z_95 * standardError,
    z,
    p: z === null ? null : twoSidedP(z),
  }
}

interface Totals {
  upper: number
  lower: number
}

/** A row: twice the accounts of the other class its upper accounts beat, and its lower ones lose to; ties count one. Whole numbers. */
interface Placements {
  won: Float64Array
  lost: Float64Array
}

function totalsOf({ upper, lower }: ClassCounts): Totals {
  if (upper.length !== lower.length)
    throw new Error(`class counts length: ${upper.length} and ${lower.length}`)
  const totals = { upper: 0, lower: 0 }
  for (let row = 0; row < upper.length; row++) {
    totals.upper += upper[row]
    totals.lower += lower[row]
  }
  return totals
}

function placementsOf(scores: ScoreVector, { upper, lower }: ClassCounts): Placements {
  const rows = upper.length
  const { scores: distinct, slotOfRow } = createDistinctScores(rows)(scores)
  const upperAt = new Float64Array(distinct.length)
  const lowerAt = new Float64Array(distinct.length)
  for (let row = 0; row < rows; row++) {
    upperAt[slotOfRow[row]] += upper[row]
    lowerAt[slotOfRow[row]] += lower[row]
  }
  const beaten = new Float64Array(distinct.length)
  const above = new Float64Array(distinct.length)
  for (let slot = 0, twice = 0; slot < distinct.length; slot++) {
    beaten[slot] = twice + lowerAt[slot]
    twice += 2 * lowerAt[slot]
  }
  for (let slot = distinct.length - 1, twice = 0; slot >= 0; slot--) {
    above[slot] = twice + upperAt[slot]
    twice += 2 * upperAt[slot]
  }
  const won = new Float64Array(rows)
  const lost = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    won[row] = beaten[slotOfRow[row]]
    lost[row] = above[slotOfRow[row]]
  }
  return { won, lost }
}

function estimate(
  classes: ClassCounts,
  totals: Totals,
  placements: Placements,
): AucEstimate | null {
  if (!(totals.upper > 1 && totals.lower > 1)) return null
  const { mean, standardError } = meanAndError(classes, totals, placements)
  return { auc: mean, standardError, ...totals }
}

function meanAndError({ upper, lower }: ClassCounts, totals: Totals, { won, lost }: Placements) {
  const ups = sumAndSquares(won, upper, totals.upper)
  const downs = sumAndSquares(lost, lower, totals.lower)
  const ofWon = ups.squares / (totals.upper - 1) / totals.upper / (2 * totals.lower) ** 2
  const ofLost = downs.squares / (totals.lower - 1) / totals.lower / (2 * totals.upper) ** 2
  return {
    mean: ups.sum / (2 * totals.upper * totals.lower),
    standardError: Math.sqrt(ofWon + ofLost),
  }
}

/** Weighted sum, and the weighted sum of squared distances from the mean. */
function sumAndSquares(values: Float64Array, weights: ArrayLike<number>, total: number) {
  let sum = 0
  for (let row = 0; row < values.length; row++) sum += weights[row] * values[row]
  const mean = sum / total
  let squares = 0
  for (let row = 0; row < values.length; row++) squares += weights[row] * (values[row] - mean) ** 2
  return { sum, squares }
}
