import type { DriftRow } from '../../review/review.ts'
import { plural } from '../shared/format.ts'

/** Whether a column differs by more than chance makes of the same accounts, and enough to matter. */
export function isDrifting({ band, psi, critical }: DriftRow): boolean {
  return band !== 'stable' && psi > critical
}

/** What the comparison of both row sets comes to. */
export function driftSentence(drift: readonly DriftRow[]): string {
  const moved = drift.filter(isDrifting)
  const shifted = moved.filter(({ band }) => band === 'shifted')
  if (moved.length === 0)
    return 'Yes: no column and neither score differs by more than chance makes. How a column goes with what happened may have changed all the same; the gain above tells that.'
  const names = (rows: DriftRow[]) => rows.map(({ name }) => name).join(', ')
  if (shifted.length === 0)
    return `Nearly: ${plural(moved.length, 'column')} moved a little (${names(moved)}). Worth watching, no reason to stop.`
  return `No: ${names(shifted)} shifted. A score made for the accounts searched may no longer fit.`
}
