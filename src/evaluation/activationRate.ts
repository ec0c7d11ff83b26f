import type { ByTier } from './metrics.ts'
import { byTier, ratio, type TierTotals } from './tierTotals.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Share of a tier's accounts that were activated, among those where it is known; null where it is
 * known of none.
 */
export function activationRateByTier(totals: TierTotals[]): ByTier {
  return byTier(totals, (tier) => ratio(tier.activated!, tier.activationKnown!))
}
