import { findColumn } from '../accounts/cell.ts'
import { concatTables } from '../accounts/concatTables.ts'
import { idColumn } from '../accounts/outcomeColumns.ts'
import { checkPeriodIds, hasPeriods, readPeriods, rowText } from '../accounts/periods.ts'
import {
  divideRows,
  idSplit,
  type RowSets,
  type SplitRequest,
  usualSplit,
} from '../accounts/rowSets.ts'
import { sameFile } from '../accounts/sameFile.ts'
import type { Spec } from '../accounts/spec.ts'
import type { Table } from '../accounts/table.ts'
import { fingerprint } from '../ingest/fingerprint.ts'
import type { DataRecord } from '../journal/entry.ts'
import type { Problem } from '../lib/problem.ts'
import { accepted, CommandError, problemsError } from './commandError.ts'
import { fileSource } from './fileSource.ts'
import { guessSpec, openAccounts, openSpec, type StartingPoint } from './openAccounts.ts'

export interface PeriodsAsked {
  holdoutPath: string | null // a file of later accounts; null: part of the one file is held out
  specPath: string | null // null: made from the columns of the file searched
  allowLeaks: string[] // columns of the spec that may give the outcome away
  share: number // held out where there is no second file
  asOf: string | null // day the data was exported
  idColumn: string | null // null: as the spec says
  segmentColumn: string | null
}

/** Accounts of one file or two, what is searched of them and what is held out. */
export interface Periods {
  table: Table // rows to be divided by `split`: those searched, then those of the second file
  searched: Table // the file searched, all its columns
  records: { train: DataRecord; holdout: DataRecord | null }
  start: StartingPoint // made from the file searched alone
  split: SplitRequest
  problems: Problem[] // warnings and notes, those of `start` aside
}

/**
 * Opens a file of accounts to search and, if there is one, a file of later accounts to hold out; without
 * one the split is by time where that can be done, else by id. A CommandError says which rule of the
 * periods is broken, or that time columns need an as-of date.
 */
export async function openPeriods(trainPath: string, asked: PeriodsAsked): Promise<Periods> {
  const train = await openAccounts(trainPath)
  const splitOf = (spec: Spec): SplitRequest => {
    const { holdoutPath, share, asOf } = asked
    const named = withColumns(train.table, spec, asked)
    return holdoutPath === null
      ? usualSplit(train.table, named, share, asOf).request
      : idSplit(0, null) // the whole file is searched
  }
  const given =
    asked.specPath === null
      ? guessSpec(train.table, splitOf)
      : await openSpec(asked.specPath, train.table, asked.allowLeaks)
  const start = { ...given, spec: withColumns(train.table, given.spec, asked) }
  const { spec } = start
  if (hasPeriods(train.table, spec) && asked.asOf === null)
    throw new CommandError(
      'The accounts have time columns: say with --as-of DATE when the data was exported, as 2026-09-01.',
    )
  if (asked.holdoutPath === null) {
    const { asOf, share } = asked
    const { request, problems } = usualSplit(train.table, spec, share, asOf)
    if (problems.some(({ severity }) => severity === 'warning')) {
      const byTime = divideRows(train.table, spec, { kind: 'time', share, asOf })
      throw problemsError(byTime.problems)
    }
    checkAccounts(train.table, spec, accepted(divideRows(train.table, spec, request)))
    return {
      table: train.table,
      searched: train.table,
      records: { train: train.record, holdout: null },
      start,
      split: request,
      problems: [...train.problems, ...problems],
    }
  }
  const holdout = await openAccounts(asked.holdoutPath)
  const same = sameFile(train.record, holdout.record)
  if (same !== null) throw problemsError([same])
  const joined = concatTables(
    { name: train.record.name, table: train.table },
    { name: holdout.record.name, table: holdout.table },
    spec,
  )
  const table = accepted(joined)
  const split: SplitRequest = {
    kind: 'file',
    firstRow: train.table.rowCount,
    asOf: asked.asOf,
    second: holdout.record,
  }
  accepted(divideRows(table, spec, split))
  return {
    table,
    searched: train.table,
    records: { train: train.record, holdout: holdout.record },
    start,
    split,
    problems: [...train.problems, ...holdout.problems, ...joined.problems],
  }
}

/** Refuses accounts of one file that stand in it twice, or without an id: they are no accounts to judge by. */
function checkAccounts(table: Table, spec: Spec, { search, holdout }: RowSets): void {
  const id = idColumn(table, spec)
  if (id === null) return
  const rows = new Uint32Array(search.length + holdout.length)
  rows.set(search)
  rows.set(holdout, search.length)
  const snapshots = readPeriods(table, spec)?.featuresAsof ?? null
  const problems = checkPeriodIds(table, id.name, rows.sort(), 'the file', rowText, snapshots)
  if (problems.length > 0) throw problemsError(problems)
}

/** Whether a file still holds the bytes of its record. */
export async function sameFingerprint(path: string, record: DataRecord): Promise<boolean> {
  const source = await fileSource(path)
  try {
    return (await fingerprint(source)) === record.fingerprint
  } finally {
    await source.close()
  }
}

/** The spec with columns that flags name; a CommandError where the file lacks one. */
export function withColumns(
  table: Table,
  spec: Spec,
  { idColumn, segmentColumn }: Pick<PeriodsAsked, 'idColumn' | 'segmentColumn'>,
): Spec {
  for (const [flag, name] of [
    ['id-column', idColumn],
    ['segment-column', segmentColumn],
  ] as const) {
    if (name !== null && findColumn(table, name) === null)
      throw new CommandError(`--${flag} ${name}: the file has no column of that name.`)
  }
  checkSegments(table, segmentColumn)
  return {
    ...spec,
    ...(idColumn === null ? {} : { columns: { ...spec.columns, id: idColumn } }),
    ...(segmentColumn === null ? {} : { segments: [segmentColumn] }),
  }
}

/** More values than this are an id or a measure: most groups would be too small to check. */
const MOST_SEGMENTS = 50

function checkSegments(table: Table, name: string | null): void {
  const column = name === null ? null : findColumn(table, name)
  if (column === null) return
  const values = new Set<number>()
  for (let row = 0; row < table.rowCount && values.size <= MOST_SEGMENTS; row++)
    if (column.missing?.[row] !== 1) values.add(column.values[row])
  if (values.size > MOST_SEGMENTS)
    throw new CommandError(
      `--segment-column ${name}: it has more than ${MOST_SEGMENTS} different values, too many to compare accounts by. Name a column of a few groups, or group its values in the export.`,
    )
}
