import { ratio, type TierTotals } from './tierTotals.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Herfindahl–Hirschman index of MRR over tiers, in percent squared: 10,000 / K when K tiers hold
 * the same, 10,000 when one holds all. Null without MRR.
 */
export function revenueConcentrationHhi(totals: TierTotals[]): number | null {
  const mrr = totals.reduce((sum, tier) => sum + tier.mrr!, 0)
  const squares = totals.reduce((sum, tier) => sum + (100 * tier.mrr!) ** 2, 0)
  return ratio(squares, mrr ** 2)
}

/** HHI between 0 (even over the tiers) and 1 (all in one): above 0.0625 moderate, above 0.25 concentrated. */
export function normalisedHhi(hhi: number, tierCount: number): number | null {
  return ratio(hhi / 10_000 - 1 / tierCount, 1 - 1 / tierCount)
}
