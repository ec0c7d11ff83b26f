import type { SwapSet } from '../../review/review.ts'
import { formatFixed, formatShare } from '../shared/format.ts'

/** What became of the accounts that change places at the top, and whether that is more than luck. */
export function swapSentence({ entering, leaving, difference, share }: SwapSet): string {
  const top = `top ${formatShare(share)}`
  if (Math.round(entering.accounts) === 0)
    return `The same accounts stand in the ${top} under both.`
  if (entering.retainedShare === null || leaving.retainedShare === null)
    return `What became of the accounts that enter and leave the ${top} is not in the data.`
  const start = `Of those that enter ${formatShare(entering.retainedShare)} stayed, of those that leave ${formatShare(leaving.retainedShare)}`
  if (difference === null) return `${start}.`
  const points = (value: number) =>
    `${value < 0 ? '−' : '+'}${formatFixed(Math.abs(100 * value), 0)}`
  const range = `${points(difference.low)} to ${points(difference.high)} points`
  const verdict =
    difference.low > 0
      ? 'the new top is the better one'
      : difference.high < 0
        ? 'the new top is the worse one'
        : 'that may be luck'
  return `${start}: ${verdict} (95 % interval ${range}).`
}
