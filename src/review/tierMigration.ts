import type { Outcomes } from '../evaluation/outcomes.ts'
import { pointsOf, type ScoreVector } from '../evaluation/scoreVector.ts'
import { type Tier, tierOrLowest } from '../evaluation/tiers.ts'
import type { TierMigration } from './review.ts'

/**
 * Who changes tier: accounts and their start MRR by tier before (first index) and after (second),
 * in the order of `tiers`; accounts in no tier count in the lowest. Throws when lengths differ.
 */
export function tierMigration(
  before: ScoreVector,
  after: ScoreVector,
  outcomes: Outcomes,
  tiers: Tier[],
): Omit<TierMigration, 'rows'> {
  const { rowCount, count, mrr } = outcomes
  if (before.values.length !== rowCount || after.values.length !== rowCount) {
    throw new Error(
      `score vector length: before ${before.values.length}, after ${after.values.length}, outcomes ${rowCount}`,
    )
  }
  if (tiers.length === 0) return { tiers: [], accounts: [], mrr: mrr === null ? null : [] }
  const accounts = tiers.map(() => tiers.map(() => 0))
  const money = tiers.map(() => tiers.map(() => 0))
  const pointsBefore = pointsOf(before)
  const pointsAfter = pointsOf(after)
  for (let row = 0; row < rowCount; row++) {
    const from = tierOrLowest(pointsBefore(row), tiers)
    const to = tierOrLowest(pointsAfter(row), tiers)
    accounts[from][to] += count === null ? 1 : count[row]
    if (mrr !== null) money[from][to] += mrr[row]
  }
  return {
    tiers: tiers.map((tier) => tier.label),
    accounts,
    mrr: mrr === null ? null : money,
  }
}

/** Share of the accounts that change tier; null without accounts. */
export function movedShare({ accounts }: TierMigration): number | null {
  let moved = 0
  let total = 0
  for (const [from, row] of accounts.entries()) {
    for (const [to, value] of row.entries()) {
      total += value
      if (from !== to) moved += value
    }
  }
  return total === 0 ? null : moved / total
}
