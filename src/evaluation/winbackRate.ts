import type { ByTier } from './metrics.ts'
import type { FormerTierSums } from './scoreTable.ts'
import { MIN_TIER_ACCOUNTS } from './tierTotals.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Of accounts that had churned from a tier, the share won back, by that former tier. Former tiers
 * of 10 accounts or fewer are left out.
 */
export function winbackRateByFormerTier(former: FormerTierSums): ByTier {
  return Object.fromEntries(
    former.labels
      .map((label, code) => ({ label, accounts: former.accounts[code], won: former.wonBack[code] }))
      .filter((tier) => tier.accounts > MIN_TIER_ACCOUNTS)
      .map((tier) => [tier.label, tier.won / tier.accounts]),
  )
}
