import type { SwapSet } from './review.ts'

/** What became of the accounts that change places at the top, of 100 each, and whether that is more than luck. */
export function swapSentence({ entering, leaving, difference, share }: SwapSet): string {
  if (Math.round(entering.accounts) === 0)
    return `The same accounts stand in the top ${Math.round(100 * share)} % under both.`
  if (entering.retainedShare === null || leaving.retainedShare === null)
    return 'What became of the accounts that enter and leave is not in the data.'
  const [enter, leave] = [entering, leaving].map(({ retainedShare }) =>
    Math.round(100 * retainedShare!),
  )
  const start = `Of 100 accounts that enter, ${enter} are retained; of 100 that leave, ${leave}`
  if (difference === null) return `${start}.`
  const { low, high } = difference
  const change = counted(enter - leave)
  if (low <= 0 && high >= 0) {
    return `${start}: ${change}, which may be luck (${counted(100 * low)} to ${counted(100 * high)}).`
  }
  const ends = [low, high].map((end) => Math.round(Math.abs(100 * end))).sort((a, b) => a - b)
  return `${start}: ${change} (${ends[0]} to ${ends[1]} with 95 % certainty).`
}

/** '34 fewer', '2 more', 'as many'. */
function counted(accounts: number): string {
  const whole = Math.round(Math.abs(accounts))
  if (whole === 0) return 'as many'
  return `${whole} ${accounts < 0 ? 'fewer' : 'more'}`
}
