import { availableMetrics } from '../evaluation/evaluator.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import { missingRows } from './cell.ts'
import { checkContract } from './checkContract.ts'
import { columnUsage } from './columnUsage.ts'
import { extractOutcomes } from './extractOutcomes.ts'
import { joinProblems } from './joinProblems.ts'
import type { ColumnProfile } from './profile.ts'
import { withAucAlone } from './profileTable.ts'
import { OUTCOME_UNKNOWN, retainedFlags } from './retainedFlags.ts'
import type { RoleAssignment } from './role.ts'
import type { Spec } from './spec.ts'
import type { Table } from './table.ts'
import { usedLeaks } from './usedLeaks.ts'

/** The columns' roles, the spec they lead to, and all that stands in the way. */
export interface ContractView {
  roles: RoleAssignment[]
  spec: Spec | null // null while an error blocks it
  profiles: ColumnProfile[]
  usage: Record<string, string>
  laterMissing: Record<string, number> // rows of a later file without a value, by column; only columns with such rows
  problems: Problem[]
  metrics: PrimaryMetric[] // that the outcomes allow, best first
  retainedShare: number | null
  beforeRun: BeforeRun
}

/** What a search of these accounts can and cannot show, known before it starts; null: not known. */
export interface BeforeRun {
  noiseCeiling: number | null // AUC that chance alone can reach on the accounts searched
  smallestGain: number | null // in AUC, that the accounts held out would show four times in five
}

const NOTHING: BeforeRun = { noiseCeiling: null, smallestGain: null }

/** Everything the Data view says about a table under these roles and the spec they lead to. */
export function contractView(
  table: Table,
  profiles: readonly ColumnProfile[], // of the table, without `aucAlone`
  roles: RoleAssignment[],
  spec: Result<Spec>,
  known: Problem[], // found before: reading, preparing, guessing
  beforeRun: (spec: Spec) => BeforeRun = () => NOTHING,
  later: Table | null = null, // held out beside it
): ContractView {
  const retained = retainedFlags(table, roles)
  const share = retained === null ? null : retainedShare(retained)
  const value = spec.ok ? spec.value : null
  const outcomes = value === null ? null : extractOutcomes(table, value)
  const contract = checkContract(table, roles, value?.time).filter(
    ({ code }) => code !== 'outcome-missing' || value?.missing_outcomes !== 'leave_out_rows',
  )
  const withAuc = withAucAlone(table, profiles, retained)
  return {
    roles,
    spec: value,
    profiles: withAuc,
    usage: value === null ? {} : columnUsage(table, value, roles),
    laterMissing: later === null ? {} : missingCounts(later),
    problems: unrepeated([
      ...joinProblems(known),
      ...contract,
      ...usedLeaks(table, profiles, roles).filter(
        ({ code }) => !known.some((each) => each.code === code),
      ),
      ...spec.problems,
      ...(outcomes?.problems ?? []),
    ]),
    metrics: outcomes?.ok ? availableMetrics(outcomes.value) : [],
    retainedShare: share,
    beforeRun: value === null ? NOTHING : beforeRun(value),
  }
}

function missingCounts({ columns }: Table): Record<string, number> {
  return Object.fromEntries(
    columns
      .map((column) => [column.name, missingRows(column).count] as const)
      .filter(([, count]) => count > 0),
  )
}

/** Share of retained accounts among those whose outcome is known; null where none is. */
function retainedShare(flags: Uint8Array): number | null {
  let retained = 0
  let known = 0
  for (const flag of flags) {
    if (flag === OUTCOME_UNKNOWN) continue
    known += 1
    retained += flag
  }
  return known === 0 ? null : retained / known
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
