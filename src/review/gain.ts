import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { classCounts, isRankingMetric } from '../statistics/classCounts.ts'
import { deLongDifference } from '../statistics/deLong.ts'
import { createPairedBootstrap } from '../statistics/pairedBootstrap.ts'
import type { GainEstimate } from './review.ts'
import type { RowScores } from './rowScores.ts'

/** The gain on one row set in chunks, so that whoever drives it can tell how far it is and stop. */
export interface GainMeasurement {
  replicates: number
  /** Makes up to `count` more replicates; how many there are now. */
  advance(count: number): number
  /** Null where the metric has no value; throws before the last replicate. */
  result(): GainEstimate | null
}

/**
 * The gain in the primary metric on one row set with its 95 % interval: paired bootstrap over the
 * accounts, and for AUC and Gini DeLong's variance beside it. Chunks do not change the result.
 */
export function measureGain(
  scores: RowScores,
  metric: PrimaryMetric,
  seed: number,
): GainMeasurement {
  const { incumbent, candidate, outcomes } = scores
  const bootstrap = createPairedBootstrap({ metric, incumbent, candidate, outcomes, seed })
  return {
    replicates: bootstrap.replicates,
    advance: (count) => bootstrap.advance(count),
    result() {
      const result = bootstrap.result()
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
    },
  }
}

/** The whole measurement at once. */
export function estimateGain(
  scores: RowScores,
  metric: PrimaryMetric,
  seed: number,
): GainEstimate | null {
  const measurement = measureGain(scores, metric, seed)
  measurement.advance(measurement.replicates)
  return measurement.result()
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
