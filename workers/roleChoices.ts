import type { RoleAssignment } from '../src/accounts/role.ts'
import { CHOSEN } from '../src/accounts/usedLeaks.ts'
import type { Problem } from '../src/lib/problem.ts'

/** What tells whether two lists of roles have the same outcomes. */
export function outcomeOf(roles: readonly RoleAssignment[]): string {
  const named = roles.filter(({ role }) => ['retained', 'churned', 'mrr_end'].includes(role))
  return JSON.stringify(named.map(({ column, role, event }) => [column, role, event]))
}

/** The roles a spec gives, where a person included features before: those stay included by hand. */
export function withChoices(
  roles: readonly RoleAssignment[],
  before: readonly RoleAssignment[],
): RoleAssignment[] {
  const chosen = new Set(
    before
      .filter(({ role, reason }) => role === 'feature' && reason === CHOSEN)
      .map(({ column }) => column),
  )
  return roles.map((each) =>
    each.role === 'feature' && chosen.has(each.column) ? { ...each, reason: CHOSEN } : each,
  )
}

/**
 * The roles of a run's spec, where the features of the spec it counts gains from are features too; all as
 * included by hand, since a run was started with them.
 */
export function scoredRoles(
  roles: readonly RoleAssignment[],
  origin: readonly RoleAssignment[], // of the same columns
): RoleAssignment[] {
  return roles.map((each, index): RoleAssignment => {
    const isScored = each.role === 'feature' || origin[index].role === 'feature'
    const isFree = each.role === 'feature' || each.role === 'ignored'
    return isScored && isFree ? { ...each, role: 'feature', reason: CHOSEN } : each
  })
}

/** What was guessed about a column holds only while the guess does; errors are found anew. */
export function stillTrue(
  problems: Problem[],
  guessed: RoleAssignment[],
  roles: RoleAssignment[],
): Problem[] {
  const now = new Map(roles.map(({ column, role }) => [column, role]))
  const changed = guessed.filter(({ column, role }) => now.get(column) !== role)
  const names = new Set(changed.map(({ column }) => column))
  return problems.filter(
    ({ severity, column }) => severity !== 'error' && (column === undefined || !names.has(column)),
  )
}
