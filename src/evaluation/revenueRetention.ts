import type { ByTier } from './metrics.ts'
import { byTier, ratio, type TierTotals } from './tierTotals.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * What became of the start MRR of paying accounts: NRR = GRR + expansion, and
 * GRR = 1 - contraction - churned share. Null where a tier has no start MRR.
 */
export function nrrByTier(totals: TierTotals[]): ByTier {
  return byTier(totals, (tier) => ratio(tier.mrrEnd!, tier.mrr!))
}

/** Sum of min(mrrEnd, mrr) over sum of mrr; never above 1. */
export function grrByTier(totals: TierTotals[]): ByTier {
  return byTier(totals, (tier) => ratio(tier.kept!, tier.mrr!))
}

/** Sum of max(mrrEnd - mrr, 0) over sum of mrr. */
export function expansionRateByTier(totals: TierTotals[]): ByTier {
  return byTier(totals, (tier) => ratio(tier.expansion!, tier.mrr!))
}

/** Sum of mrr - mrrEnd over accounts with 0 < mrrEnd < mrr, over sum of mrr; churn is not in it. */
export function contractionRateByTier(totals: TierTotals[]): ByTier {
  return byTier(totals, (tier) => ratio(tier.contraction!, tier.mrr!))
}
