import type { NamedTable } from '../src/accounts/concatTables.ts'
import type { BeforeRun } from '../src/accounts/contractView.ts'
import type { RowsOf } from '../src/accounts/defaultSpec.ts'
import { laterFileProblems } from '../src/accounts/periodOrder.ts'
import { absentTimes } from '../src/accounts/periods.ts'
import type { RoleAssignment } from '../src/accounts/role.ts'
import { divideRows, searchRows, usualSplit } from '../src/accounts/rowSets.ts'
import type { Spec } from '../src/accounts/spec.ts'
import type { Table } from '../src/accounts/table.ts'
import type { Problem } from '../src/lib/problem.ts'
import { RUN_DEFAULTS } from '../src/loop/runDefaults.ts'
import { beforeRun } from '../src/review/beforeRun.ts'

/** What is to be known about the usual split of one file, or of two. */
export function splitProblems(
  first: NamedTable,
  later: NamedTable | null,
  spec: Spec,
  asOf: string | null,
): Problem[] {
  if (later !== null) return laterFileProblems(first, later, spec, asOf)
  const { request, problems } = usualSplit(first.table, spec, RUN_DEFAULTS.holdoutShare, asOf)
  const isUnchecked = request.kind === 'id' && request.asOf === undefined
  return [
    ...problems,
    ...(isUnchecked
      ? absentTimes(first.table, spec)
      : divideRows(first.table, spec, request).problems),
  ]
}

/** What is known before the usual run of one file, or of two. */
export function beforeUsualRun(
  { table }: NamedTable,
  later: NamedTable | null,
  roles: readonly RoleAssignment[],
  asOf: string | null,
): (spec: Spec) => BeforeRun {
  return (spec) => {
    const split =
      later === null ? usualSplit(table, spec, RUN_DEFAULTS.holdoutShare, asOf).request : null
    return beforeRun(table, roles, spec, split, later?.table ?? null)
  }
}

/** The rows of one file that its usual split leaves to the search. */
export function usualRows(table: Table): RowsOf {
  return (spec) =>
    searchRows(table, spec, usualSplit(table, spec, RUN_DEFAULTS.holdoutShare).request)
}
