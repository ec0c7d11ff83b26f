import { guessRoles } from '../../src/accounts/guessRoles.ts'
import { prepareTable } from '../../src/accounts/prepareTable.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import type { RoleAssignment } from '../../src/accounts/role.ts'
import type { Table } from '../../src/accounts/table.ts'
import type { Problem } from '../../src/lib/problem.ts'

export interface Guess {
  table: Table
  roles: RoleAssignment[]
  problems: Problem[]
  role(column: string): string | undefined
  event(column: string): string | undefined
  codes: string[]
}

/** Prepares, profiles and guesses as opening a file does. */
export function guessOf(raw: Table): Guess {
  const prepared = prepareTable(raw)
  const { roles, problems } = guessRoles(prepared.table, profileTable(prepared.table, null))
  const of = (column: string) => roles.find((assignment) => assignment.column === column)
  const all = [...prepared.problems, ...problems]
  return {
    table: prepared.table,
    roles,
    problems: all,
    role: (column) => of(column)?.role,
    event: (column) => of(column)?.event,
    codes: all.map(({ code }) => code),
  }
}
