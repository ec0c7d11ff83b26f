import { findColumn } from './cell.ts'
import { outcomeColumns } from './outcomeColumns.ts'
import type { Spec } from './spec.ts'
import type { Table } from './table.ts'

/** Outcomes without which a row cannot be judged. */
export const NEEDED_OUTCOMES = ['retained', 'churned', 'mrr', 'mrr_end', 'count'] as const

/**
 * Rows of the table a dataset of this spec holds, ascending; null means all of them. Only a spec that
 * says so leaves rows without a needed outcome out.
 */
export function usedRows(table: Table, spec: Spec): Uint32Array | null {
  if (spec.missing_outcomes !== 'leave_out_rows') return null
  const columns = outcomeColumns(table, spec)
  const masks: Uint8Array[] = []
  for (const role of NEEDED_OUTCOMES) {
    const name = columns.get(role)
    const mask = name === undefined ? null : findColumn(table, name)?.missing
    if (mask) masks.push(mask)
  }
  if (masks.length === 0) return null
  const rows = new Uint32Array(table.rowCount)
  let used = 0
  for (let row = 0; row < table.rowCount; row++) {
    if (masks.every((mask) => mask[row] === 0)) rows[used++] = row
  }
  return used === table.rowCount ? null : rows.slice(0, used)
}
