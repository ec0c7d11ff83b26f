import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'

/** Metrics that compare accounts of two classes and nothing else. */
export type RankingMetric = Extract<
  PrimaryMetric,
  'auc_roc_retain' | 'auc_roc_churn' | 'gini' | 'ks'
>

/** Accounts of the two classes a row stands for: those a good score puts above, and the others. */
export interface ClassCounts {
  upper: ArrayLike<number>
  lower: ArrayLike<number>
}

/** Whether a metric needs the two classes alone. */
export function isRankingMetric(metric: PrimaryMetric): metric is RankingMetric {
  return /^(auc_roc_retain|auc_roc_churn|gini|ks)$/.test(metric)
}

/**
 * The classes as the evaluator has them: retained and all others, or, for `auc_roc_churn`, churned and
 * all others. A missing outcome is the complement of the other; null where both are missing.
 */
export function classCounts(outcomes: Outcomes, metric: RankingMetric): ClassCounts | null {
  const { retained, churned } = outcomes
  const ofChurn = metric === 'auc_roc_churn'
  const event = ofChurn ? (churned ?? retained) : (retained ?? churned)
  if (event === null) return null
  const others = othersOf(event, outcomes.count)
  return event === retained ? { upper: event, lower: others } : { upper: others, lower: event }
}

function othersOf(event: ArrayLike<number>, count: Float64Array | null): Float64Array {
  const others = new Float64Array(event.length)
  for (let row = 0; row < others.length; row++) {
    others[row] = (count === null ? 1 : count[row]) - event[row]
  }
  return others
}
