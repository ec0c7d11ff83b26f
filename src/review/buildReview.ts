import { evaluate } from '../evaluation/evaluator.ts'
import type { Metrics, PrimaryMetric } from '../evaluation/metrics.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'
import { createScoreTableBuilder } from '../evaluation/scoreTable.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import type { Tier } from '../evaluation/tiers.ts'
import type { ReviewReport, WeightPair } from './reviewReport.ts'
import { tierMigration } from './tierMigration.ts'

export { tierMigration } from './tierMigration.ts'

/** The scores of the baseline and of the best spec on one set of rows, with what happened to them. */
export interface ReviewRows {
  baseline: ScoreVector
  best: ScoreVector
  outcomes: Outcomes
  metrics?: { baseline: Metrics; best: Metrics } // already evaluated; computed where absent
}

export interface ReviewInput {
  runId: string
  metric: PrimaryMetric
  tiers: Tier[] // of the spec
  weights: WeightPair[] // in the spec's order
  search: ReviewRows
  holdout: ReviewRows | null // null, or without rows: nothing was held out
}

/** Baseline against best on both sets of rows; tier migration on the holdout where there is one. */
export function buildReview(input: ReviewInput): ReviewReport {
  const { runId, metric, tiers, weights, search } = input
  const holdout =
    input.holdout !== null && input.holdout.outcomes.rowCount > 0 ? input.holdout : null
  const searchMetrics = metricsOf(search, tiers)
  const holdoutMetrics = holdout === null ? null : metricsOf(holdout, tiers)
  const shown = holdout ?? search
  return {
    runId,
    metric,
    searchRows: search.outcomes.rowCount,
    holdoutRows: holdout?.outcomes.rowCount ?? 0,
    baseline: { search: searchMetrics.baseline, holdout: holdoutMetrics?.baseline ?? null },
    best: { search: searchMetrics.best, holdout: holdoutMetrics?.best ?? null },
    weights,
    migration: {
      ...tierMigration(shown.baseline, shown.best, shown.outcomes, tiers),
      rows: holdout === null ? 'search' : 'holdout',
    },
  }
}

function metricsOf(rows: ReviewRows, tiers: Tier[]): { baseline: Metrics; best: Metrics } {
  if (rows.metrics !== undefined) return rows.metrics
  const builder = createScoreTableBuilder(rows.outcomes)
  return {
    baseline: evaluate(builder.build(rows.baseline), tiers),
    best: evaluate(builder.build(rows.best), tiers),
  }
}
