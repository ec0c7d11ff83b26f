import type { Dataset } from '../../accounts/dataset.ts'
import { holding } from '../../lib/heldBytes.ts'
import { createMove, type Move } from '../move.ts'
import type { Objective } from '../objective.ts'
import { exactMoney } from './exactMoney.ts'
import { exactShare } from './exactShare.ts'
import { positiveRows } from './rowClasses.ts'
import { createScoreCounts, LAST } from './scoreCounts.ts'
import { stay } from './stay.ts'
import { createUndefinedObjective } from './undefinedObjective.ts'

/**
 * Share of MRR held by the best-scored fifth of paying accounts; a tie at the cut gives its expected
 * share. Scores are counted, the cut is found from the top, then the money above it is added up.
 *
 * Amounts are added as whole numbers (see `exactMoney`), so the value depends on who is above the cut
 * and not on how ties group them: rounding can not make a win.
 */
export function createCaptureObjective(dataset: Dataset): Objective {
  const { mrr } = dataset.outcomes
  const paying = mrr === null ? new Uint32Array(0) : positiveRows(mrr)
  if (mrr === null || paying.length === 0) return createUndefinedObjective()
  const counts = createScoreCounts(dataset, paying)
  const { units, total } = exactMoney(mrr, paying, counts.scores.size)
  const needed = Math.max(1, Math.ceil(paying.length / 5))
  let last = createMove()

  function evaluate(move: Move): number {
    last = move
    counts.count(move)
    const cut = counts.fromTop(needed)
    const taken = needed - cut.passed
    if (taken === cut.tied) return counts.sumBetween(units, cut.from, LAST) / total
    const above = counts.sumBetween(units, cut.after, LAST)
    const tied = counts.sumBetween(units, cut.from, cut.after)
    return (above + exactShare(tied, taken, cut.tied)) / total
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
