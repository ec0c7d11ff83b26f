import type { Problem } from '../lib/problem.ts'
import { cellText, findColumn } from './cell.ts'
import { MOST_FLAGS } from './columnFeatures.ts'
import { missingOutcome } from './extractOutcomes.ts'
import { outcomeCandidates } from './outcomeCandidates.ts'
import { checkOutcomePairs } from './outcomePairs.ts'
import { profileTable } from './profileTable.ts'
import type { Flags } from './readFlags.ts'
import { readFlags } from './readFlags.ts'
import type { Role, RoleAssignment } from './role.ts'
import { counted, grouped, listed, problem } from './say.ts'
import type { Column, Table } from './table.ts'
import { NEEDED_OUTCOMES } from './usedRows.ts'

/** Below this AUC says little, and the evaluator gives none. */
export const LEAST_ACCOUNTS = 101
const MANY_FEATURES = 400

/**
 * What stands between these roles and a run: errors block it, warnings say what a result is then
 * worth. Reads the outcome and id columns, never the features' values.
 */
export function checkContract(table: Table, roles: readonly RoleAssignment[]): Problem[] {
  const columnOf = (role: Role) => {
    const assigned = roles.find((assignment) => assignment.role === role)
    return assigned === undefined ? null : findColumn(table, assigned.column)
  }
  return [
    ...checkSize(table),
    ...checkOutcomes(table, roles, columnOf),
    ...checkRevenue(columnOf('mrr'), 'mrr'),
    ...checkRevenue(columnOf('mrr_end'), 'mrr_end'),
    ...checkNumbers(columnOf),
    ...checkIds(columnOf('id')),
    ...checkFeatures(table, roles),
    ...checkDoubled(roles),
  ]
}

function checkSize({ rowCount }: Table): Problem[] {
  if (rowCount >= LEAST_ACCOUNTS) return []
  return [
    problem({
      severity: 'error',
      code: 'too-few-accounts',
      what: `The file holds ${counted(rowCount, 'account')}; AUC needs at least ${LEAST_ACCOUNTS} to mean anything.`,
      fix: 'Export more accounts with known outcomes.',
    }),
  ]
}

type ColumnOf = (role: Role) => Column | null

function checkOutcomes(
  table: Table,
  roles: readonly RoleAssignment[],
  columnOf: ColumnOf,
): Problem[] {
  const problems: Problem[] = []
  for (const role of NEEDED_OUTCOMES) {
    const column = columnOf(role)
    if (column !== null) problems.push(...missingOutcome(column, role))
  }
  const retained = columnOf('retained')
  const churned = columnOf('churned')
  if (retained === null && churned === null) return [...problems, noOutcome(table, roles, columnOf)]
  const counts = columnOf('count')
  const read = (column: Column | null, role: 'retained' | 'churned'): Flags | null => {
    if (column === null || (counts !== null && column.kind === 'number')) return null
    const event = roles.find((assignment) => assignment.column === column.name)?.event
    return readFlags(column, role, event)
  }
  const flags = { retained: read(retained, 'retained'), churned: read(churned, 'churned') }
  for (const role of ['retained', 'churned'] as const) {
    const each = flags[role]
    const column = columnOf(role)!
    if (each === null) continue
    if (!each.ok) problems.push(each.problem)
    else problems.push(...checkClasses(each, role, column), ...severalTexts(each, role, column))
  }
  for (const role of ['activated', 'won_back'] as const) {
    const column = columnOf(role)
    if (column === null || (counts !== null && column.kind === 'number')) continue
    const event = roles.find((assignment) => assignment.column === column.name)?.event
    const each = readFlags(column, role, event)
    if (!each.ok) problems.push(each.problem)
  }
  return [
    ...problems,
    ...checkOutcomePairs(flags.retained, flags.churned, retained, churned, columnOf('mrr_end')),
  ]
}

