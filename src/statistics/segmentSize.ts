import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'
import { classCounts, isRankingMetric } from './classCounts.ts'

/** With fewer retained or churned accounts a segment's order is mostly luck. */
export const LEAST_OF_A_CLASS = 20

/** With fewer accounts metrics of revenue are mostly luck. */
export const LEAST_IN_SEGMENT = 100

/** What a segment of so many accounts lacks to be judged by a metric, in words; null where nothing. */
export function segmentLacks(
  outcomes: Outcomes, // of the segment
  accounts: number,
  metric: PrimaryMetric,
): string | null {
  if (accounts === 0) return 'no held-out account'
  if (!isRankingMetric(metric)) {
    return accounts < LEAST_IN_SEGMENT
      ? `only ${counted(accounts)}; ${LEAST_IN_SEGMENT} are needed`
      : null
  }
  const classes = classCounts(outcomes, metric)
  if (classes === null) return null
  for (const [word, events] of [
    ['churned', sum(classes.lower)],
    ['retained', sum(classes.upper)],
  ] as const) {
    if (events < LEAST_OF_A_CLASS) {
      const few = events === 0 ? 'none' : `only ${events}`
      return `${few} of ${counted(accounts)} ${word}; ${LEAST_OF_A_CLASS} are needed`
    }
  }
  return accounts <= LEAST_IN_SEGMENT
    ? `only ${counted(accounts)}; the metric needs more than 100`
    : null
}

function counted(accounts: number): string {
  return `${accounts.toLocaleString('en')} ${accounts === 1 ? 'account' : 'accounts'}`
}

function sum(values: ArrayLike<number>): number {
  let added = 0
  for (let row = 0; row < values.length; row++) added += values[row]
  return added
}
