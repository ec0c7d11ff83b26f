import { createDistinctScores } from '../evaluation/distinctScores.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'
import { pointsOf, type ScoreVector } from '../evaluation/scoreVector.ts'
import { type Tier, tierOrLowest } from '../evaluation/tiers.ts'
import { type ShareInterval, wilsonInterval } from '../evaluation/wilson.ts'
import { classCounts } from './classCounts.ts'
import { newcombe, type ShareDifference } from './newcombe.ts'

/** Accounts that the candidate takes into the set, puts out of it, and leaves in it. */
export interface SwapSet {
  entering: SwapGroup
  leaving: SwapGroup
  staying: SwapGroup
  difference: ShareDifference | null // retention of entering − leaving, Newcombe, 95 %; null where a group is empty or outcomes are missing
}

export interface SwapGroup {
  accounts: number // a fraction where a tie is shared
  mrr: number | null // at the start, of paying accounts
  retained: ShareInterval | null // Wilson, 95 %
}

/**
 * Membership a row in the best-scored `share` of accounts, k = ceil(share · n): 1 above the score at the
 * cut, 0 below, and at it the part of the tie that is still needed. Throws when lengths differ.
 */
export function topMembership(
  scores: ScoreVector,
  outcomes: Outcomes,
  share: number,
): Float64Array {
  if (!(share > 0 && share <= 1)) throw new Error(`top share outside 0 to 1: ${share}`)
  const { rowCount, count } = outcomes
  const { scores: distinct, slotOfRow } = createDistinctScores(rowCount)(scores)
  const accounts = new Float64Array(distinct.length)
  for (let row = 0; row < rowCount; row++) accounts[slotOfRow[row]] += count?.[row] ?? 1
  const total = accounts.reduce((sum, here) => sum + here, 0)
  const parts = new Float64Array(distinct.length)
  let needed = Math.ceil(share * total - 1e-9) // 0.2 · n may round up past a whole number
  for (let slot = distinct.length - 1; slot >= 0 && needed > 0; slot--) {
    const taken = Math.min(needed, accounts[slot])
    parts[slot] = accounts[slot] === 0 ? 1 : taken / accounts[slot]
    needed -= taken
  }
  return Float64Array.from(slotOfRow, (slot) => parts[slot])
}

/** Membership a row in one tier, by its position in `tiers`: 1 or 0; accounts in no tier count in the lowest. */
export function tierMembership(scores: ScoreVector, tiers: Tier[], tier: number): Float64Array {
  const points = pointsOf(scores)
  return Float64Array.from(scores.values, (_, row) =>
    tierOrLowest(points(row), tiers) === tier ? 1 : 0,
  )
}

/**
 * Who enters and who leaves a set, from the membership of every row before and after. Where a row's
 * membership is a part, no more than the difference moves: equal scores on both sides move nobody.
 */
export function swapSet(before: Float64Array, after: Float64Array, outcomes: Outcomes): SwapSet {
  const { rowCount, count, mrr } = outcomes
  if (before.length !== rowCount || after.length !== rowCount)
    throw new Error(`swap set lengths: ${before.length} and ${after.length}, outcomes ${rowCount}`)
  const retained = classCounts(outcomes, 'auc_roc_retain')?.upper ?? null
  const group = (part: (row: number) => number) => {
    const sums = { accounts: 0, mrr: 0, retained: 0 }
    for (let row = 0; row < rowCount; row++) {
      const share = part(row)
      if (share === 0) continue
      sums.accounts += share * (count?.[row] ?? 1)
      if (mrr !== null && mrr[row] > 0) sums.mrr += share * mrr[row]
      if (retained !== null) sums.retained += share * retained[row]
    }
    return sums
  }
  const entering = group((row) => Math.max(0, after[row] - before[row]))
  const leaving = group((row) => Math.max(0, before[row] - after[row]))
  const staying = group((row) => Math.min(before[row], after[row]))
  const shown = (sums: typeof entering): SwapGroup => ({
    accounts: sums.accounts,
    mrr: mrr === null ? null : sums.mrr,
    retained: retained === null ? null : wilsonInterval(sums.retained, sums.accounts),
  })
  return {
    entering: shown(entering),
    leaving: shown(leaving),
    staying: shown(staying),
    difference:
      retained === null
        ? null
        : newcombe(entering.retained, entering.accounts, leaving.retained, leaving.accounts),
  }
}
