import type { Dataset } from '../accounts/dataset.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { isRankingMetric } from '../statistics/classCounts.ts'
import { createAucObjective } from './kernels/aucObjective.ts'
import { createCaptureObjective } from './kernels/captureObjective.ts'
import { createKsObjective } from './kernels/ksObjective.ts'
import { canList } from './kernels/rowClasses.ts'
import { createSeparationObjective } from './kernels/separationObjective.ts'
import { createSpreadObjective } from './kernels/spreadObjective.ts'
import { createSumsObjective } from './kernels/sumsObjective.ts'
import { createTableObjective } from './kernels/tableObjective.ts'
import { createUndefinedObjective } from './kernels/undefinedObjective.ts'
import type { Move } from './move.ts'
import { createChannels } from './sweeps/channels.ts'

/**
 * The primary metric of an incumbent and of one candidate after another. Metrics are handed out as
 * comparables: numbers that order candidates exactly (for AUC the whole number 2U), turned into the
 * metric by `toValue`. NaN where the metric is not defined.
 */
export interface Objective {
  /** Makes `weights` the incumbent; its comparable. */
  reset(weights: Int32Array): number
  /** Comparable of the incumbent changed by `move`. */
  tryMove(move: Move): number
  /** The candidate tried last becomes the incumbent. */
  accept(): void
  toValue(comparable: number): number
}

/** More grid steps than this are sorted by the evaluator instead of counted. */
const MAX_COUNTED_GRID = 1 << 22

/**
 * The fastest exact way to the metric on these rows: counting kernels where the grid is countable
 * (sums a score, where rows stand for more accounts than can be listed, or for their money), else the
 * evaluator's own score tables. Throws when a feature holds raw values.
 */
export function createObjective(dataset: Dataset, metric: PrimaryMetric): Objective {
  if (dataset.features.length === 0) throw new Error('dataset features: 0')
  if (!isCounted(dataset)) return createTableObjective(dataset, metric)
  if (dataset.outcomes.count !== null && !(isRankingMetric(metric) && canList(dataset.outcomes))) {
    const channels = createChannels(dataset, metric)
    return channels === null ? createUndefinedObjective() : createSumsObjective(dataset, channels)
  }
  switch (metric) {
    case 'auc_roc_retain':
    case 'auc_roc_churn':
    case 'gini':
      return createAucObjective(dataset, metric)
    case 'ks':
      return createKsObjective(dataset)
    case 'revenue_capture_at_20':
      return createCaptureObjective(dataset)
    case 'tier_separation':
      return createSeparationObjective(dataset)
    case 'nrr_spread':
      return createSpreadObjective(dataset)
  }
}

/** Whether rows are counted by score; otherwise every candidate takes a score table. */
export function isCounted({ maxScore, resolution }: Dataset): boolean {
  return maxScore * resolution <= MAX_COUNTED_GRID
}
