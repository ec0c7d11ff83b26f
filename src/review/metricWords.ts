import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { GainEstimate } from './review.ts'
import { decimals, metricName, plain, share, signed } from './words.ts'

/** What a value of the metric means, in a clause: 'puts 74 of 100 pairs … in the right order'. */
export function valueClause(metric: PrimaryMetric, value: number): string {
  switch (metric) {
    case 'auc_roc_retain':
    case 'auc_roc_churn':
    case 'gini':
      return `puts ${valueText(metric, value)} of 100 pairs in the right order`
    case 'revenue_capture_at_20':
      return `finds ${valueText(metric, value)} of the revenue in its top fifth`
    case 'tier_separation':
      return `has ${valueText(metric, value)} the lifetime value in its top quarter that it has in its bottom quarter`
    case 'nrr_spread':
      return `has an NRR ${valueText(metric, value)} higher in its better half of revenue`
    case 'ks':
      return `parts retained from churned accounts by ${valueText(metric, value)} at its best cut-off`
  }
}

/** A value in the unit of `valueClause`. */
export function valueText(metric: PrimaryMetric, value: number): string {
  switch (metric) {
    case 'auc_roc_retain':
    case 'auc_roc_churn':
    case 'gini':
      return plain(Math.round(1000 * aucOf(metric, value)) / 10)
    case 'tier_separation':
      return `${decimals(value, 2)} times`
    case 'nrr_spread':
      return `${signed(100 * value, 1)} points`
    default:
      return share(value)
  }
}

/** What a pair is, where a clause of that metric speaks of pairs; else null. */
export function pairNote(metric: PrimaryMetric): string | null {
  return isOfPairs(metric)
    ? 'A pair is one account that stayed and one that churned; it is in the right order when the one that stayed scores higher. Guessing gets 50 of 100 right.'
    : null
}

/** A gain with both ends of its interval: '11.7 more of 100 pairs (10.2 to 13.3 with 95 % certainty)'. */
export function gainClause(metric: PrimaryMetric, { value, low, high }: GainEstimate): string {
  if (isOfPairs(metric)) {
    const [gain, least, most] = [value, low, high].map((each) =>
      plain(Math.round((metric === 'gini' ? 500 : 1000) * each) / 10),
    )
    return `${gain} more of 100 pairs (${least} to ${most} with 95 % certainty)`
  }
  return `${signed(value)} ${metricName(metric)} (${signed(low)} to ${signed(high)} with 95 % certainty)`
}

function isOfPairs(metric: PrimaryMetric): boolean {
  return metric === 'auc_roc_retain' || metric === 'auc_roc_churn' || metric === 'gini'
}

function aucOf(metric: PrimaryMetric, value: number): number {
  return metric === 'gini' ? (value + 1) / 2 : value
}
