import type { ByTier } from './metrics.ts'
import { byTier, ratio, type TierTotals } from './tierTotals.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Sum of mrr * retained over sum of mrr, for data with one MRR column and a retained flag. It knows
 * nothing of expansion or contraction: not NRR and never called so.
 */
export function revenueWeightedRetentionByTier(totals: TierTotals[]): ByTier {
  return byTier(totals, (tier) => ratio(tier.retainedMrr!, tier.mrr!))
}
