import { gainStandardError } from '../../review/gainMargin.ts'
import type { Review, TierMigration } from '../../review/review.ts'
import { wholeValue } from '../charts/metricText.ts'
import { crowdedTier, METRIC_WORDS, resultSentence } from '../run/runWords.ts'
import type { HoldoutWorth } from '../run/runWorth.ts'
import { formatMetric, formatShare, plural } from '../shared/format.ts'

/** The held-out gain of a review with its cautious margin. */
export function reviewWorth(report: Review): HoldoutWorth {
  const before = wholeValue(report.incumbent.holdout, report.metric)
  const after = wholeValue(report.candidate.holdout, report.metric)
  if (typeof before !== 'number' || typeof after !== 'number') return { gain: null, margin: null }
  const error = gainStandardError(
    report.metric,
    before,
    after,
    report.incumbent.holdout,
    report.migration.tiers,
  )
  return { gain: after - before, margin: error === null ? null : 1.96 * error }
}

/** Whether the best spec differs from the start at all. */
export function isUnchanged(report: Review): boolean {
  return report.weights.every((weight) => weight.before === weight.after)
}

/** The sentence over the review. */
export function reviewHeadline(report: Review): string {
  if (isUnchanged(report)) return 'No evidence of a gain: the search kept the start as it was'
  return resultSentence(reviewWorth(report), report.holdoutRows > 0)
}

/** The figures behind the sentence, on the accounts that count most. */
export function reviewSub(report: Review): string {
  const words = METRIC_WORDS[report.metric]
  const name = words.name.charAt(0).toUpperCase() + words.name.slice(1)
  const rows = report.holdoutRows > 0 ? 'holdout' : 'search'
  const before = formatMetric(wholeValue(report.incumbent[rows], report.metric), 3)
  const after = formatMetric(wholeValue(report.candidate[rows], report.metric), 3)
  const where =
    rows === 'holdout'
      ? `on ${plural(report.holdoutRows, 'account')} the search never saw`
      : `on ${plural(report.searchRows, 'account')}, all of them searched`
  const crowded = crowdedTier(report.candidate.search, report.migration.tiers)
  return `${name} goes from ${before} to ${after} ${where}: ${words.says}.${crowded === null ? '' : ` ${crowded}`}`
}

export interface Moves {
  up: number
  down: number
  stay: number
  total: number
}

/** Sums of a migration matrix above, below and on its diagonal; tiers stand best first. */
export function tierMoves(matrix: number[][]): Moves {
  const moves = { up: 0, down: 0, stay: 0, total: 0 }
  for (const [from, row] of matrix.entries())
    for (const [to, value] of row.entries()) {
      moves[to < from ? 'up' : to > from ? 'down' : 'stay'] += value
      moves.total += value
    }
  return moves
}

/** '22.6 %' of the accounts that change tier. */
export function changedShare(migration: TierMigration): string {
  const { up, down, total } = tierMoves(migration.accounts)
  return total === 0 ? '—' : formatShare((up + down) / total, 1)
}