function noOutcome(table: Table, roles: readonly RoleAssignment[], columnOf: ColumnOf): Problem {
  const open = new Set(
    roles
      .filter(({ role }) => role === 'feature' || role === 'ignored')
      .map(({ column }) => column),
  )
  const columns = table.columns.filter(({ name }) => open.has(name))
  const candidates = outcomeCandidates(profileTable({ ...table, columns }, null))
  const other = columnOf('mrr_end') ?? columnOf('ltv')
  return problem({
    severity: other === null ? 'error' : 'warning',
    code: 'no-outcome',
    what:
      other === null
        ? 'No column says whether an account was retained or churned.'
        : `No column says whether an account was retained or churned, so AUC and logo retention cannot be computed; ${other.name} allows other metrics.`,
    fix:
      candidates.length === 0
        ? 'Choose which column says whether an account was retained or churned, or add one to the export.'
        : `Choose which column says whether an account was retained or churned, for example ${listed(candidates)}.`,
  })
}

function checkClasses(
  flags: Extract<Flags, { ok: true }>,
  role: 'retained' | 'churned',
  column: Column,
): Problem[] {
  let known = 0
  let happened = 0
  for (let row = 0; row < flags.values.length; row++) {
    if (flags.missing?.[row] === 1) continue
    known++
    happened += flags.values[row]
  }
  if (known === 0 || (happened > 0 && happened < known)) return []
  const all = (happened === known) === (role === 'retained') ? 'retained' : 'churned'
  return [
    problem({
      severity: 'error',
      code: 'outcome-single-class',
      what: `By ${column.name} all ${counted(known, 'account')} ${known === 1 ? 'is' : 'are'} ${all}, so nothing can tell retained from churned.`,
      fix: 'Export accounts of both kinds, or choose another column.',
      column: column.name,
    }),
  ]
}

function severalTexts(
  flags: Extract<Flags, { ok: true }>,
  role: 'retained' | 'churned',
  column: Column,
): Problem[] {
  if (column.kind !== 'text' || column.dictionary.length < 3 || flags.event === null) return []
  const others = column.dictionary.filter((text) => text !== flags.event)
  return [
    problem({
      severity: 'warning',
      code: 'outcome-several-values',
      what: `In ${column.name} "${flags.event}" counts as ${role}; ${listed(others)} count as the opposite.`,
      fix: 'Leave rows of other kinds out of the export if they are neither.',
      column: column.name,
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
    if (column === null || column.kind === 'number') continue
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
  if (tier !== null && tier.kind !== 'text') {
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

function checkIds(column: Column | null): Problem[] {
  if (column === null) return []
  const firstRow = firstRows(column)
  let repeated = 0
  let pair: [number, number] | null = null
  for (let row = 0; row < column.values.length; row++) {
    if (column.missing?.[row] === 1) continue
    const first = firstRow(column.values[row], row)
    if (first === row) continue
    repeated++
    pair ??= [first, row]
  }
  if (pair === null) return []
  const [one, other] = pair
  return [
    problem({
      severity: 'warning',
      code: 'id-repeated',
      what: `${counted(repeated, 'row')} ${repeated === 1 ? 'repeats' : 'repeat'} an id of ${column.name}; "${cellText(column, one)}" stands in rows ${grouped(one + 1)} and ${grouped(other + 1)}.`,
      fix: 'Export one row an account; rows of one id stay on one side of the split.',
      column: column.name,
      row: other,
    }),
  ]
}

/** Remembers the first row of each value it is told. */
function firstRows(column: Column): (value: number, row: number) => number {
  if (column.kind !== 'text') {
    const first = new Map<number, number>()
    return (value, row) => {
      const seen = first.get(value)
      if (seen === undefined) first.set(value, row)
      return seen ?? row
    }
  }
  const first = new Int32Array(column.dictionary.length).fill(-1)
  return (code, row) => {
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
  if (column.kind !== 'text' || column.dictionary.length <= MOST_FLAGS) return []
  return [
    problem({
      severity: 'error',
      code: 'feature-many-texts',
      what: `${column.name} holds ${grouped(column.dictionary.length)} different texts; a feature can have at most ${MOST_FLAGS}.`,
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
