import type { ScoreVector } from '../evaluation/scoreVector.ts'
import type { Dataset } from './dataset.ts'
import { createRowScorer } from './rowScorer.ts'

/**
 * Clipped scores of every row for one weight a feature, in the dataset's order. Whole grid steps,
 * exact below 2^53, unless a feature holds raw values.
 */
export function scoreRows(dataset: Dataset, weights: ArrayLike<number>): ScoreVector {
  return createRowScorer(dataset)(weights)
}
