import type { Metrics, PrimaryMetric } from '../evaluation/metrics.ts'

/** The metrics with the primary one as the search found it: equal but for the last digit of money. */
export function withPrimary(metrics: Metrics, metric: PrimaryMetric, value: number): Metrics {
  return Number.isNaN(value) ? metrics : { ...metrics, [metric]: value }
}
