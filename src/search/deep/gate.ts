import { accountCount } from '../../accounts/accountCount.ts'
import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { holding } from '../../lib/heldBytes.ts'
import { canList } from '../kernels/rowClasses.ts'
import { createPairedGain } from '../pairedGain.ts'

/** Below this many accounts a move must gain more than one standard error: smaller gains hurt small data. */
export const GATED_BELOW = 5000

/**
 * Whether the gain from one spec to another is more than so many standard errors; absent: one. What one
 * account more could take of it is added to the error, as DeLong's is near 0 for a flag that none of a few
 * churned accounts has.
 */
export type Gate = (before: Int32Array, after: Int32Array, errors?: number) => boolean

/** The gate of a small data set; null where there is none. */
export function createGate(dataset: Dataset, metric: PrimaryMetric): Gate | null {
  const { outcomes } = dataset
  if (accountCount(outcomes) >= GATED_BELOW || !canList(outcomes)) return null
  const pairedGain = createPairedGain(dataset, metric)
  if (pairedGain === null) return null
  const gate: Gate = (before, after, errors = 1) => {
    const { mean, standardError, oneMore } = pairedGain(before, after)
    return mean > errors * Math.hypot(standardError, oneMore)
  }
  return holding(() => pairedGain, gate)
}
