import type { Metrics, PrimaryMetric } from '../evaluation/metrics.ts'

/** A weight in both specs; null where a spec lacks the feature. */
export interface WeightPair {
  feature: string
  before: number | null
  after: number | null
}

/** Baseline against best spec, on the rows the search used and on those it never read. */
export interface ReviewReport {
  runId: string
  metric: PrimaryMetric
  searchRows: number
  holdoutRows: number
  baseline: RowSetFigures
  best: RowSetFigures
  weights: WeightPair[]
  migration: TierMigration
}

export interface RowSetFigures {
  search: Metrics
  holdout: Metrics | null
}

/** From the baseline's tier (first index) to the best spec's tier (second index), in the spec's tier order. */
export interface TierMigration {
  tiers: string[]
  rows: 'holdout' | 'search' // holdout where there is one
  accounts: number[][]
  mrr: number[][] | null // currency units a month
}
