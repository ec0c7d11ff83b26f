import type { ByTier } from './metrics.ts'
import { byTier, ratio, type TierTotals } from './tierTotals.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Share of a tier's accounts that were retained, paying or not.
 */
export function logoRetentionByTier(totals: TierTotals[]): ByTier {
  return byTier(totals, (tier) => ratio(tier.retained!, tier.accounts))
}
