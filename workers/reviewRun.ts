import { idColumn } from '../src/accounts/outcomeColumns.ts'
import type { RowSets } from '../src/accounts/rowSets.ts'
import type { Spec } from '../src/accounts/spec.ts'
import type { Table } from '../src/accounts/table.ts'
import type { RunHeader } from '../src/journal/entry.ts'
import type { Problem } from '../src/lib/problem.ts'
import { buildReview } from '../src/review/buildReview.ts'
import { type AccountExplanation, explainAccount } from '../src/review/explainAccount.ts'
import { guardrailFigures } from '../src/review/guardrailFigures.ts'
import { type MovedAccounts, movedAccounts } from '../src/review/movedAccounts.ts'
import {
  DEFAULT_THRESHOLDS,
  type NoiseFigures,
  type Review,
  type Thresholds,
} from '../src/review/review.ts'
import type { ReviewedSpec } from '../src/review/rowScores.ts'
import type { PreparedRun } from '../src/search/prepareRun.ts'

/** What a review is judged by besides its rows; absent: the usual thresholds, nothing more known. */
export interface ReviewTerms {
  thresholds?: Thresholds
  noise?: NoiseFigures | null // of the shuffled-outcome study
  looks?: number | null // at this holdout, this one included
}

export interface ReviewedRun {
  header: RunHeader
  table: Table // the rows the split divides
  rows: RowSets
  origin: PreparedRun // of the spec gains count from; `run` itself where that is its start
  run: PreparedRun
  bestWeights: ArrayLike<number>
}

/** The review of a journaled run: what it came from against its best weights, on its own rows. */
export function reviewRun(
  reviewed: ReviewedRun,
  terms: ReviewTerms,
  warnings: Problem[], // of the data
  createdAt: string, // UTC ISO 8601
): Review {
  const { header, table, rows } = reviewed
  const { incumbent, candidate } = bothSpecs(reviewed)
  return buildReview({
    runId: header.runId,
    createdAt,
    metric: header.metric,
    incumbent,
    candidate,
    split: header.split,
    table,
    rows,
    thresholds: terms.thresholds ?? DEFAULT_THRESHOLDS,
    guardrails: guardrailFigures(header.guardrails, incumbent, candidate, header.metric),
    noise: terms.noise ?? null,
    looks: terms.looks ?? null,
    warnings,
  })
}

/** Its accounts, furthest moved first. */
export function movedByRun(reviewed: ReviewedRun): MovedAccounts {
  const { table, rows, run } = reviewed
  return movedAccounts({ ...bothSpecs(reviewed), rows, id: idColumn(table, run.spec) })
}

/** Why one of its accounts has the score it has, before and after. */
export function explainByRun(reviewed: ReviewedRun, row: number): AccountExplanation {
  const { incumbent, candidate } = bothSpecs(reviewed)
  return explainAccount(incumbent.spec, candidate.spec, reviewed.table, row)
}

function bothSpecs({ origin, run, bestWeights }: ReviewedRun) {
  return {
    incumbent: asReviewed(origin, origin.startWeights),
    candidate: asReviewed(run, bestWeights),
  }
}

function asReviewed(
  { spec, search, holdout }: PreparedRun,
  weights: ArrayLike<number>,
): ReviewedSpec {
  return { spec: withWeights(spec, weights), search, holdout }
}

function withWeights(spec: Spec, weights: ArrayLike<number>): Spec {
  const features = Object.entries(spec.features).map(([name, feature], index) => [
    name,
    { ...feature, weight: weights[index] },
  ])
  return { ...spec, features: Object.fromEntries(features) }
}
