import type { Dataset } from '../accounts/dataset.ts'
import { scoreRows } from '../accounts/scoreRows.ts'
import type { Segment } from '../accounts/segments.ts'
import type { Spec } from '../accounts/spec.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'

/** A spec with the weights it is judged by, compiled on both row sets. */
export interface ReviewedSpec {
  spec: Spec // every feature on a grid
  search: Dataset
  holdout: Dataset | null // null: nothing held out
}

/** The scores of both specs on one row set, with what happened to its accounts. */
export interface RowScores {
  incumbent: ScoreVector
  candidate: ScoreVector
  outcomes: Outcomes
  segments: Segment[]
}

/** Scores one row set with both specs; null where it holds no row. Throws when the rows differ. */
export function scoreBoth(
  incumbent: ReviewedSpec,
  candidate: ReviewedSpec,
  rows: 'search' | 'holdout',
): RowScores | null {
  const before = incumbent[rows]
  const after = candidate[rows]
  if (before === null || after === null || before.rowCount === 0) return null
  if (before.rowCount !== after.rowCount) {
    throw new Error(
      `${rows} rows differ: incumbent ${before.rowCount}, candidate ${after.rowCount}`,
    )
  }
  return {
    incumbent: scoreRows(before, weightsOf(incumbent.spec)),
    candidate: scoreRows(after, weightsOf(candidate.spec)),
    outcomes: before.outcomes,
    segments: after.segments,
  }
}

/** The weights of a spec in its order. */
export function weightsOf(spec: Spec): number[] {
  return Object.values(spec.features).map(({ weight }) => weight)
}

/** Accounts a row stands for. */
export function accountsOf({ count }: Outcomes): (row: number) => number {
  return count === null ? () => 1 : (row) => count[row]
}
