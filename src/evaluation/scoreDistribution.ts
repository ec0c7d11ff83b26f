import type { Metrics } from './metrics.ts'
import type { ScoreTable } from './scoreTable.ts'
import { type TierTotals, total } from './tierTotals.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Mean score of all accounts, in points.
 */
export function scoreMean(table: ScoreTable): number {
  let sum = 0
  for (let slot = 0; slot < table.scores.length; slot++) {
    sum += table.scores[slot] * table.accounts[slot]
  }
  return sum / total(table.accounts)
}

/** Standard deviation of the score over all accounts (population: divided by n), in points. */
export function scoreStd(table: ScoreTable): number {
  const mean = scoreMean(table)
  let squares = 0
  for (let slot = 0; slot < table.scores.length; slot++) {
    squares += (table.scores[slot] - mean) ** 2 * table.accounts[slot]
  }
  return Math.sqrt(squares / total(table.accounts))
}

/** Share of accounts in each tier, 0 to 1, keyed `pct_A_tier`. */
export function tierShares(totals: TierTotals[], accounts: number): Partial<Metrics> {
  return Object.fromEntries(
    totals.map((tier) => [`pct_${tier.label}_tier`, tier.accounts / accounts]),
  )
}
