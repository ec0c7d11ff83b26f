import type { ByTier } from './metrics.ts'
import type { Outcomes } from './outcomes.ts'
import { pointsOf, type ScoreVector } from './scoreVector.ts'
import { type Tier, tierOrLowest } from './tiers.ts'
import { MIN_TIER_ACCOUNTS } from './tierTotals.ts'

/**
 * Median start MRR of a tier's paying accounts, to stand beside ARPA; null where none pays. A
 * median does not add up, so it needs the rows. Null as a whole without MRR, or where a row stands
 * for several accounts.
 */
export function medianMrrByTier(
  scores: ScoreVector,
  outcomes: Outcomes,
  tiers: Tier[],
): ByTier | null {
  const { mrr, count } = outcomes
  if (mrr === null || count !== null || tiers.length === 0) return null
  const points = pointsOf(scores)
  const accounts = tiers.map(() => 0)
  const paid: number[][] = tiers.map(() => [])
  for (let row = 0; row < mrr.length; row++) {
    const tier = tierOrLowest(points(row), tiers)
    accounts[tier]++
    if (mrr[row] > 0) paid[tier].push(mrr[row])
  }
  return Object.fromEntries(
    tiers
      .map((tier, index) => [tier.label, index] as const)
      .filter(([, index]) => accounts[index] > MIN_TIER_ACCOUNTS)
      .map(([label, index]) => [label, median(Float64Array.from(paid[index]))]),
  )
}

function median(values: Float64Array): number | null {
  if (values.length === 0) return null
  const sorted = values.sort()
  const middle = sorted.length >>> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
