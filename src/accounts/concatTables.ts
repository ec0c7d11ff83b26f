import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import { columnsByName, findColumn, isEmpty, missingRows } from './cell.ts'
import { checkContract } from './checkContract.ts'
import { rolesOfSpec } from './defaultSpec.ts'
import { extractOutcomes } from './extractOutcomes.ts'
import { joinColumns } from './joinColumns.ts'
import { idColumn, outcomeColumns } from './outcomeColumns.ts'
import { TIME_KEYS } from './periods.ts'
import { counted, grouped, listed, problem } from './say.ts'
import type { Spec } from './spec.ts'
import type { Column, Table } from './table.ts'
import { sourceColumns } from './transform.ts'
import { usedRows } from './usedRows.ts'

export interface NamedTable {
  name: string // of its file
  table: Table
}

/**
 * The rows of the file searched, then those of the later file, in the columns the spec uses, by name.
 * Errors name the later file, the column and what to do: a column absent or of another kind, outcomes
 * that cannot be read, missing values the spec has no policy for. A note tells of further columns.
 */
export function concatTables(first: NamedTable, second: NamedTable, spec: Spec): Result<Table> {
  const problems: Problem[] = []
  const later = columnsByName(second.table)
  const times = new Set(Object.values(spec.time ?? {}))
  const id = idColumn(first.table, spec)?.name
  const used = usedColumns(first.table, spec)
  const columns = first.table.columns
    .filter(({ name }) => used.has(name))
    .flatMap((column): Column[] => {
      const other = later.get(column.name)
      if (other === undefined) {
        problems.push(columnAbsent(column.name, first.name, second.name))
        return []
      }
      const as = times.has(column.name) ? 'dates' : column.name === id ? 'names' : 'values'
      const joined = joinColumns(column, other, as)
      if (joined === null) problems.push(otherKind(column, other, first.name, second.name))
      return joined === null ? [] : [joined]
    })
  if (!TIME_KEYS.every((key) => spec.time?.[key] !== undefined)) {
    problems.push(...timesInOne(first, second))
  }
  if (problems.length === 0) problems.push(...laterProblems(first, second, columns, spec))
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems }
  const known = columnsByName(first.table)
  const extra = second.table.columns.map(({ name }) => name).filter((name) => !known.has(name))
  if (extra.length > 0) problems.push(furtherColumns(extra, second.name))
  const rowCount = first.table.rowCount + second.table.rowCount
  return { ok: true, value: { rowCount, columns }, problems }
}

/** Names of the columns a spec reads of a table: features, outcomes, id, times and segments. */
function usedColumns(table: Table, spec: Spec): Set<string> {
  const id = idColumn(table, spec)
  return new Set([
    ...Object.entries(spec.features).flatMap(([name, { transform }]) =>
      sourceColumns(name, transform),
    ),
    ...outcomeColumns(table, spec).values(),
    ...Object.values(spec.time ?? {}),
    ...(spec.segments ?? []),
    ...(spec.required_columns ?? []),
    ...(id === null ? [] : [id.name]),
  ])
}

/** Errors in the later rows of joined columns, with the row numbers of their own file. */
function laterProblems(
  first: NamedTable,
  second: NamedTable,
  columns: readonly Column[],
  spec: Spec,
): Problem[] {
  const from = first.table.rowCount
  const table: Table = {
    rowCount: second.table.rowCount,
    columns: columns.map((column) => lastRows(column, from)),
  }
  const outcomes = extractOutcomes(table, spec).problems
  const revenue = checkContract(table, rolesOfSpec(table, spec)).filter(
    ({ code }) => code === 'revenue-negative',
  )
  return [
    ...[...outcomes, ...revenue]
      .filter(({ severity }) => severity === 'error')
      .map((each) => ({
        ...each,
        where: [`file ${second.name}`, each.where].filter((part) => part !== '').join(', '),
      })),
    ...unsaidMissing(table, spec, second.name),
  ]
}

function unsaidMissing(table: Table, spec: Spec, fileName: string): Problem[] {
  const columns = columnsByName(table)
  const used = usedRows(table, spec)
  const needed = new Set(
    Object.entries(spec.features)
      .filter(
        ([, { missing, transform }]) => missing === undefined && transform?.kind !== 'unknown',
      )
      .flatMap(([name, { transform }]) => sourceColumns(name, transform)),
  )
  return [...needed].flatMap((name) => {
    const column = columns.get(name)
    if (column?.missing == null) return []
    const { missing } = column
    const rows = used?.filter((row) => missing[row] === 1)
    const { count, first } =
      rows === undefined ? missingRows(column) : { count: rows.length, first: rows[0] ?? -1 }
    if (count === 0) return []
    return [
      problem({
        severity: 'error',
        code: 'feature-missing-values',
        what: `${name} has no value in ${counted(count, 'row')} of ${fileName}, the first of them row ${grouped(first + 1)}, and the spec does not say what that counts as: the file searched has a value in every row.`,
        fix: 'Say what a missing value counts as (in a spec, missing: zero_points or missing: {fill: a value}), fill the values in, or leave the column out.',
        column: name,
      }),
    ]
  })
}

function lastRows(column: Column, from: number): Column {
  const missing = column.missing?.subarray(from) ?? null
  switch (column.kind) {
    case 'text':
      return { ...column, missing, values: column.values.subarray(from) }
    case 'boolean':
      return { ...column, missing, values: column.values.subarray(from) }
    default:
      return { ...column, missing, values: column.values.subarray(from) }
  }
}

function columnAbsent(column: string, first: string, second: string): Problem {
  return problem({
    severity: 'error',
    code: 'later-file-column-absent',
    what: `${second} has no column ${column}, which is used of ${first}.`,
    fix: `Add the column to ${second} under the same name, or ignore it in ${first}.`,
    column,
  })
}

function otherKind(column: Column, other: Column, first: string, second: string): Problem {
  return problem({
    severity: 'error',
    code: 'later-file-column-kind',
    what: `${column.name} holds ${kindWord(column)} in ${first}, but ${kindWord(other)} in ${second}.`,
    fix: 'Export the column in the same way for both periods.',
    column: column.name,
  })
}

function kindWord(column: Column): string {
  if (isEmpty(column)) return 'nothing'
  return { number: 'numbers', boolean: 'true or false', text: 'text', time: 'times' }[column.kind]
}

/** The error that only the later file can tell of which period it is. */
function timesInOne(first: NamedTable, second: NamedTable): Problem[] {
  const has =
    ({ table }: NamedTable) =>
    (name: string) =>
      findColumn(table, name) !== null
  if (!TIME_KEYS.every(has(second)) || TIME_KEYS.every(has(first))) return []
  return [
    problem({
      severity: 'error',
      code: 'first-file-without-times',
      what: `${second.name} has the time columns ${listed(TIME_KEYS)}, ${first.name} has not all of them: that ${second.name} is later cannot be checked.`,
      fix: `Add them to ${first.name}, or take them out of ${second.name}.`,
    }),
  ]
}

function furtherColumns(names: string[], fileName: string): Problem {
  const one = names.length === 1
  return problem({
    severity: 'note',
    code: 'later-file-further-columns',
    what: `${fileName} has ${one ? 'a further column' : `${grouped(names.length)} further columns`} (${listed(names)}), not used.`,
  })
}
