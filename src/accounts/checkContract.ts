import type { Problem } from '../lib/problem.ts'
import { cellText, findColumn, isEmpty, missingRows } from './cell.ts'
import { type ColumnOf, checkOutcomes } from './checkOutcomes.ts'
import { MOST_TEXTS } from './columnFeatures.ts'
import { readDates } from './readDates.ts'
import type { Role, RoleAssignment } from './role.ts'
import { counted, grouped, listed, percent, problem } from './say.ts'
import type { Spec } from './spec.ts'
import type { Column, Table } from './table.ts'
import { timeColumns } from './timeColumns.ts'

/** Below this AUC says little, and the evaluator gives none. */
export const LEAST_ACCOUNTS = 101
/** Below this, 30 % held out may leave too few to search. */
const SMALL = 160
/** Accounts that a split by chance may put on the other side. */
const SPARE = 10
const MANY_FEATURES = 400

/**
 * What stands between these roles and a run: errors block it, warnings say what a result is then
 * worth. Reads the outcome, id and snapshot columns, never the features' values. An id may stand in
 * several snapshots.
 */
export function checkContract(
  table: Table,
  roles: readonly RoleAssignment[],
  { features_asof }: NonNullable<Spec['time']> = timeColumns(table, roles).time ?? {},
): Problem[] {
  const columnOf = (role: Role) => {
    const assigned = roles.find((assignment) => assignment.role === role)
    return assigned === undefined ? null : findColumn(table, assigned.column)
  }
  return [
    ...checkSize(accountsIn(table, columnOf('count'))),
    ...checkOutcomes(table, roles, columnOf),
    ...checkRevenue(columnOf('mrr'), 'mrr'),
    ...checkRevenue(columnOf('mrr_end'), 'mrr_end'),
    ...checkNumbers(columnOf),
    ...checkIds(columnOf('id'), findColumn(table, features_asof ?? '')),
    ...checkFeatures(table, roles),
    ...checkDoubled(roles),
  ]
}

/** Rows, or what they add up to where a column counts accounts. */
function accountsIn({ rowCount }: Table, count: Column | null): number {
  if (count === null || count.kind !== 'number') return rowCount
  return count.values.reduce((sum, accounts) => sum + accounts, 0)
}

function checkSize(accounts: number): Problem[] {
  if (accounts >= SMALL) return []
  if (accounts < LEAST_ACCOUNTS) {
    return [
      problem({
        severity: 'error',
        code: 'too-few-accounts',
        what: `The file holds ${counted(accounts, 'account')}; AUC needs at least ${LEAST_ACCOUNTS} to mean anything.`,
        fix: 'Export more accounts with known outcomes.',
      }),
    ]
  }
  const share = 1 - (LEAST_ACCOUNTS + SPARE) / accounts
  const most = share >= 0.01 ? `at most about ${percent(share)}` : 'none'
  return [
    problem({
      severity: 'warning',
      code: 'few-accounts',
      what: `The file holds ${counted(accounts, 'account')}, and a search by AUC must read at least ${LEAST_ACCOUNTS} of them: ${most} can be held out.`,
      fix: 'Export more accounts, or hold out a smaller share when you start a run.',
    }),
  ]
}

function checkRevenue(column: Column | null, role: 'mrr' | 'mrr_end'): Problem[] {
  if (column === null || column.kind !== 'number') return []
  const row = column.values.findIndex((value) => value < 0)
  if (row < 0) return []
  return [
    problem({
      severity: 'error',
      code: 'revenue-negative',
      what: `${column.name} (${role}) is ${column.values[row]} in row ${grouped(row + 1)}; revenue cannot be below 0.`,
      fix: 'Correct the value, or choose another column.',
      column: column.name,
      row,
    }),
  ]
}

function checkNumbers(columnOf: ColumnOf): Problem[] {
  const problems: Problem[] = []
  for (const role of ['mrr', 'mrr_end', 'ltv', 'count'] as const) {
    const column = columnOf(role)
    if (column === null || column.kind === 'number' || isEmpty(column)) continue
    problems.push(
      problem({
        severity: 'error',
        code: 'outcome-kind',
        what: `${column.name} is to hold ${role}, but its values are not numbers.`,
        fix: `Choose a column of numbers as ${role}, or none.`,
        column: column.name,
      }),
    )
  }
  const tier = columnOf('former_tier')
  if (tier !== null && tier.kind !== 'text' && !isEmpty(tier)) {
    problems.push(
      problem({
        severity: 'error',
        code: 'outcome-kind',
        what: `${tier.name} is to name the former tier, but holds no text.`,
        fix: 'Choose a column of tier names as former tier, or none.',
        column: tier.name,
      }),
    )
  }
  return problems
}

