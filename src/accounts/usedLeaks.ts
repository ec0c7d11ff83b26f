import type { Problem } from '../lib/problem.ts'
import { BLOCKED, leakFinder, SUSPICIOUS, suspected } from './leakFinder.ts'
import type { ColumnProfile } from './profile.ts'
import { retainedFlags } from './retainedFlags.ts'
import { revenueOf } from './revenueCopy.ts'
import type { RoleAssignment } from './role.ts'
import { listed, problem } from './say.ts'
import type { Table } from './table.ts'

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

/** Features that alone tell the outcome with an AUC of 0.9 or more: somebody made them features. */
export function usedLeaks(
  profiles: readonly ColumnProfile[], // with `aucAlone`
  roles: readonly RoleAssignment[],
): Problem[] {
  const features = new Set(roles.flatMap(({ column, role }) => (role === 'feature' ? column : [])))
  const alone = (from: number, to: number) =>
    profiles
      .filter(
        ({ name, aucAlone }) =>
          features.has(name) && aucAlone !== null && aucAlone >= from && aucAlone < to,
      )
      .map(({ name }) => name)
  const leaks = alone(BLOCKED, Infinity)
  const suspects = alone(SUSPICIOUS, BLOCKED)
  return [
    ...(leaks.length === 0 ? [] : [disguised(leaks)]),
    ...(suspects.length === 0 ? [] : [suspected(suspects)]),
  ]
}

function disguised(names: readonly string[]): Problem {
  const one = names.length === 1
  return problem({
    severity: 'warning',
    code: 'leak-used',
    what: `${listed(names)} ${one ? 'is a feature and alone tells' : 'are features and each alone tells'} churned from retained accounts with an AUC of ${BLOCKED} or more: ${one ? 'it is' : 'they are'} probably the outcome in disguise.`,
    fix: 'Keep what was known before the outcome, and ignore the rest.',
    ...(one ? { column: names[0] } : {}),
  })
}
