import type { Problem } from '../lib/problem.ts'
import { findColumn } from './cell.ts'
import { DAY_MS, dateText, readDates, textDate } from './readDates.ts'
import { counted, grouped, listed, problem } from './say.ts'
import type { Spec } from './spec.ts'
import type { Window } from './splitRecord.ts'
import type { Table } from './table.ts'

export const TIME_KEYS = ['features_asof', 'outcome_start', 'outcome_end'] as const

/** When each row's features were taken and its outcome was watched: milliseconds since 1970 UTC a row. */
export interface Periods {
  columns: Record<(typeof TIME_KEYS)[number], string>
  featuresAsof: Float64Array
  outcomeStart: Float64Array
  outcomeEnd: Float64Array
}

/** Whether the spec names all three time columns and the table has them. */
export function hasPeriods(table: Table, { time = {} }: Spec): boolean {
  return TIME_KEYS.every((key) => time[key] !== undefined && findColumn(table, time[key]) !== null)
}

/** The three time columns of a spec; null where it does not name all, or the table lacks one. */
export function readPeriods(table: Table, spec: Spec): Periods | null {
  if (!hasPeriods(table, spec)) return null
  const { time = {} } = spec
  const dates = (key: (typeof TIME_KEYS)[number]) => readDates(findColumn(table, time[key]!)!)
  return {
    columns: time as Periods['columns'],
    featuresAsof: dates('features_asof'),
    outcomeStart: dates('outcome_start'),
    outcomeEnd: dates('outcome_end'),
  }
}

/** The error that a spec names time columns the table does not have. */
export function absentTimes(table: Table, { time = {} }: Spec): Problem[] {
  const absent = Object.values(time).filter((name) => findColumn(table, name) === null)
  if (absent.length === 0) return []
  return [
    problem({
      severity: 'error',
      code: 'time-columns-absent',
      what: `The spec names ${absent.length === 1 ? 'a time column' : 'time columns'} the file does not have: ${listed(absent)}.`,
      fix: 'Correct time in the spec, or take it out.',
      column: absent[0],
    }),
  ]
}

/** The warning that a day was told, but no time columns to check it by. */
export function uncheckedAsOf(asOf: string | null, periods: Periods | null): Problem[] {
  if (asOf === null || periods !== null) return []
  return [
    problem({
      severity: 'warning',
      code: 'as-of-unchecked',
      what: `Whether the outcomes were known by ${asOf} is not checked: the spec names no three time columns of the accounts.`,
      fix: `Add the columns ${listed(TIME_KEYS)}, or name them under time in the spec.`,
    }),
  ]
}

/**
 * The order every row must keep: features_asof < outcome_start <= outcome_end <= `asOf` (a day, where
 * given). One error a broken rule: how many rows break it, and the first.
 */
export function checkPeriods(
  periods: Periods,
  rows: Uint32Array,
  asOf: string | null,
  placeOf: PlaceOf,
): Problem[] {
  const { columns, featuresAsof, outcomeStart, outcomeEnd } = periods
  const broken = ruleOf(rows, placeOf)
  const problems = [
    ...unreadable(columns.features_asof, featuresAsof, broken),
    ...unreadable(columns.outcome_start, outcomeStart, broken),
    ...unreadable(columns.outcome_end, outcomeEnd, broken),
  ]
  if (problems.length > 0) return problems
  return [
    ...broken(
      (row) => featuresAsof[row] >= outcomeStart[row],
      (said) => ({
        code: 'time-order',
        what: `${columns.features_asof} is not before ${columns.outcome_start} in ${said}: the features may have seen the outcome.`,
        fix: 'Take the features of each account before its outcome window begins.',
        column: columns.features_asof,
      }),
    ),
    ...broken(
      (row) => outcomeStart[row] > outcomeEnd[row],
      (said) => ({
        code: 'time-order',
        what: `${columns.outcome_start} is after ${columns.outcome_end} in ${said}.`,
        fix: 'Correct the outcome windows in the export.',
        column: columns.outcome_start,
      }),
    ),
    ...checkKnown(periods, rows, asOf, placeOf),
  ]
}

/** That every outcome was over by the end of `asOf`, the last day outcomes are known of; null: not told. */
export function checkKnown(
  { columns, outcomeEnd }: Periods,
  rows: Uint32Array,
  asOf: string | null,
  placeOf: PlaceOf,
): Problem[] {
  if (asOf === null) return []
  const lastMs = textDate(asOf)
  if (Number.isNaN(lastMs)) return [badAsOf(asOf)]
  const broken = ruleOf(rows, placeOf)
  return [
    ...unreadable(columns.outcome_end, outcomeEnd, broken),
    ...broken(
      (row) => outcomeEnd[row] >= lastMs + DAY_MS,
      (said) => ({
        code: 'outcome-not-over',
        what: `${columns.outcome_end} is after ${asOf}, the last day outcomes are known of, in ${said}: theirs are not over yet.`,
        fix: 'Leave accounts out whose outcome window is not over, or correct that day.',
        column: columns.outcome_end,
      }),
    ),
  ]
}

type PlaceOf = (row: number) => string // 'row 12'

