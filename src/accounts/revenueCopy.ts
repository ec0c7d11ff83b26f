import { findColumn } from './cell.ts'
import type { Role, RoleAssignment } from './role.ts'
import type { Column, NumberColumn, Table } from './table.ts'

const SAME = 0.98 // correlation
const LEAST_ROWS = 30

/** Revenue at the start and the end of the outcome window, of the same rows. */
export interface Revenue {
  start: NumberColumn | null
  end: NumberColumn
}

/** The columns of these roles; null where none holds revenue at the end. */
export function revenueOf(table: Table, roles: readonly RoleAssignment[]): Revenue | null {
  const numbers = (wanted: Role) => {
    const found = roles.find(({ role }) => role === wanted)
    const column = found === undefined ? null : findColumn(table, found.column)
    return column?.kind === 'number' ? column : null
  }
  const end = numbers('mrr_end')
  return end === null ? null : { start: numbers('mrr'), end }
}

/**
 * Whether a column follows revenue at the end, or its change over the window, with a correlation above
 * 0.98 either way, and follows revenue at the start less closely: what was paid before is no leak.
 */
export function copiesRevenue(column: Column, { start, end }: Revenue): boolean {
  if (column.kind !== 'number') return false
  const known = (row: number) =>
    column.missing?.[row] !== 1 && end.missing?.[row] !== 1 && start?.missing?.[row] !== 1
  const follows = (of: (row: number) => number) => Math.abs(correlation(column.values, of, known))
  const before = start === null ? 0 : follows((row) => start.values[row])
  const after = follows((row) => end.values[row])
  if (after > SAME && after > before) return true
  if (start === null) return false
  const change = follows((row) => end.values[row] - start.values[row])
  return change > SAME && change > before
}

/** Pearson's correlation over the known rows; 0 where either does not vary, or under 30 are known. */
function correlation(
  x: Float64Array,
  y: (row: number) => number,
  known: (row: number) => boolean,
): number {
  let rows = 0
  let meanX = 0
  let meanY = 0
  let xx = 0
  let yy = 0
  let xy = 0
  for (let row = 0; row < x.length; row++) {
    if (!known(row)) continue
    rows++
    const fromX = x[row] - meanX
    const fromY = y(row) - meanY
    meanX += fromX / rows
    meanY += fromY / rows
    xx += fromX * (x[row] - meanX)
    yy += fromY * (y(row) - meanY)
    xy += fromX * (y(row) - meanY)
  }
  return rows < LEAST_ROWS || xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy)
}
