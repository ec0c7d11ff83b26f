import { expect, test } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { createRowScorer } from '../../src/accounts/rowScorer.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { randomBelow } from '../../src/lib/rng.ts'

function randomDataset(seed: number, rowCount: number, features: number): Dataset {
  const values = (feature: number) =>
    Int32Array.from({ length: rowCount }, (_, row) => randomBelow(seed, row, feature, 2001) - 1000)
  return {
    rowCount,
    resolution: 100,
    maxScore: 100,
    baseScore: 12.3,
    features: Array.from({ length: features }, (_, feature) => ({
      name: `f${feature}`,
      values: values(feature),
      multiplier: 1 + (feature % 3),
    })),
    outcomes: { rowCount } as Dataset['outcomes'],
    segments: [],
  }
}

test('scoring with some weights changed equals scoring from scratch', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const dataset = randomDataset(seed, 137, 6)
    const score = createRowScorer(dataset)
    for (let turn = 0; turn < 12; turn++) {
      const weights = Array.from({ length: 6 }, (_, i) => randomBelow(seed, turn, i, 31) - 5)
      const expected = Int32Array.from({ length: 137 }, (_, row) => {
        const sum = dataset.features.reduce(
          (total, { values, multiplier }, i) => total + weights[i] * multiplier * values[row],
          1230,
        )
        return Math.min(10_000, Math.max(0, sum))
      })
      expect(score(weights).values).toEqual(expected)
      expect(scoreRows(dataset, weights).values).toEqual(expected)
    }
  }
})

test('a weight vector of the wrong length is refused with both lengths', () => {
  expect(() => createRowScorer(randomDataset(1, 3, 2))([1])).toThrow('weights length: 1 for 2')
})
