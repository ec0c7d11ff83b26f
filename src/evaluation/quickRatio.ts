import type { ByTier } from './metrics.ts'
import { byTier, ratio, type TierTotals } from './tierTotals.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * (New + expansion MRR) over (contraction + churned MRR); null where nothing was lost. New MRR is
 * the end MRR of accounts that paid nothing at the start.
 */
export function quickRatioByTier(totals: TierTotals[]): ByTier {
  return byTier(totals, (tier) =>
    ratio(tier.newMrr! + tier.expansion!, tier.contraction! + tier.churnedMrr!),
  )
}
