import type { ByTier } from './metrics.ts'
import { byTier, ratio, type TierTotals } from './tierTotals.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Average start MRR of a paying account, currency units a month; null where none pays.
 */
export function arpaByTier(totals: TierTotals[]): ByTier {
  return byTier(totals, (tier) => ratio(tier.mrr!, tier.paying!))
}
