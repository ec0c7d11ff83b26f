import type { DatasetFeature } from '../../accounts/dataset.ts'
import type { LogisticColumn } from './design.ts'

/** Columns of a regression on features, and the way back from its coefficients to theirs. */
export interface Filled {
  columns: LogisticColumn[]
  own(coefficients: Float64Array): Float64Array // of the features
  ownCurvature(matrix: Float64Array): Float64Array // second derivatives by those, row-major, symmetric
}

interface Fill {
  place: number // of the feature
  flag: number // place of the flag of its rows without a value
  mean: number // of its other rows
}

/**
 * The values of the features, where a row without a value that has a flag of its own among them counts as the mean
 * of the others. A ridge then shrinks such rows to the mean; at the 0 points that they have it would shrink them
 * to the low end, and the slope with them. Without a ridge nothing differs.
 */
export function filledColumns(
  features: readonly DatasetFeature[],
  counts: ArrayLike<number> | null, // accounts a row stands for; null: 1 each
): Filled {
  const fills: Fill[] = []
  const columns = features.map(({ values, unknown }, place): LogisticColumn => {
    const flag = unknown === undefined ? -1 : features.findIndex(({ name }) => name === unknown)
    if (flag < 0) return values
    const flags = features[flag].values
    let known = 0
    let sum = 0
    for (let row = 0; row < values.length; row++) {
      if (flags[row] !== 0) continue
      const accounts = counts === null ? 1 : counts[row]
      known += accounts
      sum += accounts * values[row]
    }
    if (known === 0) return values
    const mean = sum / known
    fills.push({ place, flag, mean })
    return Float64Array.from(values, (value, row) => (flags[row] === 0 ? value : mean))
  })
  return {
    columns,
    own(coefficients) {
      const own = coefficients.slice()
      for (const { place, flag, mean } of fills) own[flag] += mean * coefficients[place]
      return own
    },
    ownCurvature(matrix) {
      const size = features.length
      const own = matrix.slice()
      for (const { place, flag, mean } of fills) {
        for (let k = 0; k < size; k++) own[place * size + k] -= mean * own[flag * size + k]
        for (let k = 0; k < size; k++) own[k * size + place] -= mean * own[k * size + flag]
      }
      return own
    },
  }
}
