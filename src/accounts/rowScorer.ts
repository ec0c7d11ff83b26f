import type { ScoreVector } from '../evaluation/scoreVector.ts'
import { holding } from '../lib/heldBytes.ts'
import type { Dataset } from './dataset.ts'

/** Clipped scores of every row for one weight a feature; valid until the next call. */
export type RowScorer = (weights: ArrayLike<number>) => ScoreVector

/**
 * Scores rows again and again with few weights changed in between: only changed features are read.
 * Exact on the grid, where sums are whole numbers below 2^53; raw values are added up anew each time.
 */
export function createRowScorer(dataset: Dataset): RowScorer {
  const { rowCount, features, resolution, maxScore, baseScore } = dataset
  const raw = isFloat(dataset)
  const base = raw ? baseScore : Math.round(baseScore * resolution)
  const sums = new Float64Array(rowCount).fill(base)
  const held = new Float64Array(features.length) // the weights `sums` stands for
  const maxGrid = Math.round(maxScore * resolution)
  const clipped = raw ? new Float64Array(rowCount) : new Int32Array(rowCount)

  const score: RowScorer = (weights) => {
    if (weights.length !== features.length) {
      throw new Error(`weights length: ${weights.length} for ${features.length} features`)
    }
    if (raw) {
      sums.fill(base)
      held.fill(0)
    }
    for (let index = 0; index < features.length; index++) {
      const { values, multiplier } = features[index]
      const points = (weights[index] - held[index]) * multiplier
      held[index] = weights[index]
      if (points === 0) continue
      for (let row = 0; row < rowCount; row++) sums[row] += points * values[row]
    }
    if (clipped instanceof Float64Array) {
      for (let row = 0; row < rowCount; row++) {
        clipped[row] = Math.min(maxScore, Math.max(0, sums[row]))
      }
      return { kind: 'float', values: clipped }
    }
    for (let row = 0; row < rowCount; row++) {
      const sum = sums[row]
      clipped[row] = Math.max(0, Math.min(sum, maxGrid))
    }
    return { kind: 'grid', values: clipped, resolution, maxGrid }
  }
  return holding(() => [sums, clipped], score)
}

/** Whether a feature of the dataset holds raw values off the grid. */
export function isFloat(dataset: Dataset): boolean {
  return dataset.features.some((feature) => feature.values instanceof Float64Array)
}
