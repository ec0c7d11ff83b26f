import type { RowSets } from '../src/accounts/rowSets.ts'
import type { Spec } from '../src/accounts/spec.ts'
import type { Table } from '../src/accounts/table.ts'
import type { RunHeader } from '../src/journal/entry.ts'
import { buildReview } from '../src/review/buildReview.ts'
import { DEFAULT_THRESHOLDS, type Review } from '../src/review/review.ts'
import type { ReviewedSpec } from '../src/review/rowScores.ts'
import type { PreparedRun } from '../src/search/prepareRun.ts'

export interface ReviewedRun {
  header: RunHeader
  table: Table // the rows the split divides
  rows: RowSets
  origin: PreparedRun // of the spec gains count from; `run` itself where that is its start
  run: PreparedRun
  bestWeights: ArrayLike<number>
  createdAt: string // UTC ISO 8601
}

/** The review of a journaled run: what it came from against its best weights, on its own rows. */
export function reviewRun(reviewed: ReviewedRun): Review {
  const { header, table, rows, origin, run, bestWeights, createdAt } = reviewed
  return buildReview({
    runId: header.runId,
    createdAt,
    metric: header.metric,
    incumbent: asReviewed(origin, origin.startWeights),
    candidate: asReviewed(run, bestWeights),
    split: header.split,
    table,
    rows,
    thresholds: DEFAULT_THRESHOLDS,
    guardrails: [],
    noise: null,
    looks: null,
    warnings: [],
  })
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
