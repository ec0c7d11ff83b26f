import type { ColumnChange } from '../../review/explainAccount.ts'
import type { MovedAccount } from '../../review/movedAccounts.ts'
import { besideOthers, moveDirection } from '../../review/moveReason.ts'
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

/** '+24 seats (average +3)': the column that moved it, with its points beside those of the average account. */
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

export interface ChangeRow extends ColumnChange {
  average: number // change of all accounts, points
}

/** What changed for the account or for others, beginning with what moved it the way it went. */
export function changeRows(account: MovedAccount, changes: readonly ColumnChange[]): ChangeRow[] {
  const direction = moveDirection(account)
  const averages = new Map(account.all.columns.map(({ name, change }) => [name, change]))
  const pushed = ({ difference, average }: ChangeRow) => {
    const beside = besideOthers(difference, average)
    return direction === 0 ? Math.abs(beside) : direction * beside
  }
  return changes
    .map((change) => ({ ...change, average: averages.get(change.name) ?? 0 }))
    .filter(({ difference, average }) => difference !== 0 || average !== 0)
    .sort((a, b) => pushed(b) - pushed(a))
}
