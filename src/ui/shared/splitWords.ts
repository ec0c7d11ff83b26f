import type { SplitRecord } from '../../journal/entry.ts'
import { formatShare } from './format.ts'

/** What a run held out, in a few words; '' where an imported journal does not say. */
export function splitWords({ kind, share, second, windows }: SplitRecord): string {
  if (kind === 'unknown') return ''
  if (kind === 'file') return `${second?.name ?? 'a later file'} held out`
  if (kind === 'time')
    return windows === undefined
      ? 'later outcomes held out'
      : `held out from ${windows.holdout.featuresAsofFrom} on`
  return share === 0 ? 'none held out' : `${formatShare(share)} held out`
}
