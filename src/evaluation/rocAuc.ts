import type { ScoreTable } from './scoreTable.ts'
import { total } from './tierTotals.ts'

/** Ranking metrics need more accounts than this. */
export const MIN_ACCOUNTS = 100

/** Accounts with and without an event, per distinct score, with their totals. */
export interface TwoClasses {
  event: Float64Array
  other: Float64Array
  eventTotal: number
  otherTotal: number
}

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * The two classes of an event; null unless there are more than 100 accounts and both classes.
 */
export function twoClasses(table: ScoreTable, event: Float64Array | null): TwoClasses | null {
  if (event === null || total(table.accounts) <= MIN_ACCOUNTS) return null
  const other = new Float64Array(event.length)
  for (let slot = 0; slot < other.length; slot++) other[slot] = table.accounts[slot] - event[slot]
  const classes = { event, other, eventTotal: total(event), otherTotal: total(other) }
  return classes.eventTotal > 0 && classes.otherTotal > 0 ? classes : null
}

/** P(score of a retained account > score of a churned one) + P(equal) / 2. */
export function aucRocRetain(table: ScoreTable): number | null {
  const classes = twoClasses(table, table.retained)
  if (classes === null) return null
  const { event, other, eventTotal, otherTotal } = classes
  return twiceWon(event, other) / (2 * eventTotal * otherTotal)
}

/** The same with churned as the event and the score negated: P(a churned account scores lower). */
export function aucRocChurn(table: ScoreTable): number | null {
  const classes = twoClasses(table, table.churned)
  if (classes === null) return null
  const { event, other, eventTotal, otherTotal } = classes
  return twiceWon(other, event) / (2 * eventTotal * otherTotal)
}

/** 2 * AUC - 1 of retention. */
export function gini(table: ScoreTable): number | null {
  const auc = aucRocRetain(table)
  return auc === null ? null : 2 * auc - 1
}

/** 2U: over pairs of one account of each class, 2 where `upper` scores higher, 1 where equal. Whole and exact below 2^53. */
function twiceWon(upper: Float64Array, lower: Float64Array): number {
  let won = 0
  let twiceBelow = 0 // accounts of `lower` with a smaller score, twice
  for (let slot = 0; slot < upper.length; slot++) {
    won += upper[slot] * (twiceBelow + lower[slot])
    twiceBelow += 2 * lower[slot]
  }
  return won
}
