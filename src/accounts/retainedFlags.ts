import { findColumn } from './cell.ts'
import { readFlags } from './readFlags.ts'
import type { RoleAssignment } from './role.ts'
import type { Table } from './table.ts'

/** In `retainedFlags`: the row does not say. */
export const OUTCOME_UNKNOWN = 255

/**
 * 1 retained, 0 churned, 255 unknown, a row of the table; null where no column says so, or the rows
 * stand for several accounts.
 */
export function retainedFlags(table: Table, roles: readonly RoleAssignment[]): Uint8Array | null {
  if (roles.some(({ role }) => role === 'count')) return null
  for (const role of ['retained', 'churned'] as const) {
    const assigned = roles.find((assignment) => assignment.role === role)
    const column = assigned === undefined ? null : findColumn(table, assigned.column)
    if (column === null) continue
    const flags = readFlags(column, role, assigned?.event)
    if (!flags.ok) continue
    return flags.values.map((value, row) =>
      flags.missing?.[row] === 1 ? OUTCOME_UNKNOWN : role === 'retained' ? value : 1 - value,
    )
  }
  return null
}
