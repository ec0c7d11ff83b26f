import type { Dataset } from '../accounts/dataset.ts'
import { createRowScorer } from '../accounts/rowScorer.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import { createSweeper } from '../search/sweeps/sweeper.ts'
import { classCounts, isRankingMetric } from '../statistics/classCounts.ts'
import { deLongDifference } from '../statistics/deLong.ts'
import { pairedBootstrap } from '../statistics/pairedBootstrap.ts'
import type { StudySetup, ToleranceReplicate } from './study.ts'

const BOOTSTRAPS = 200

/**
 * The values of one weight around the candidate's, the others as they are, up to the first on either
 * side that is worse by more than one standard error of the paired difference: DeLong's for an AUC, by
 * the bootstrap for other metrics.
 */
export function toleranceReplicate(
  setup: StudySetup,
  dataset: Dataset,
  index: number,
): ToleranceReplicate {
  const { metric, bounds, bestWeights } = setup
  const [min, max, weight] = [bounds.min[index], bounds.max[index], bestWeights[index]]
  if (bounds.locked[index] === 1 || min >= max) {
    return { study: 'tolerance', index, low: weight, high: weight }
  }
  const sweeper = createSweeper(dataset, metric, bounds)
  const best = sweeper.toValue(sweeper.moveTo(bestWeights))
  const curve = new Float64Array(max - min + 1)
  sweeper.one(index, min, max, curve)
  const error = createPairedError(setup, dataset)

  const equivalent = (value: number): boolean => {
    const loss = best - sweeper.toValue(curve[value - min])
    if (loss <= 0) return true
    const weights = bestWeights.slice()
    weights[index] = value
    return loss <= error(weights)
  }
  let low = weight
  while (low > min && equivalent(low - 1)) low -= 1
  let high = weight
  while (high < max && equivalent(high + 1)) high += 1
  return { study: 'tolerance', index, low, high }
}

/** Standard error of the difference between a spec and the candidate on these rows; NaN where not known. */
function createPairedError(
  { metric, seed, bestWeights }: StudySetup,
  dataset: Dataset,
): (weights: Int32Array) => number {
  const { outcomes } = dataset
  const score = createRowScorer(dataset)
  const best = copied(score(bestWeights))
  const isAuc = isRankingMetric(metric) && metric !== 'ks'
  const classes = isAuc ? classCounts(outcomes, metric) : null
  const scale = metric === 'gini' ? 2 : 1
  return (weights) => {
    const other = score(weights)
    if (classes !== null) {
      return scale * (deLongDifference(other, best, classes)?.standardError ?? Number.NaN)
    }
    const input = { metric, incumbent: other, candidate: best, outcomes, seed }
    const result = pairedBootstrap({ ...input, replicates: BOOTSTRAPS })
    return result.known ? result.difference.standardError : Number.NaN
  }
}

/** A scorer's answer is valid until it is asked again. */
function copied(scores: ScoreVector): ScoreVector {
  return scores.kind === 'grid'
    ? { ...scores, values: scores.values.slice() }
    : { ...scores, values: scores.values.slice() }
}
