import type { ScoreTable } from './scoreTable.ts'
import type { Tier } from './tiers.ts'
import { MIN_TIER_ACCOUNTS, ratio, tierTotals } from './tierTotals.ts'
import { type ShareInterval, wilsonInterval } from './wilson.ts'

/** What stands beside a tier's metrics; shares are null in a tier of 10 accounts or fewer, or without the column. */
export interface TierDetails {
  label: string
  accounts: number // accounts in no tier included in the lowest
  payingAccounts: number | null // with mrr > 0
  mrr: number | null // currency units a month
  keptAccounts: number | null // paying accounts with mrrEnd > 0
  expansionByAccounts: number | null // share of kept accounts with mrrEnd > mrr
  contractionByAccounts: number | null // share of kept accounts with mrrEnd < mrr
  logoRetention: ShareInterval | null // Wilson, 95 %
  activationKnown: number | null // accounts
  activation: ShareInterval | null // Wilson, 95 %, among those known
}

/** Counts, rates by accounts and intervals per tier, in the order of `tiers`. */
export function tierDetails(table: ScoreTable, tiers: Tier[]): TierDetails[] {
  return tierTotals(table, tiers).map((tier) => {
    const enough = tier.accounts > MIN_TIER_ACCOUNTS
    const ofKept = (accounts: number | null) =>
      !enough || accounts === null || tier.keptAccounts === null
        ? null
        : ratio(accounts, tier.keptAccounts)
    const interval = (events: number | null, n: number | null) =>
      !enough || events === null || n === null ? null : wilsonInterval(events, n)
    return {
      label: tier.label,
      accounts: tier.accounts,
      payingAccounts: tier.paying,
      mrr: tier.mrr,
      keptAccounts: tier.keptAccounts,
      expansionByAccounts: ofKept(tier.expandedAccounts),
      contractionByAccounts: ofKept(tier.contractedAccounts),
      logoRetention: interval(tier.retained, tier.accounts),
      activationKnown: tier.activationKnown,
      activation: interval(tier.activated, tier.activationKnown),
    }
  })
}
