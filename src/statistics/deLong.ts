import type { ScoreVector } from '../evaluation/scoreVector.ts'
import type { ClassCounts } from './classCounts.ts'
import { twoSidedP, Z_95 } from './normal.ts'
import { createPlacing, type MeanAndError, type Placing } from './placements.ts'

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
 * AUC with the variance of DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988), 837–845.
 *
 * Valid on accounts the scores were not fitted to (Demler et al., Statistics in Medicine 31, 2012).
 * A row that stands for several accounts is that many equal ones. Null where a class has fewer than
 * two accounts; throws when lengths differ.
 */
export function deLong(scores: ScoreVector, classes: ClassCounts): AucEstimate | null {
  const placing = createPlacing(classes)
  return estimate(placing, placing.meanAndError(placing.placements(scores)))
}

/** The paired difference of two scores on the same accounts: the same variance, of V′ − V per account. */
export function deLongDifference(
  incumbent: ScoreVector,
  candidate: ScoreVector,
  classes: ClassCounts,
): AucDifference | null {
  const placing = createPlacing(classes)
  const before = placing.placements(incumbent)
  const after = placing.placements(candidate)
  const one = estimate(placing, placing.meanAndError(before))
  const two = estimate(placing, placing.meanAndError(after))
  if (one === null || two === null) return null
  const { mean, standardError } = placing.meanAndError(after, before)
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

function estimate(
  { upper, lower }: Placing,
  { mean, standardError }: MeanAndError,
): AucEstimate | null {
  if (!(upper > 1 && lower > 1)) return null
  return { auc: mean, standardError, upper, lower }
}
