import type { Dataset } from '../../accounts/dataset.ts'
import { createRowScorer } from '../../accounts/rowScorer.ts'
import { holding } from '../../lib/heldBytes.ts'
import { createRankScores, type RankScores, ranksPay } from '../kernels/scoreRanks.ts'
import { stepsOf } from '../sweeps/levels.ts'

/** Times that bins are gone through by who places rows by steps. */
const BIN_PASSES = 2

/** Steps of the rows' scores from 0, the lowest, to the highest; valid until the next call. */
export type StepScorer = (weights: Int32Array) => { values: Int32Array; highest: number }

/**
 * Orders the rows of a dataset on a grid as their scores do, in few steps: those that scores can have,
 * or ranks where rows are fewer than they.
 */
export function createStepScorer(dataset: Dataset): StepScorer {
  const score = createRowScorer(dataset)
  const { rowCount } = dataset
  const { size, origin, bottom, top } = stepsOf(dataset)
  const values = new Int32Array(rowCount)
  let ranks: RankScores | null = null

  const scoreSteps: StepScorer = (weights) => {
    const { kind, values: scores, ...grid } = score(weights)
    if (!('maxGrid' in grid)) throw new Error(`scores of a step: ${kind}`)
    let lowest = top
    let highest = bottom
    for (let row = 0; row < rowCount; row++) {
      const each = scores[row]
      const step = each === grid.maxGrid ? top : Math.floor((each - origin) / size)
      if (step < lowest) lowest = step
      if (step > highest) highest = step
      values[row] = step
    }
    for (let row = 0; row < rowCount; row++) values[row] -= lowest
    const last = highest - lowest
    if (!ranksPay(rowCount, BIN_PASSES * last)) return { values, highest: last }
    ranks ??= createRankScores(rowCount)
    return { values, highest: ranks(values, 0, last) }
  }
  return holding(() => [score, ranks, values], scoreSteps)
}
