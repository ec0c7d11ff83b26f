import type { Problem } from '../lib/problem.ts'
import { concatTables, type NamedTable } from './concatTables.ts'
import { hasPeriods, readPeriods } from './periods.ts'
import { divideRows } from './rowSets.ts'
import type { Spec } from './spec.ts'

/** Whether the accounts of a second file were looked at after the outcomes of the first were over. */
export type PeriodOrder = 'later' | 'earlier' | 'overlapping' | 'unknown'

/** `unknown`: the spec names no time columns, or a file lacks one. */
export function periodOrder(first: NamedTable, second: NamedTable, spec: Spec): PeriodOrder {
  if (!hasPeriods(second.table, spec)) return 'unknown'
  const one = rangeOf(first, spec)
  const other = rangeOf(second, spec)
  if (one === null || other === null) return 'unknown'
  if (one.lastEnd < other.firstAsof) return 'later'
  return other.lastEnd < one.firstAsof ? 'earlier' : 'overlapping'
}

/** What stands between two files and a search of the first that holds out the second. */
export function laterFileProblems(
  first: NamedTable,
  second: NamedTable,
  spec: Spec,
  asOf: string | null = null, // the last day outcomes are known of; null: not told
): Problem[] {
  const joined = concatTables(first, second, spec)
  if (!joined.ok) return joined.problems
  const { rowCount, columns } = second.table
  const record = { name: second.name, fingerprint: '', rows: rowCount, columns: columns.length }
  const { problems } = divideRows(joined.value, spec, {
    kind: 'file',
    firstRow: first.table.rowCount,
    asOf,
    second: record,
  })
  return [...joined.problems, ...problems]
}

function rangeOf({ table }: NamedTable, spec: Spec): { firstAsof: number; lastEnd: number } | null {
  const periods = readPeriods(table, spec)
  if (periods === null) return null
  const known = (values: Float64Array) => values.filter((value) => !Number.isNaN(value))
  const firstAsof = known(periods.featuresAsof).reduce((a, b) => Math.min(a, b), Infinity)
  const lastEnd = known(periods.outcomeEnd).reduce((a, b) => Math.max(a, b), -Infinity)
  return Number.isFinite(firstAsof) && Number.isFinite(lastEnd) ? { firstAsof, lastEnd } : null
}
