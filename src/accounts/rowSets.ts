import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import type { DataRecord } from './dataRecord.ts'
import { rolesOfSpec } from './defaultSpec.ts'
import { idColumn } from './outcomeColumns.ts'
import {
  absentTimes,
  checkKnown,
  checkPeriodIds,
  checkPeriods,
  hasPeriods,
  type Periods,
  readPeriods,
  rowText,
  sharedIds,
  TIME_KEYS,
  uncheckedAsOf,
  windowOf,
} from './periods.ts'
import { dateText } from './readDates.ts'
import { retainedFlags } from './retainedFlags.ts'
import { counted, listed, problem } from './say.ts'
import type { Spec } from './spec.ts'
import { splitById } from './splitById.ts'
import { splitByTime } from './splitByTime.ts'
import type { SplitRecord } from './splitRecord.ts'
import { SPLIT_SEED } from './splitSeed.ts'
import type { Table } from './table.ts'
import { usedRows } from './usedRows.ts'

/**
 * How rows are to be divided into those searched and those held out. `asOf` is the last day outcomes
 * are known of, as told; with time columns it is checked.
 */
export type SplitRequest =
  | { kind: 'id'; share: number; seed: number; asOf?: string } // by a hash of the id, or of the row number; share 0: nothing is held out
  | { kind: 'time'; share: number; asOf: string | null } // later outcomes, at the cut nearest to the share
  | { kind: 'file'; firstRow: number; asOf: string | null; second: DataRecord } // rows from there on came from a second, later file

/** Rows of a table, ascending; rows in neither set are used for nothing. */
export interface RowSets {
  search: Uint32Array
  holdout: Uint32Array
  record: SplitRecord
}

/** Accounts of each outcome that later outcomes must leave on both sides to be the usual split. */
const LEAST_OF_A_CLASS = 30

/**
 * Divides the rows a spec uses. Errors: times or ids that break the order of the periods. Notes say
 * what is held out by time, and what is left out.
 */
export function divideRows(table: Table, spec: Spec, request: SplitRequest): Result<RowSets> {
  const absent = absentTimes(table, spec)
  if (absent.length > 0) return { ok: false, problems: absent }
  const used =
    usedRows(table, spec) ?? Uint32Array.from({ length: table.rowCount }, (_, row) => row)
  switch (request.kind) {
    case 'id':
      return byId(table, spec, used, request)
    case 'time':
      return byTime(table, spec, used, request)
    case 'file':
      return byFile(table, spec, used, request)
  }
}

/**
 * The split where nobody asks for another: later outcomes where the spec names the time columns, they
 * are in order, and both sides keep 30 retained and 30 churned accounts; else by id, and a note says
 * why. Where outcomes are not known by `asOf`, no split is of use: dividing says so.
 */
export function usualSplit(
  table: Table,
  spec: Spec,
  share: number,
  asOf: string | null = null,
): { request: SplitRequest; problems: Problem[] } {
  const byId = idSplit(share, asOf)
  if (share === 0 || !hasPeriods(table, spec)) return { request: byId, problems: [] }
  if (asOf !== null && !divideRows(table, spec, byId).ok) return { request: byId, problems: [] }
  const request: SplitRequest = { kind: 'time', share, asOf }
  const sets = divideRows(table, spec, request)
  if (!sets.ok) return { request: byId, problems: [notByTime(sets.problems[0])] }
  const few = tooFew(table, spec, sets.value)
  return few === null ? { request, problems: [] } : { request: byId, problems: [notByTime(few)] }
}

/** The rows a split leaves to the search; null where it cannot divide them. */
export function searchRows(table: Table, spec: Spec, request: SplitRequest): Uint32Array | null {
  const divided = divideRows(table, spec, request)
  return divided.ok ? divided.value.search : null
}

/** The split by id; `asOf` null: not told. */
export function idSplit(
  share: number,
  asOf: string | null,
  seed: number = SPLIT_SEED,
): Extract<SplitRequest, { kind: 'id' }> {
  return { kind: 'id', share, seed, ...(asOf === null ? {} : { asOf }) }
}

