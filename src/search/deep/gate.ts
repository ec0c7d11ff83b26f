import { accountCount } from '../../accounts/accountCount.ts'
import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { holding } from '../../lib/heldBytes.ts'
import { classCounts, isRankingMetric } from '../../statistics/classCounts.ts'
import { areWhole } from '../kernels/rowClasses.ts'
import { createPairedGain } from '../pairedGain.ts'
import { createMoveGain } from './moveGain.ts'

/** Below this many accounts a move must gain more than one standard error: smaller gains hurt small data. */
export const GATED_BELOW = 5000

/**
 * Accounts of the rarer outcome below which standard errors count for more, by the ratio: the best of
 * many moves is picked, and the fewer accounts tell them apart, the more of its gain is luck.
 */
const FEW_EVENTS = 200
const MOST_ERRORS = 4

/** Standard errors a rounded regression must gain on the accounts it was fitted to. */
const FITTED_ERRORS = 2

/** Asks for more than what luck alone is likely to show. */
export interface Gate {
  standardErrors: number // that a move must gain; 1, or more where accounts of the rarer outcome are few
  /**
   * Whether the gain from one spec to another is more than so many times `standardErrors`; absent: once. What one
   * account more could take of it is added to the error, as DeLong's is near 0 for a flag that none of a few
   * churned accounts has.
   */
  passes(before: Int32Array, after: Int32Array, errors?: number): boolean
  /** Whether no account beats others, or loses to them, otherwise than before: fewer points are better then. */
  isSame(before: Int32Array, after: Int32Array): boolean
  /**
   * Whether a regression, rounded, is to be begun from instead of a spec: its scores of accounts that its fit
   * did not see are better, or on all of them its gain is beyond its own luck (the spec may be fitted to them too).
   */
  beats(leftOut: Float64Array, before: Int32Array, rounded: Int32Array): boolean
}

/** The gate of a small data set; null where there is none. */
export function createGate(dataset: Dataset, metric: PrimaryMetric): Gate | null {
  const { outcomes } = dataset
  if (accountCount(outcomes) >= GATED_BELOW || !areWhole(outcomes)) return null
  const pairedGain = createPairedGain(dataset, metric)
  const classes = isRankingMetric(metric) ? classCounts(outcomes, metric) : null
  if (pairedGain === null || classes === null) return null
  const moveGain = createMoveGain(dataset, classes)
  const few = Math.min(MOST_ERRORS, Math.max(1, FEW_EVENTS / pairedGain.rarer))
  const errorsOf = (before: Int32Array, after: Int32Array) => {
    const { mean, standardError, oneMore } = moveGain(before, after)
    return mean / Math.hypot(standardError, oneMore)
  }
  const gate: Gate = {
    standardErrors: few,
    passes: (before, after, errors = 1) => errorsOf(before, after) > few * errors,
    isSame: (before, after) => {
      const { mean, standardError } = moveGain(before, after)
      return mean === 0 && standardError === 0
    },
    beats: (leftOut, before, rounded) =>
      pairedGain.ofScores(before, { kind: 'float', values: leftOut }).mean > 0 ||
      errorsOf(before, rounded) > FITTED_ERRORS,
  }
  return holding(() => [pairedGain, moveGain], gate)
}
