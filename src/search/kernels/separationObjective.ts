import type { Dataset } from '../../accounts/dataset.ts'
import { holding } from '../../lib/heldBytes.ts'
import { createMove, type Move } from '../move.ts'
import type { Objective } from '../objective.ts'
import { exactMoney } from './exactMoney.ts'
import { positiveRows } from './rowClasses.ts'
import { createScoreCounts, FIRST, LAST } from './scoreCounts.ts'
import { stay } from './stay.ts'
import { createUndefinedObjective } from './undefinedObjective.ts'

/** LTV figures need more accounts with ltv > 0 than this, as in the evaluator. */
export const MIN_LTV_ACCOUNTS = 50

/**
 * Mean LTV of scores at or above the upper quartile over that of scores at or below the lower one,
 * among accounts with ltv > 0. A quartile between two neighbouring scores separates them, so the
 * order statistics next to it decide and no quotient is compared.
 *
 * Amounts are added as whole numbers (see `exactMoney`), so the value does not depend on the order.
 */
export function createSeparationObjective(dataset: Dataset): Objective {
  const { ltv } = dataset.outcomes
  const rows = ltv === null ? new Uint32Array(0) : positiveRows(ltv)
  if (ltv === null || rows.length <= MIN_LTV_ACCOUNTS) return createUndefinedObjective()
  const counts = createScoreCounts(dataset, rows)
  const { units } = exactMoney(ltv, rows, counts.scores.size)
  const ranks = quartileRanks(rows.length)
  let last = createMove()

  function evaluate(move: Move): number {
    last = move
    counts.count(move)
    const upper = counts.fromTop(ranks.upper)
    const lower = counts.fromBottom(ranks.lower)
    const upperMean = counts.sumBetween(units, upper.from, LAST) / (upper.passed + upper.tied)
    const lowerMean = counts.sumBetween(units, FIRST, lower.after) / (lower.passed + lower.tied)
    return lowerMean === 0 ? Number.NaN : upperMean / lowerMean
  }

  return holding(() => [counts, units], {
    reset(weights) {
      counts.scores.moveTo(weights, createMove())
      return evaluate(stay(weights))
    },
    tryMove: evaluate,
    accept() {
      counts.scores.accept(last)
    },
    toValue: (comparable) => comparable,
  })
}

/**
 * How many accounts the upper quartile takes from the top, and the lower one from the bottom. R-7: the
 * quartile has rank (n - 1) q from 0; above a fraction, the next order statistic counts.
 */
export function quartileRanks(n: number): { upper: number; lower: number } {
  return { upper: n - Math.ceil(((n - 1) * 3) / 4), lower: Math.floor((n - 1) / 4) + 1 }
}