/** The request that divides the rows of a journaled run as they were; `rows`: of its first file. */
export function splitRequestOf(
  record: SplitRecord,
  { rows }: Pick<DataRecord, 'rows'>,
): SplitRequest {
  const { kind, share, seed, asOf = null, second } = record
  if (kind === 'time') return { kind, share, asOf }
  if (kind === 'file') {
    if (second === undefined) throw new Error('split record names no second file')
    return { kind, firstRow: rows, asOf, second }
  }
  return idSplit(share, asOf, seed)
}

function byId(
  table: Table,
  spec: Spec,
  used: Uint32Array,
  { share, seed, asOf }: Extract<SplitRequest, { kind: 'id' }>,
): Result<RowSets> {
  const periods = asOf === undefined ? null : readPeriods(table, spec)
  const unknown = periods === null ? [] : checkKnown(periods, used, asOf ?? null, rowText)
  if (unknown.length > 0) return { ok: false, problems: unknown }
  const id = idColumn(table, spec)
  const side = splitById({ rowCount: table.rowCount, id, share, seed })
  const search = used.filter((row) => side[row] === 0)
  const holdout = used.filter((row) => side[row] === 1)
  const kind = share === 0 ? 'none' : id === null ? 'row-hash' : 'id-hash'
  const record: SplitRecord = {
    kind,
    seed,
    share,
    searchRows: search.length,
    holdoutRows: holdout.length,
    ...(asOf === undefined ? {} : { asOf }),
  }
  const problems = uncheckedAsOf(asOf ?? null, periods)
  return { ok: true, value: { search, holdout, record }, problems }
}

function byTime(
  table: Table,
  spec: Spec,
  used: Uint32Array,
  { share, asOf }: Extract<SplitRequest, { kind: 'time' }>,
): Result<RowSets> {
  const periods = readPeriods(table, spec)
  if (periods === null) return { ok: false, problems: [noTimeColumns(spec)] }
  const order = checkPeriods(periods, used, asOf, rowText)
  if (order.length > 0) return { ok: false, problems: order }
  const sets = splitByTime(periods, used, share)
  if ('problem' in sets) return { ok: false, problems: [sets.problem] }
  const { search, holdout, leftOut } = sets
  const problems = idProblems(table, spec, search, holdout, rowText)
  if (problems.length > 0) return { ok: false, problems }
  const record: SplitRecord = {
    kind: 'time',
    seed: 0,
    share,
    searchRows: search.length,
    holdoutRows: holdout.length,
    leftOutRows: leftOut.length,
    ...windowsOf(periods, search, holdout),
    asOf,
  }
  return { ok: true, value: { search, holdout, record }, problems: [laterNote(record)] }
}

function byFile(
  table: Table,
  spec: Spec,
  used: Uint32Array,
  { firstRow, asOf, second }: Extract<SplitRequest, { kind: 'file' }>,
): Result<RowSets> {
  const search = used.filter((row) => row < firstRow)
  const holdout = used.filter((row) => row >= firstRow)
  const placeOf = (row: number) =>
    row < firstRow ? rowText(row) : `${rowText(row - firstRow)} of ${second.name}`
  const problems = idProblems(table, spec, search, holdout, placeOf)
  const periods = readPeriods(table, spec)
  if (periods !== null) {
    const order = checkPeriods(periods, used, asOf, placeOf)
    problems.push(...(order.length > 0 ? order : overlap(periods, search, holdout, second.name)))
  }
  if (problems.length > 0) return { ok: false, problems }
  const record: SplitRecord = {
    kind: 'file',
    seed: 0,
    share: holdout.length / Math.max(1, used.length),
    searchRows: search.length,
    holdoutRows: holdout.length,
    ...(periods === null ? {} : windowsOf(periods, search, holdout)),
    asOf,
    second,
  }
  const id = idColumn(table, spec)
  const doubts =
    periods !== null || id === null ? [] : sharedIds(table, id.name, search, holdout, second.name)
  doubts.push(...uncheckedAsOf(asOf, periods))
  return { ok: true, value: { search, holdout, record }, problems: doubts }
}

