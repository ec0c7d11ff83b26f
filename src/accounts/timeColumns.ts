import { findColumn } from './cell.ts'
import { evenName } from './columnName.ts'
import { TIME_KEYS } from './periods.ts'
import { readDates } from './readDates.ts'
import type { RoleAssignment } from './role.ts'
import type { Spec } from './spec.ts'
import type { Column, Table } from './table.ts'

type TimeKey = (typeof TIME_KEYS)[number]

const WINDOW = '(outcome|label|target|performance|observation|prediction)(_window|_period)?'
const ENDING = '(_(date|day|at|time|ts))?'

const NAMES: Record<TimeKey, RegExp[]> = {
  features_asof: [
    /^features?_as_?of(_date)?$/,
    /^(data_|features_|profile_)?as_?of(_(date|day|ts))?$/,
    /^(feature_|features_)?snapshot(_(date|day|month|at|time|ts))?$/,
    /^(features?|reference|cutoff|scoring|observed)_(date|cutoff|at)$/,
  ],
  outcome_start: [new RegExp(`^${WINDOW}_(start|starts|begin|begins|from)${ENDING}$`)],
  outcome_end: [new RegExp(`^${WINDOW}_(end|ends|until|to)${ENDING}$`)],
}

/** What a column's name says it dates: the features, or the outcome's start or end; null: nothing. */
export function timeKey(name: string): TimeKey | null {
  const even = evenName(name)
  return TIME_KEYS.find((key) => NAMES[key].some((pattern) => pattern.test(even))) ?? null
}

/** Whether every row of the column that has a value holds a date, and one has. */
export function holdsDates(column: Column): boolean {
  const dates = readDates(column)
  const { missing } = column
  let any = false
  for (let row = 0; row < dates.length; row++) {
    if (missing?.[row] === 1) continue
    if (Number.isNaN(dates[row])) return false
    any = true
  }
  return any
}

/**
 * The spec's time columns under these roles: those it named already and that still have the role time,
 * else the best by name.
 */
export function timeColumns(
  table: Table,
  roles: readonly RoleAssignment[],
  named: Spec['time'] = {},
): Pick<Spec, 'time'> {
  const times = new Set(roles.filter(({ role }) => role === 'time').map(({ column }) => column))
  const free = table.columns.filter(({ name }) => times.has(name))
  const entries = TIME_KEYS.flatMap((key): [TimeKey, string][] => {
    const given = named[key]
    if (given !== undefined) return times.has(given) ? [[key, given]] : []
    const best = NAMES[key]
      .map((pattern) => free.find(({ name }) => pattern.test(evenName(name))))
      .find((column) => column !== undefined)
    return best === undefined ? [] : [[key, best.name]]
  })
  return entries.length === 0 ? {} : { time: Object.fromEntries(entries) }
}

/** A given spec with the table's columns of these three names as its time columns, where it names no others. */
export function withTimeColumns(table: Table, spec: Spec): Spec {
  const named = TIME_KEYS.map((key) => [key, spec.time?.[key] ?? key] as const)
  const areThere = named.every(([, name]) => findColumn(table, name) !== null)
  return areThere ? { ...spec, time: Object.fromEntries(named) } : spec
}