type Rule = (
  isBroken: (row: number) => boolean,
  say: (said: string) => { code: string; what: string; fix: string; column: string },
) => Problem[]

/** Makes one error of all rows that break a rule, in so many words. */
function ruleOf(rows: Uint32Array, placeOf: PlaceOf): Rule {
  return (isBroken, say) => {
    const found = rows.filter(isBroken)
    if (found.length === 0) return []
    const said = `${counted(found.length, 'row')}, the first of them ${placeOf(found[0])}`
    return [problem({ severity: 'error', ...say(said) })]
  }
}

function unreadable(column: string, dates: Float64Array, broken: Rule): Problem[] {
  return broken(
    (row) => Number.isNaN(dates[row]),
    (said) => ({
      code: 'time-unreadable',
      what: `${column} holds no date that can be read in ${said}.`,
      fix: 'Write every date with the year first (2026-09-01), or as a timestamp column.',
      column,
    }),
  )
}

/** The windows of some rows; null for none. */
export function windowOf(periods: Periods, rows: Uint32Array): Window | null {
  if (rows.length === 0) return null
  const { featuresAsof, outcomeEnd } = periods
  const bound = (values: Float64Array, pick: (a: number, b: number) => number) =>
    dateText(rows.reduce((found, row) => pick(found, values[row]), values[rows[0]]))
  return {
    featuresAsofFrom: bound(featuresAsof, Math.min),
    featuresAsofTo: bound(featuresAsof, Math.max),
    outcomeEndFrom: bound(outcomeEnd, Math.min),
    outcomeEndTo: bound(outcomeEnd, Math.max),
  }
}

/**
 * What keeps rows from standing for different accounts of one period: repeated ids, and none. Where
 * `snapshots` are told, rows of different ones are of different periods.
 */
export function checkPeriodIds(
  table: Table,
  column: string,
  rows: Uint32Array,
  period: string, // 'the search rows'
  placeOf: PlaceOf,
  snapshots: Float64Array | null = null,
): Problem[] {
  const id = findColumn(table, column)
  if (id === null) return []
  const periods = new Map<number, Map<number, number>>() // first rows of ids, by snapshot
  const firstOf = (row: number) => {
    const at = snapshots?.[row] ?? 0
    const known = periods.get(at) ?? new Map<number, number>()
    periods.set(at, known)
    return known
  }
  const unnamed: number[] = []
  const repeated: number[] = []
  for (const row of rows) {
    if (id.missing?.[row] === 1) unnamed.push(row)
    else if (firstOf(row).has(id.values[row])) repeated.push(row)
    else firstOf(row).set(id.values[row], row)
  }
  const problems: Problem[] = []
  if (unnamed.length > 0) {
    problems.push(
      problem({
        severity: 'error',
        code: 'id-missing',
        what: `${counted(unnamed.length, 'row')} of ${period} ${unnamed.length === 1 ? 'has' : 'have'} no ${column}, the first of them ${placeOf(unnamed[0])}.`,
        fix: 'Give every account its id, or name another id column.',
        column,
      }),
    )
  }
  if (repeated.length > 0) {
    const [row] = repeated
    problems.push(
      problem({
        severity: 'error',
        code: 'id-repeated-in-period',
        what: `${counted(repeated.length, 'row')} of ${period} ${repeated.length === 1 ? 'repeats' : 'repeat'} an id of ${column}: ${listed([placeOf(firstOf(row).get(id.values[row])!), placeOf(row)])} are one account.`,
        fix: 'Keep one row an account in each period.',
        column,
      }),
    )
  }
  return problems
}

/**
 * The warning that accounts of a file held out are in the file searched too, where no times tell whether
 * theirs are later outcomes.
 */
export function sharedIds(
  table: Table,
  column: string,
  search: Uint32Array,
  holdout: Uint32Array,
  fileName: string, // of the rows held out
): Problem[] {
  const id = findColumn(table, column)
  if (id === null) return []
  const has = (row: number) => id.missing?.[row] !== 1
  const searched = new Set(Array.from(search.filter(has), (row) => id.values[row]))
  const shared = holdout.filter((row) => has(row) && searched.has(id.values[row])).length
  if (shared === 0) return []
  return [
    problem({
      severity: 'warning',
      code: 'ids-in-both-files',
      what: `${counted(shared, 'account')} of the ${grouped(holdout.length)} of ${fileName} ${shared === 1 ? 'is' : 'are'} in the file searched too, by ${column}, and no time columns show that ${shared === 1 ? 'its outcome is' : 'their outcomes are'} later ones: if ${shared === 1 ? 'it is' : 'they are'} the same, the gain is measured on accounts the search saw.`,
      fix: `Give both files the columns ${listed(TIME_KEYS)}, or hold out other accounts.`,
      column,
    }),
  ]
}

export function rowText(row: number): string {
  return `row ${grouped(row + 1)}`
}

function badAsOf(asOf: string): Problem {
  return problem({
    severity: 'error',
    code: 'as-of-unreadable',
    what: `"${asOf}", the last day outcomes are known of, is no date.`,
    fix: 'Write it as 2026-09-01.',
  })
}
