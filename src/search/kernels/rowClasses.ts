import { accountCount } from '../../accounts/accountCount.ts'
import type { Outcomes } from '../../evaluation/outcomes.ts'

/** Ranking metrics need more accounts than this, as in the evaluator. */
const MIN_ACCOUNTS = 100

/** Accounts a row may stand for on average before its accounts are added up instead of listed. */
const MOST_LISTED = 4

/**
 * Rows of the two classes of an event, in row order: those a good score puts above, and the others. A
 * row that stands for several accounts is listed once for each.
 */
export interface RowClasses {
  upper: Uint32Array
  lower: Uint32Array
}

/** Whether the accounts are whole and few enough to be listed one by one. */
export function canList(outcomes: Outcomes): boolean {
  return areWhole(outcomes) && accountCount(outcomes) <= MOST_LISTED * outcomes.rowCount
}

/** Whether each row stands for a whole number of accounts, a whole number of them with the event. */
export function areWhole({ count, retained, churned }: Outcomes): boolean {
  if (count === null) return true
  return count.every((accounts, row) => {
    const event = retained?.[row] ?? churned?.[row] ?? 0
    return Number.isInteger(accounts) && Number.isInteger(event) && event >= 0 && event <= accounts
  })
}

/** Retained above churned; null where the metric is not defined. Throws unless accounts can be listed. */
export function retainedAndOthers(outcomes: Outcomes): RowClasses | null {
  const { retained, churned } = outcomes
  if (retained !== null) return divide(outcomes, retained, true)
  return churned === null ? null : divide(outcomes, churned, false)
}

/** Accounts that stayed above those that churned; null where the metric is not defined. */
export function othersAndChurned(outcomes: Outcomes): RowClasses | null {
  const { retained, churned } = outcomes
  if (churned !== null) return divide(outcomes, churned, false)
  return retained === null ? null : divide(outcomes, retained, true)
}

function divide(
  outcomes: Outcomes,
  events: Uint8Array | Float64Array,
  eventIsUpper: boolean,
): RowClasses | null {
  if (!canList(outcomes)) throw new Error('accounts of rows: too many to list, or not whole')
  const { count, rowCount } = outcomes
  const withEvent: number[] = []
  const others: number[] = []
  for (let row = 0; row < rowCount; row++) {
    const accounts = count === null ? 1 : count[row]
    for (let account = 0; account < accounts; account++) {
      if (account < events[row]) withEvent.push(row)
      else others.push(row)
    }
  }
  if (withEvent.length + others.length <= MIN_ACCOUNTS) return null
  if (withEvent.length === 0 || others.length === 0) return null
  const [upper, lower] = eventIsUpper ? [withEvent, others] : [others, withEvent]
  return { upper: Uint32Array.from(upper), lower: Uint32Array.from(lower) }
}

/** Rows for which `values` is above 0, in row order. */
export function positiveRows(values: Float64Array): Uint32Array {
  const rows = new Uint32Array(values.length)
  let count = 0
  for (let row = 0; row < values.length; row++) if (values[row] > 0) rows[count++] = row
  return rows.slice(0, count)
}
