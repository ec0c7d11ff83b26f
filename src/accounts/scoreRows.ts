import type { ScoreVector } from '../evaluation/scoreVector.ts'
import type { Dataset } from './dataset.ts'

/**
 * Clipped scores of every row for one weight a feature, in the dataset's order. Whole grid steps,
 * exact below 2^53, unless a feature holds raw values.
 */
export function scoreRows(dataset: Dataset, weights: ArrayLike<number>): ScoreVector {
  const { rowCount, features, resolution, maxScore, baseScore } = dataset
  if (weights.length !== features.length) {
    throw new Error(`weights length: ${weights.length} for ${features.length} features`)
  }
  const sums = new Float64Array(rowCount).fill(baseScore * resolution)
  features.forEach(({ values, multiplier }, index) => {
    const points = weights[index]! * multiplier
    if (points === 0) return
    for (let row = 0; row < rowCount; row++) sums[row] = sums[row]! + points * values[row]!
  })
  if (isFloat(dataset)) {
    for (let row = 0; row < rowCount; row++) {
      sums[row] = Math.min(maxScore, Math.max(0, sums[row]!))
    }
    return { kind: 'float', values: sums }
  }
  const maxGrid = Math.round(maxScore * resolution)
  const values = new Int32Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const sum = Math.round(sums[row]!)
    values[row] = Math.min(maxGrid, Math.max(0, sum))
  }
  return { kind: 'grid', values, resolution, maxGrid }
}

/** Whether a feature of the dataset holds raw values off the grid. */
export function isFloat(dataset: Dataset): boolean {
  return dataset.features.some((feature) => feature.values instanceof Float64Array)
}
