import type { BeforeRun } from '../accounts/contractView.ts'
import { noiseCeiling } from '../accounts/noiseCeiling.ts'
import { OUTCOME_UNKNOWN, retainedFlags } from '../accounts/retainedFlags.ts'
import type { RoleAssignment } from '../accounts/role.ts'
import { divideRows, type SplitRequest } from '../accounts/rowSets.ts'
import type { Spec } from '../accounts/spec.ts'
import type { Table } from '../accounts/table.ts'
import { smallestAucGain } from '../statistics/power.ts'

/** Two scores of the same accounts are alike: their AUCs go up and down together over samples. */
const ALIKE = 0.5
const USUAL_AUC = 0.75

/** What is known before a run. `split`: of the table; null where the later table is held out beside it. */
export function beforeRun(
  table: Table,
  roles: readonly RoleAssignment[],
  spec: Spec,
  split: SplitRequest | null,
  later: Table | null,
): BeforeRun {
  const flags = retainedFlags(table, roles)
  if (flags === null) return { noiseCeiling: null, smallestGain: null }
  const sets = split === null ? null : divideRows(table, spec, split)
  const rows = sets?.ok ? sets.value : null
  const search = classes(rows === null ? flags : rows.search.map((row) => flags[row]))
  const ofLater = later === null ? null : retainedFlags(later, roles)
  const holdout = rows === null ? ofLater : rows.holdout.map((row) => flags[row])
  const share = search.retained / (search.retained + search.churned)
  return {
    noiseCeiling:
      search.retained > 0 && search.churned > 0
        ? noiseCeiling(search.retained + search.churned, Object.keys(spec.features).length, share)
        : null,
    smallestGain:
      holdout === null
        ? null
        : smallestAucGain({ auc: USUAL_AUC, ...classes(holdout), correlation: ALIKE }),
  }
}

function classes(flags: ArrayLike<number>): { retained: number; churned: number } {
  const counts = { retained: 0, churned: 0 }
  for (let row = 0; row < flags.length; row++) {
    if (flags[row] === OUTCOME_UNKNOWN) continue
    if (flags[row] === 1) counts.retained++
    else counts.churned++
  }
  return counts
}
