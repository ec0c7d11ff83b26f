import type { Problem } from '../lib/problem.ts'
import { leakFinder, leakTest, SUSPICIOUS, suspected } from './leakFinder.ts'
import type { ColumnProfile } from './profile.ts'
import { retainedFlags } from './retainedFlags.ts'
import { revenueOf } from './revenueCopy.ts'
import type { RoleAssignment } from './role.ts'
import { problem } from './say.ts'
import type { Table } from './table.ts'

const NEARLY = `alone it tells churned from retained accounts with an AUC of ${SUSPICIOUS} or more`

/** The reason of a role that a person chose: it is left as it is. */
export const CHOSEN = 'chosen by you'

/** The roles with features that give the outcome away ignored, but for those a person chose. */
export function blockLeaks(
  table: Table,
  profiles: readonly ColumnProfile[],
  roles: readonly RoleAssignment[],
): { roles: RoleAssignment[]; problems: Problem[] } {
  const leaks = leakFinder(retainedFlags(table, roles), revenueOf(table, roles))
  const blocked = roles.map((each, index): RoleAssignment => {
    if (each.role !== 'feature' || each.reason === CHOSEN) return each
    const reason = leaks.find(table.columns[index], profiles[index])
    return reason === null ? each : { column: each.column, role: 'ignored', reason }
  })
  return { roles: blocked, problems: leaks.problems() }
}

/**
 * Features that give the outcome away by their cells: an error each, a warning where a person included
 * the column; and a warning of those that come near it. A name that sounds like an outcome is none here.
 */
export function usedLeaks(
  table: Table,
  profiles: readonly ColumnProfile[], // of the table
  roles: readonly RoleAssignment[],
): Problem[] {
  const test = leakTest(retainedFlags(table, roles), revenueOf(table, roles))
  const suspects: string[] = []
  const leaks = roles.flatMap(({ column, role, reason: why }, index) => {
    if (role !== 'feature') return []
    const { reason, suspicious } = test(table.columns[index], profiles[index])
    if (suspicious && why !== CHOSEN) suspects.push(column)
    if (suspicious && why === CHOSEN) return [included(column, NEARLY)]
    if (reason === null) return []
    return why === CHOSEN ? [included(column, reason)] : [blocked(column, reason)]
  })
  return suspects.length === 0 ? leaks : [...leaks, suspected(suspects)]
}

function blocked(column: string, reason: string): Problem {
  return problem({
    severity: 'error',
    code: 'leak-blocked',
    what: `${column} is a feature of the spec, but ${reason}: it is probably the outcome in disguise.`,
    fix: 'Leave it out, or include it if you are sure that it is known before the outcome.',
    column,
  })
}

function included(column: string, reason: string): Problem {
  return problem({
    severity: 'warning',
    code: 'leak-included',
    what: `${column} was included by hand, although ${reason}: if it is the outcome in disguise, no figure means anything.`,
    fix: 'Keep it only if it is known before the outcome.',
    column,
  })
}
