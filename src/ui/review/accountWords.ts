import type { MovedAccount } from '../../review/movedAccounts.ts'
import { formatNumber } from '../shared/format.ts'

/** '+24', '−1.5', '0': points with their sign. */
export function signedPoints(points: number): string {
  const text = formatNumber(Math.abs(points))
  if (text === formatNumber(0)) return text
  return points < 0 ? `−${text}` : `+${text}`
}

/** '↑ D → A', '↓ A → C', 'B': where the account stands under both. */
export function tierWords({ incumbent, candidate, tierSteps }: MovedAccount): string {
  if (tierSteps === 0) return candidate.tier
  return `${tierSteps > 0 ? '↑' : '↓'} ${incumbent.tier} → ${candidate.tier}`
}

/** '+24 seats (average +3)': the column whose points changed most, beside those of the average account. */
export function reasonWords(reason: MovedAccount['reason']): string {
  if (reason === null) return '—'
  const average = roundedPoints(reason.average)
  const beside = average === 0 ? '' : ` (average ${signedPoints(average)})`
  return `${signedPoints(roundedPoints(reason.points))} ${reason.name}${beside}`
}

/** Points to one decimal, for lists. */
export function roundedPoints(points: number): number {
  return Math.round(points * 10) / 10
}

export function pointsText(points: number): string {
  return formatNumber(roundedPoints(points))
}
