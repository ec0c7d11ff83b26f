import { availableMetrics } from '../evaluation/evaluator.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'
import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import { checkContract } from './checkContract.ts'
import { columnUsage, missingPolicies } from './columnUsage.ts'
import { extractOutcomes } from './extractOutcomes.ts'
import { noiseCeiling } from './noiseCeiling.ts'
import type { ColumnProfile } from './profile.ts'
import { profileTable } from './profileTable.ts'
import type { RoleAssignment } from './role.ts'
import type { Spec } from './spec.ts'
import type { Table } from './table.ts'

/** The columns' roles, the spec they lead to, and all that stands in the way. */
export interface ContractView {
  roles: RoleAssignment[]
  spec: Spec | null // null while an error blocks it
  profiles: ColumnProfile[]
  usage: Record<string, string>
  missingPolicies: Record<string, string>
  problems: Problem[]
  metrics: PrimaryMetric[] // that the outcomes allow, best first
  retainedShare: number | null
  noiseCeiling: number | null
}

/** Everything the Data view says about a table under these roles and the spec they lead to. */
export function contractView(
  table: Table,
  roles: RoleAssignment[],
  spec: Result<Spec>,
  known: Problem[], // found before: reading, preparing, guessing
): ContractView {
  const problems = [...known, ...checkContract(table, roles), ...spec.problems]
  const outcomes = spec.ok ? outcomesOf(table, spec.value) : null
  const retained = outcomes?.count === null ? (outcomes.retained as Uint8Array | null) : null
  const share = retained === null ? null : mean(retained)
  return {
    roles,
    spec: spec.ok ? spec.value : null,
    profiles: profileTable(table, retained),
    usage: spec.ok ? columnUsage(table, spec.value, roles) : {},
    missingPolicies: spec.ok ? missingPolicies(table, spec.value) : {},
    problems: unrepeated(problems),
    metrics: outcomes === null ? [] : availableMetrics(outcomes),
    retainedShare: share,
    noiseCeiling:
      share === null || !spec.ok || share === 0 || share === 1
        ? null
        : noiseCeiling(table.rowCount, Object.keys(spec.value.features).length, share),
  }
}

function outcomesOf(table: Table, spec: Spec): Outcomes | null {
  const outcomes = extractOutcomes(table, spec)
  return outcomes.ok ? outcomes.value : null
}

function mean(values: Uint8Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

const ORDER = { error: 0, warning: 1, note: 2 }

/** Each problem once, the worst first. */
function unrepeated(problems: Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems
    .filter((problem) => {
      const key = `${problem.code} ${problem.what} ${problem.where}`
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
    .sort((a, b) => ORDER[a.severity] - ORDER[b.severity])
}
