import { twoClasses } from './rocAuc.ts'
import type { ScoreTable } from './scoreTable.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Kolmogorov–Smirnov: the largest gap between the cumulative score distributions of retained and
 * churned accounts; null unless there are more than 100 accounts and both classes.
 */
export function ksGap(table: ScoreTable): number | null {
  const classes = twoClasses(table, table.retained)
  if (classes === null) return null
  const { event, other, eventTotal, otherTotal } = classes
  let retainedBelow = 0
  let churnedBelow = 0
  let widest = 0 // times both totals: whole numbers, so exact
  for (let slot = 0; slot < event.length; slot++) {
    retainedBelow += event[slot]
    churnedBelow += other[slot]
    widest = Math.max(widest, Math.abs(churnedBelow * eventTotal - retainedBelow * otherTotal))
  }
  return widest / (eventTotal * otherTotal)
}
