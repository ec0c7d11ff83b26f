import { driftNames } from '../../review/driftNames.ts'
import type { DriftRow } from '../../review/review.ts'
import { listed } from '../../review/words.ts'

/** Whether a column differs by more than chance makes of the same accounts, and enough to matter. */
export function isDrifting({ band, psi, critical }: DriftRow): boolean {
  return band !== 'stable' && psi > critical
}

/** Whether a column alone went with staying on one row set and with churning on the other. */
function hasTurned({ kind, turned }: DriftRow): boolean {
  return kind === 'feature' && turned
}

/** The columns to be shown first: those whose values moved, and those that turned. */
export function isTelling(row: DriftRow): boolean {
  return isDrifting(row) || hasTurned(row)
}

/** What the comparison of both row sets comes to. */
export function driftSentence(drift: readonly DriftRow[]): string {
  const moved = drift.filter(isDrifting)
  const shifted = moved.filter(({ band }) => band === 'shifted')
  const turned = drift.filter(hasTurned).map(({ name }) => name)
  const isOne = turned.length === 1
  const turn = `${listed(turned)} turned: in the accounts searched ${isOne ? 'it goes' : 'they go'} with what happened the other way round than in the held-out ones`
  if (moved.length === 0) {
    if (turned.length > 0)
      return `By their values yes: none differs by more than chance makes. But ${turn}, and no weight can be right for both.`
    return 'Yes: no column and neither score differs by more than chance makes, and no column turned from staying to churning.'
  }
  const also = turned.length > 0 ? ` And ${turn}.` : ''
  if (shifted.length === 0)
    return `Nearly: ${driftNames(moved).names} moved a little. Worth watching, no reason to stop.${also}`
  return `No: ${driftNames(shifted).names} shifted. A score made for the accounts searched may no longer fit.${also}`
}
