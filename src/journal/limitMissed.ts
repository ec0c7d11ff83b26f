import { columnGroups, usedGroups } from '../accounts/columnGroups.ts'
import type { RunSummary } from './entry.ts'

/**
 * What a run says that kept nothing because its start has points for more columns than its guardrail
 * allows; null where it does not. For runs that have ended.
 */
export function limitMissedSentence({
  header,
  kept,
}: Pick<RunSummary, 'header' | 'kept'>): string | null {
  const most = header.guardrails?.maxNonZero
  if (most === undefined || kept > 0) return null
  const weights = Object.values(header.spec.features).map(({ weight }) => weight)
  const columns = usedGroups(columnGroups(header.spec), weights).length
  if (columns <= most) return null
  return `Nothing found with at most ${most} ${most === 1 ? 'column' : 'columns'} with points is better than the start, so the start stays, with ${columns}. The strategy sparse with at most ${most} (--strategy sparse --max-features ${most}) gives the best of so few, better or not.`
}
