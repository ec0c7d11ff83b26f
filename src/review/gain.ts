import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { classCounts, isRankingMetric } from '../statistics/classCounts.ts'
import { deLongDifference } from '../statistics/deLong.ts'
import { pairedBootstrap } from '../statistics/pairedBootstrap.ts'
import type { GainEstimate } from './review.ts'
import type { RowScores } from './rowScores.ts'

/**
 * The gain in the primary metric on one row set with its 95 % interval: paired bootstrap over the
 * accounts, and for AUC and Gini DeLong's variance beside it. Null where the metric has no value.
 */
export function estimateGain(
  scores: RowScores,
  metric: PrimaryMetric,
  seed: number,
): GainEstimate | null {
  const { incumbent, candidate, outcomes } = scores
  const result = pairedBootstrap({ metric, incumbent, candidate, outcomes, seed })
  if (!result.known) return null
  const { value, low, high, standardError, replicates } = result.difference
  return {
    incumbent: result.incumbent.value,
    candidate: result.candidate.value,
    value,
    low,
    high,
    standardError,
    replicates,
    deLong: deLongOf(scores, metric),
  }
}

function deLongOf(
  { incumbent, candidate, outcomes }: RowScores,
  metric: PrimaryMetric,
): GainEstimate['deLong'] {
  if (!isRankingMetric(metric) || metric === 'ks') return null
  const classes = classCounts(outcomes, metric)
  const found = classes === null ? null : deLongDifference(incumbent, candidate, classes)
  if (found === null) return null
  const scale = metric === 'gini' ? 2 : 1 // Gini is twice the AUC, less one
  return {
    low: scale * found.low,
    high: scale * found.high,
    standardError: scale * found.standardError,
  }
}