function checkIds(column: Column | null, snapshots: Column | null): Problem[] {
  if (column === null) return []
  const { count, first: unnamed } = missingRows(column)
  const problems = count === 0 ? [] : [unnamedRows(column, count, unnamed)]
  const firstRow = firstRows(column, snapshots === null ? null : readDates(snapshots))
  let repeated = 0
  let pair: [number, number] | null = null
  for (let row = 0; row < column.values.length; row++) {
    if (column.missing?.[row] === 1) continue
    const first = firstRow(row)
    if (first === row) continue
    repeated++
    pair ??= [first, row]
  }
  if (pair === null) return problems
  const [one, other] = pair
  const period = snapshots === null ? '' : ` under one ${snapshots.name}`
  return [
    ...problems,
    problem({
      severity: 'warning',
      code: 'id-repeated',
      what: `${counted(repeated, 'row')} ${repeated === 1 ? 'repeats' : 'repeat'} an id of ${column.name}${period}; "${cellText(column, one)}" stands in rows ${grouped(one + 1)} and ${grouped(other + 1)}.`,
      fix: 'Export one row an account; rows of one id stay on one side of the split.',
      column: column.name,
      row: other,
    }),
  ]
}

function unnamedRows({ name }: Column, count: number, row: number): Problem {
  return problem({
    severity: 'warning',
    code: 'id-unnamed',
    what: `${counted(count, 'row')} ${count === 1 ? 'has' : 'have'} no ${name}, the first of them row ${grouped(row + 1)}: an account that stands in several of them may be searched and held out at once.`,
    fix: 'Give every account its id, or choose another id column.',
    column: name,
    row,
  })
}

/** Tells the first row of the same id in the same snapshot; rows are told in order. */
function firstRows(
  { kind, values, ...rest }: Column,
  snapshots: Float64Array | null,
): (row: number) => number {
  if (kind !== 'text' || snapshots !== null) {
    const first = new Map<number, Map<number, number>>() // by snapshot
    return (row) => {
      const at = snapshots?.[row] ?? 0
      const rows = first.get(at) ?? new Map<number, number>()
      first.set(at, rows)
      const seen = rows.get(values[row])
      if (seen === undefined) rows.set(values[row], row)
      return seen ?? row
    }
  }
  const { dictionary } = rest as { dictionary: string[] }
  const first = new Int32Array(dictionary.length).fill(-1)
  return (row) => {
    const code = values[row]
    if (first[code] < 0) first[code] = row
    return first[code]
  }
}

function checkFeatures(table: Table, roles: readonly RoleAssignment[]): Problem[] {
  const names = new Set(roles.filter(({ role }) => role === 'feature').map(({ column }) => column))
  const features = table.columns.filter(({ name }) => names.has(name))
  const usable = features.filter((column) => column.kind !== 'time')
  const problems = features.flatMap(unusable)
  if (usable.length === 0) {
    problems.push(
      problem({
        severity: 'error',
        code: 'no-feature',
        what: 'No column is left to score accounts by.',
        fix: 'Give at least one column the role feature.',
      }),
    )
  }
  if (features.length > MANY_FEATURES) {
    problems.push(
      problem({
        severity: 'warning',
        code: 'many-features',
        what: `${counted(features.length, 'column')} are features; a search needs more experiments for each, and finds more by chance.`,
        fix: 'Ignore columns that cannot matter, or raise the budget.',
      }),
    )
  }
  return problems
}

function unusable(column: Column): Problem[] {
  if (column.kind === 'time') {
    return [
      problem({
        severity: 'error',
        code: 'feature-is-time',
        what: `${column.name} holds times, which cannot be scored.`,
        fix: 'Give it the role time, or export the days since then as a number.',
        column: column.name,
      }),
    ]
  }
  if (column.kind !== 'text' || column.dictionary.length <= MOST_TEXTS) return []
  return [
    problem({
      severity: 'error',
      code: 'feature-many-texts',
      what: `${column.name} holds ${grouped(column.dictionary.length)} different texts; a feature can have at most ${MOST_TEXTS}.`,
      fix: 'Ignore the column, or group its values before the export.',
      column: column.name,
    }),
  ]
}

/** Roles that only one column can have. */
const SHARED: ReadonlySet<Role> = new Set(['feature', 'segment', 'time', 'ignored'])

function checkDoubled(roles: readonly RoleAssignment[]): Problem[] {
  const byRole = new Map<Role, string[]>()
  for (const { column, role } of roles) {
    if (!SHARED.has(role)) byRole.set(role, [...(byRole.get(role) ?? []), column])
  }
  return [...byRole]
    .filter(([, columns]) => columns.length > 1)
    .map(([role, columns]) =>
      problem({
        severity: 'error',
        code: 'role-doubled',
        what: `${listed(columns)} all have the role ${role}, which only one column can have.`,
        fix: 'Give the others another role.',
        column: columns[1],
      }),
    )
}
