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
 * NRR of the best-scored half of start MRR minus NRR of the rest; a tie at the cut goes to both halves
 * in proportion. Amounts are added as whole numbers (see `exactMoney`), so the value does not depend
 * on how ties are grouped.
 */
export function createSpreadObjective(dataset: Dataset): Objective {
  const { mrr, mrrEnd } = dataset.outcomes
  const paying = mrr === null ? new Uint32Array(0) : positiveRows(mrr)
  if (mrr === null || mrrEnd === null || paying.length === 0) return createUndefinedObjective()
  const counts = createScoreCounts(dataset, paying)
  const start = exactMoney(mrr, paying, counts.scores.size)
  const end = exactMoney(mrrEnd, paying, counts.scores.size)
  const half = start.total / 2
  let last = createMove()

  function evaluate(move: Move): number {
    last = move
    counts.count(move)
    const cut = counts.fromTopByAmount(start.units, half)
    const above = counts.sumBetween(end.units, cut.after, LAST)
    const tied = counts.sumBetween(end.units, cut.from, cut.after)
    // Twice everything: half of an odd total is no whole number.
    const twiceAbove = 2 * above + exactShare(tied, start.total - 2 * cut.passed, cut.tied)
    return ((twiceAbove - end.total) * end.unit) / (half * start.unit)
  }

  return holding(() => [counts, start, end], {
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
