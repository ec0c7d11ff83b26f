import type { Problem } from '../lib/problem.ts'
import { isEmpty } from './cell.ts'
import { evenName } from './columnName.ts'
import { badCount } from './countOutcome.ts'
import type { EventRole } from './eventText.ts'
import { missingOutcome } from './extractOutcomes.ts'
import { outcomeCandidates } from './outcomeCandidates.ts'
import { checkOutcomePairs } from './outcomePairs.ts'
import { profileTable } from './profileTable.ts'
import { type Flags, readFlags } from './readFlags.ts'
import type { Role, RoleAssignment } from './role.ts'
import { nameRank } from './roleNames.ts'
import { counted, listed, problem } from './say.ts'
import type { Column, Table } from './table.ts'
import { NEEDED_OUTCOMES } from './usedRows.ts'

/** The column that has a role, or null. */
export type ColumnOf = (role: Role) => Column | null

/** Whether somebody's outcome is known, readable as 0/1 or as counts, of both kinds and consistent. */
export function checkOutcomes(
  table: Table,
  roles: readonly RoleAssignment[],
  columnOf: ColumnOf,
): Problem[] {
  const problems = NEEDED_OUTCOMES.flatMap((role) => {
    const column = columnOf(role)
    return column === null ? [] : missingOutcome(column, role)
  })
  const counts = columnOf('count')
  const read = (role: EventRole): Flags | null => {
    const column = columnOf(role)
    if (column === null) return null
    if (counts !== null && column.kind === 'number') {
      const bad = badCount(column, role, counts.values, counts.missing)
      if (bad !== null) problems.push(bad)
      return null
    }
    const event = roles.find((assignment) => assignment.column === column.name)?.event
    const flags = readFlags(column, role, event)
    if (!flags.ok) problems.push(flags.problem)
    else if (role === 'retained' || role === 'churned') {
      problems.push(...checkClasses(flags, role, column), ...severalTexts(flags, role, column))
    }
    return flags
  }
  const retained = columnOf('retained')
  const churned = columnOf('churned')
  if (retained === null && churned === null) problems.push(noOutcome(table, roles, columnOf))
  const retainedFlags = read('retained')
  const churnedFlags = read('churned')
  read('activated')
  read('won_back')
  return [
    ...problems,
    ...checkOutcomePairs(retainedFlags, churnedFlags, retained, churned, columnOf('mrr_end')),
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
  const none = emptyOutcomes(table)
  const subject = none === '' ? 'No column says' : `${none} in any row, and no other column says`
  return problem({
    severity: other === null ? 'error' : 'warning',
    code: 'no-outcome',
    what:
      other === null
        ? `${subject} whether an account was retained or churned.`
        : `${subject} whether an account was retained or churned, so AUC and logo retention cannot be computed; ${other.name} allows other metrics.`,
    fix:
      candidates.length === 0
        ? 'Choose which column says whether an account was retained or churned, or add one to the export.'
        : `Choose which column says whether an account was retained or churned, for example ${listed(candidates)}.`,
  })
}

/** 'churned has no value', where a column named as the outcome is empty. */
function emptyOutcomes(table: Table): string {
  const names = table.columns
    .filter(isEmpty)
    .map(({ name }) => name)
    .filter((name) => {
      const even = evenName(name)
      return nameRank('churned', even) >= 0 || nameRank('retained', even) >= 0
    })
  if (names.length === 0) return ''
  return `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no value`
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
