import type { Dataset } from '../accounts/dataset.ts'
import { createRowScorer, type RowScorer } from '../accounts/rowScorer.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import { holding } from '../lib/heldBytes.ts'
import { classCounts } from '../statistics/classCounts.ts'
import { createPlacing, type MeanAndError, type Placements } from '../statistics/placements.ts'
import { countsPairs } from './sweeps/channels.ts'

/** The gain in AUC from one spec to another on the same rows, with DeLong's standard error. */
export interface PairedGain {
  (before: ArrayLike<number>, after: ArrayLike<number>): Gain
  /** The same of any scores over a spec. */
  ofScores(before: ArrayLike<number>, after: ScoreVector): MeanAndError
  rarer: number // accounts of the class that has fewer
}

export interface Gain extends MeanAndError {
  /**
   * What the gain would lose to one account more of each class that moves, to its harm, as far as the
   * account of the other class that moves the farthest; of both the root of the squares.
   */
  oneMore: number
}

/**
 * Measures gains of one spec over another, remembering where the two of the last call place the
 * accounts. Null where the metric is no AUC (which Gini is, stretched) or the data lacks its classes.
 */
export function createPairedGain(
  dataset: Dataset,
  metric: PrimaryMetric,
  score: RowScorer = createRowScorer(dataset),
): PairedGain | null {
  const classes = countsPairs(metric) ? classCounts(dataset.outcomes, metric) : null
  if (classes === null) return null
  const placing = createPlacing(classes)
  if (placing.upper === 0 || placing.lower === 0) return null
  let first: Placed | null = null
  let second: Placed | null = null

  function placed(weights: ArrayLike<number>): Placed {
    return { weights: Int32Array.from(weights), placements: placing.placements(score(weights)) }
  }

  const gain = (before: ArrayLike<number>, after: ArrayLike<number>): Gain => {
    if (!isOf(first, before)) first = isOf(second, before) ? second : placed(before)
    second = placed(after)
    const [from, to] = [first.placements, second.placements]
    return {
      ...placing.meanAndError(to, from),
      oneMore: Math.hypot(
        farthest(from.won, to.won) / (2 * lower) / lower,
        farthest(from.lost, to.lost) / (2 * upper) / upper,
      ),
    }
  }
  const { upper, lower } = placing
  const made: PairedGain = Object.assign(gain, {
    ofScores: (before: ArrayLike<number>, after: ScoreVector) =>
      placing.meanAndError(placing.placements(after), placed(before).placements),
    rarer: Math.min(upper, lower),
  })
  return holding(() => [placing, score, first, second], made)
}

/**
 * The same gain counted in its standard errors; null where they cannot be told: another metric, a class
 * of one account, or an error of nothing.
 */
export function createGainInErrors(
  dataset: Dataset,
  metric: PrimaryMetric,
  score: RowScorer,
): (before: ArrayLike<number>, after: ArrayLike<number>) => number | null {
  let pairedGain: PairedGain | null | undefined // made when first asked for
  return (before, after) => {
    if (pairedGain === undefined) pairedGain = createPairedGain(dataset, metric, score)
    if (pairedGain === null) return null
    const { mean, standardError } = pairedGain(before, after)
    if (standardError > 0) return mean / standardError
    return mean === 0 && standardError === 0 ? 0 : null
  }
}

function farthest(before: Float64Array, after: Float64Array): number {
  let most = 0
  for (let i = 0; i < after.length; i++) most = Math.max(most, Math.abs(after[i] - before[i]))
  return most
}

/** Where a spec places the accounts. */
interface Placed {
  weights: Int32Array
  placements: Placements
}

function isOf(placed: Placed | null, weights: ArrayLike<number>): placed is Placed {
  return placed?.weights.every((weight, i) => weight === weights[i]) ?? false
}
