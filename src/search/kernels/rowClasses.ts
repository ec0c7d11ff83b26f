import type { Outcomes } from '../../evaluation/outcomes.ts'

/** Ranking metrics need more accounts than this, as in the evaluator. */
const MIN_ACCOUNTS = 100

/** Rows of the two classes of an event, in row order: those a good score puts above, and the others. */
export interface RowClasses {
  upper: Uint32Array
  lower: Uint32Array
}

/** Retained above churned; null where the metric is not defined. Rows are single accounts. */
export function retainedAndOthers(outcomes: Outcomes): RowClasses | null {
  const { retained, churned } = outcomes
  if (retained !== null) return divide(retained, 1)
  return churned === null ? null : divide(churned, 0)
}

/** Accounts that stayed above those that churned; null where the metric is not defined. */
export function othersAndChurned(outcomes: Outcomes): RowClasses | null {
  const { retained, churned } = outcomes
  if (churned !== null) return divide(churned, 0)
  return retained === null ? null : divide(retained, 1)
}

function divide(flags: Uint8Array | Float64Array, flagOfUpper: 0 | 1): RowClasses | null {
  if (flags.length <= MIN_ACCOUNTS) return null
  const upper: number[] = []
  const lower: number[] = []
  for (let row = 0; row < flags.length; row++) {
    if (flags[row] === flagOfUpper) upper.push(row)
    else lower.push(row)
  }
  if (upper.length === 0 || lower.length === 0) return null
  return { upper: Uint32Array.from(upper), lower: Uint32Array.from(lower) }
}

/** Rows for which `values` is above 0, in row order. */
export function positiveRows(values: Float64Array): Uint32Array {
  const rows = new Uint32Array(values.length)
  let count = 0
  for (let row = 0; row < values.length; row++) if (values[row] > 0) rows[count++] = row
  return rows.slice(0, count)
}
