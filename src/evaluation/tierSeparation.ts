import type { ScoreTable } from './scoreTable.ts'
import { ratio, total } from './tierTotals.ts'

/** LTV figures need more accounts with ltv > 0 than this. */
export const MIN_LTV_ACCOUNTS = 50

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Among accounts with ltv > 0: mean LTV of scores at or above the upper quartile over mean LTV of
 * scores at or below the lower one. Undefined with 50 such accounts or fewer, null where the lower
 * mean is 0.
 */
export function tierSeparation(table: ScoreTable): number | null | undefined {
  const { scores, ltvAccounts, ltv } = table
  if (ltvAccounts === null || ltv === null) return undefined
  const n = total(ltvAccounts)
  if (n <= MIN_LTV_ACCOUNTS) return undefined
  const lowerQuartile = quantile(scores, ltvAccounts, n, 1)
  const upperQuartile = quantile(scores, ltvAccounts, n, 3)
  let [upperLtv, upperAccounts, lowerLtv, lowerAccounts] = [0, 0, 0, 0]
  for (let slot = 0; slot < scores.length; slot++) {
    if (scores[slot] >= upperQuartile) {
      upperLtv += ltv[slot]
      upperAccounts += ltvAccounts[slot]
    }
    if (scores[slot] <= lowerQuartile) {
      lowerLtv += ltv[slot]
      lowerAccounts += ltvAccounts[slot]
    }
  }
  return ratio(upperLtv / upperAccounts, lowerLtv / lowerAccounts)
}

/**
 * A quartile by linear interpolation between order statistics: type 7 of Hyndman and Fan (1996),
 * "R-7", the default of R and NumPy. `values` ascending, `weights` whole numbers that sum to `n`.
 */
export function quantile(
  values: Float64Array,
  weights: Float64Array,
  n: number,
  quarter: 1 | 2 | 3,
): number {
  const rank = ((n - 1) * quarter) / 4 // from 0
  const below = Math.floor(rank)
  const lower = orderStatistic(values, weights, below)
  if (rank === below) return lower
  const upper = orderStatistic(values, weights, below + 1)
  return lower + (upper - lower) * (rank - below)
}

function orderStatistic(values: Float64Array, weights: Float64Array, rank: number): number {
  let slot = 0
  for (let passed = weights[0]; passed <= rank; passed += weights[slot]) slot++
  return values[slot]
}
