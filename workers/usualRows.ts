import type { NamedTable } from '../src/accounts/concatTables.ts'
import type { RowsOf } from '../src/accounts/defaultSpec.ts'
import { laterFileProblems } from '../src/accounts/periodOrder.ts'
import { absentTimes } from '../src/accounts/periods.ts'
import { divideRows, type SplitRequest, searchRows, usualSplit } from '../src/accounts/rowSets.ts'
import type { Spec } from '../src/accounts/spec.ts'
import type { Table } from '../src/accounts/table.ts'
import type { Problem } from '../src/lib/problem.ts'
import { RUN_DEFAULTS } from '../src/loop/runDefaults.ts'

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

/** How a file on its own is divided unless told otherwise; null where a later one is held out. */
export function usualRequest(
  { table }: NamedTable,
  later: NamedTable | null,
  spec: Spec,
  asOf: string | null,
): SplitRequest | null {
  return later === null ? usualSplit(table, spec, RUN_DEFAULTS.holdoutShare, asOf).request : null
}

/** The rows of one file that its usual split leaves to the search. */
export function usualRows(table: Table): RowsOf {
  return (spec) =>
    searchRows(table, spec, usualSplit(table, spec, RUN_DEFAULTS.holdoutShare).request)
}
