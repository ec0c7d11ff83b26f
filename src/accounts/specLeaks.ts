import type { Problem } from '../lib/problem.ts'
import { rolesOfSpec } from './defaultSpec.ts'
import { leakFinder } from './leakFinder.ts'
import { profileTable } from './profileTable.ts'
import { retainedFlags } from './retainedFlags.ts'
import { revenueOf } from './revenueCopy.ts'
import { problem } from './say.ts'
import type { Spec } from './spec.ts'
import type { Table } from './table.ts'
import { sourceColumns } from './transform.ts'

/** A warning for each column that a spec scores by although it may be known only after the outcome. */
export function specLeaks(table: Table, spec: Spec): Problem[] {
  const names = new Set(
    Object.entries(spec.features).flatMap(([name, { transform }]) =>
      sourceColumns(name, transform),
    ),
  )
  const columns = table.columns.filter(({ name }) => names.has(name))
  const roles = rolesOfSpec(table, spec)
  const finder = leakFinder(retainedFlags(table, roles), revenueOf(table, roles))
  const profiles = profileTable({ rowCount: table.rowCount, columns }, null)
  const leaks = columns.flatMap((column, index) => {
    const reason = finder.find(column, profiles[index])
    return reason === null ? [] : [leaking(column.name, reason)]
  })
  return [...leaks, ...finder.problems().filter(({ code }) => code === 'leak-suspected')]
}

function leaking(column: string, reason: string): Problem {
  return problem({
    severity: 'warning',
    code: 'feature-leaks',
    what: `The score uses ${column}, but ${reason}. Unless it is known when accounts are scored, every figure here is too good.`,
    fix: 'Take the column out of the spec unless it is known when accounts are scored.',
    column,
  })
}
