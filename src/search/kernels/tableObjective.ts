import type { Dataset } from '../../accounts/dataset.ts'
import { primaryValue } from '../../evaluation/evaluator.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { createScoreTableBuilder } from '../../evaluation/scoreTable.ts'
import { holding } from '../../lib/heldBytes.ts'
import { createMove, type Move } from '../move.ts'
import type { Objective } from '../objective.ts'
import { IncumbentScores } from './incumbentScores.ts'
import { stay } from './stay.ts'

/**
 * Any metric, by the evaluator's own score tables: for rows that stand for many accounts, for grids
 * too fine to count, and for metrics without a kernel. The comparable is the metric itself.
 */
export function createTableObjective(dataset: Dataset, metric: PrimaryMetric): Objective {
  const { rowCount, resolution, outcomes } = dataset
  const scores = new IncumbentScores(dataset, [Uint32Array.from({ length: rowCount }, (_, i) => i)])
  const buffer = new Int32Array(scores.size)
  const values = buffer.subarray(0, rowCount)
  const builder = createScoreTableBuilder(outcomes)
  const { maxGrid } = scores
  let last = createMove()

  function evaluate(move: Move): number {
    last = move
    if (rowCount === 0) return Number.NaN
    scores.describe(move)
    scores.wide(move, buffer)
    const table = builder.build({ kind: 'grid', values, resolution, maxGrid })
    return primaryValue(table, metric) ?? Number.NaN
  }

  return holding(() => [scores, buffer], {
    reset(weights) {
      scores.moveTo(weights, createMove())
      return evaluate(stay(weights))
    },
    tryMove: evaluate,
    accept() {
      scores.accept(last)
    },
    toValue: (comparable) => comparable,
  })
}
