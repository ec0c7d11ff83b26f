import type { Metrics, PrimaryMetric } from '../evaluation/metrics.ts'
import { hanleyMcNeil } from '../statistics/hanleyMcNeil.ts'

/**
 * Standard error of the difference of two held-out values of a primary metric, taken as if the two
 * were independent: they are not, so this is on the cautious side. Null where no formula is known
 * (metrics that are not an AUC) or the class counts are not.
 */
export function gainStandardError(
  metric: PrimaryMetric,
  before: number,
  after: number,
  holdout: Metrics | null,
  tiers: readonly string[],
): number | null {
  const scale = metric === 'gini' ? 2 : 1
  if (metric !== 'auc_roc_retain' && metric !== 'auc_roc_churn' && metric !== 'gini') return null
  const classes = holdout === null ? null : classCounts(holdout, tiers)
  if (classes === null) return null
  const auc = (value: number) => (metric === 'gini' ? (value + 1) / 2 : value)
  const [one, two] = [before, after].map((value) =>
    hanleyMcNeil(auc(value), classes.retained, classes.churned),
  ) as [number, number]
  return scale * Math.hypot(one, two)
}

/** Retained and churned accounts, from the tiers' retention; null unless the tiers tell nearly all. */
function classCounts(
  metrics: Metrics,
  tiers: readonly string[],
): { retained: number; churned: number } | null {
  let known = 0
  let kept = 0
  for (const label of tiers) {
    const share = metrics[`pct_${label}_tier`]
    const rate = metrics.logo_retention_by_tier?.[label]
    if (share === undefined || typeof rate !== 'number') continue
    const accounts = Math.round(share * metrics.n_scored)
    known += accounts
    kept += accounts * rate
  }
  if (known < metrics.n_scored * 0.95) return null
  const retained = (kept / known) * metrics.n_scored
  const churned = metrics.n_scored - retained
  return retained >= 1 && churned >= 1 ? { retained, churned } : null
}
