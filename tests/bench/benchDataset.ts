import type { Dataset, DatasetFeature } from '../../src/accounts/dataset.ts'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import type { Bounds } from '../../src/search/bounds.ts'

/** Bounds of every weight of a bench, in points. */
export const [LOW, HIGH] = [-5, 25]

export function benchBounds({ features }: Dataset): Bounds {
  return {
    min: new Int32Array(features.length).fill(LOW),
    max: new Int32Array(features.length).fill(HIGH),
    locked: new Uint8Array(features.length),
  }
}

/**
 * Accounts with 20 features: 8 flags, 6 counts from 0 to 10, 6 fractions with two decimals. Retention
 * leans on seven of them.
 */
export function benchDataset(rows: number, seed: number): Dataset {
  const features: DatasetFeature[] = []
  for (let position = 0; position < 20; position++) {
    const values = new Uint8Array(rows)
    const [levels, multiplier] = position < 8 ? [2, 100] : position < 14 ? [11, 100] : [101, 1]
    for (let row = 0; row < rows; row++) values[row] = randomBelow(seed, row, position, levels)
    features.push({ name: `feature_${position}`, values, multiplier })
  }
  const retained = new Uint8Array(rows)
  const mrr = new Float64Array(rows)
  const ltv = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    let lean = 0
    for (const position of [0, 1, 8, 9, 14, 15, 16]) {
      const { values } = features[position]
      lean += values[row] / (position < 8 ? 1 : position < 14 ? 10 : 100) - 0.5
    }
    retained[row] = randomUniform(seed, row, 50) < 0.8 + 0.12 * lean ? 1 : 0
    mrr[row] = Math.round(100 * 10 ** (1 + 2 * randomUniform(seed, row, 51) + 0.1 * lean)) / 100
    ltv[row] = Math.round(mrr[row] * (5 + 30 * randomUniform(seed, row, 52)))
  }
  return {
    rowCount: rows,
    resolution: 100,
    maxScore: 100,
    baseScore: 0,
    features,
    outcomes: {
      rowCount: rows,
      count: null,
      retained,
      churned: null,
      mrr,
      mrrEnd: mrr.map((money, row) => money * retained[row]),
      ltv,
      activated: null,
      activationKnown: null,
      wonBack: null,
      formerTier: null,
    },
    segments: [],
  }
}

/** The same accounts with 12 of the features: 5 flags, 4 counts, 3 fractions, among them all that retention leans on. */
export function withTwelve(dataset: Dataset): Dataset {
  const { features } = dataset
  const kinds = [features.slice(0, 5), features.slice(8, 12), features.slice(14, 17)]
  return { ...dataset, features: kinds.flat() }
}

/** The same accounts with flags alone, as bins and categories are: one to four in ten accounts have each. */
export function withFlags(dataset: Dataset, count: number): Dataset {
  const { rowCount } = dataset
  const features = Array.from({ length: count }, (_, position): DatasetFeature => {
    const values = new Uint8Array(rowCount)
    const share = 0.1 + (0.3 * position) / count
    for (let row = 0; row < rowCount; row++) {
      values[row] = randomUniform(2, row, position) < share ? 1 : 0
    }
    return { name: `flag_${position}`, values, multiplier: 1 }
  })
  return { ...dataset, resolution: 1, features }
}