function idProblems(
  table: Table,
  spec: Spec,
  search: Uint32Array,
  holdout: Uint32Array,
  placeOf: (row: number) => string,
): Problem[] {
  const id = idColumn(table, spec)
  if (id === null) return []
  return [
    ...checkPeriodIds(table, id.name, search, 'the period searched', placeOf),
    ...checkPeriodIds(table, id.name, holdout, 'the later period', placeOf),
  ]
}

function overlap(
  { columns, featuresAsof, outcomeEnd }: Periods,
  search: Uint32Array,
  holdout: Uint32Array,
  secondName: string,
): Problem[] {
  const lastEnd = search.reduce((most, row) => Math.max(most, outcomeEnd[row]), -Infinity)
  const first = holdout.reduce((least, row) => Math.min(least, featuresAsof[row]), Infinity)
  if (lastEnd < first) return []
  return [
    problem({
      severity: 'error',
      code: 'periods-overlap',
      what: `The last outcome of the file searched ends on ${dateText(lastEnd)} (${columns.outcome_end}), but the first account of ${secondName} was looked at on ${dateText(first)} (${columns.features_asof}): ${secondName} is not later.`,
      fix: 'Hold out a file whose accounts were looked at after those outcomes were over, or swap the two files.',
      column: columns.features_asof,
    }),
  ]
}

function windowsOf(periods: Periods, search: Uint32Array, holdout: Uint32Array) {
  const windows = { search: windowOf(periods, search), holdout: windowOf(periods, holdout) }
  return windows.search === null || windows.holdout === null
    ? {}
    : { windows: { search: windows.search, holdout: windows.holdout } }
}

/** Why later outcomes would leave too little to learn from or to judge by; null where they do not. */
function tooFew(table: Table, spec: Spec, { search, holdout }: RowSets): Problem | null {
  const retained = retainedFlags(table, rolesOfSpec(table, spec))
  for (const [side, rows] of [
    ['earlier', search],
    ['later', holdout],
  ] as const) {
    const of = (outcome: number) =>
      retained === null ? rows.length : rows.filter((row) => retained[row] === outcome).length
    const [kept, lost] = [of(1), of(0)]
    const fewest = Math.min(kept, lost)
    if (fewest >= LEAST_OF_A_CLASS) continue
    const which = retained === null ? 'row' : kept < lost ? 'retained account' : 'churned account'
    return problem({
      severity: 'note',
      code: 'later-outcomes-few',
      what: `Split by time, the ${side} side would hold ${counted(fewest, which)}, too few to tell.`,
    })
  }
  return null
}

/** Broken windows are worth a warning, as they may be leaks; too few later outcomes are none. */
function notByTime({ severity, code, what, fix, column }: Problem): Problem {
  const broken = severity === 'error' && code !== 'no-later-outcomes'
  return problem({
    severity: broken ? 'warning' : 'note',
    code: 'not-split-by-time',
    what: `Accounts are held out by their id, not by time. ${what}`,
    fix: broken ? fix : '',
    column,
  })
}

function laterNote({ searchRows, holdoutRows, leftOutRows = 0, windows }: SplitRecord): Problem {
  const from = windows === undefined ? '' : ` from ${windows.holdout.featuresAsofFrom} on`
  const left =
    leftOutRows === 0
      ? ''
      : ` ${counted(leftOutRows, 'account')} between are left out: their outcome was not over by then.`
  return problem({
    severity: 'note',
    code: 'split-by-time',
    what: `Held out are later outcomes: ${counted(holdoutRows, 'account')} looked at${from}; ${counted(searchRows, 'earlier account')} ${searchRows === 1 ? 'is' : 'are'} searched.${left}`,
  })
}

function noTimeColumns({ time = {} }: Spec): Problem {
  const absent = TIME_KEYS.filter((key) => time[key] === undefined)
  return problem({
    severity: 'error',
    code: 'no-time-columns',
    what: `Later outcomes can be told only by three time columns; the spec names none for ${listed(absent)}.`,
    fix: 'Name features_asof, outcome_start and outcome_end under time in the spec, or split by id.',
  })
}
