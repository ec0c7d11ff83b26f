import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import { createFlagPairs } from '../../src/search/deep/flagPairs.ts'
import { createObjective } from '../../src/search/objective.ts'
import { createSweeper } from '../../src/search/sweeps/sweeper.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'
import { referenceValue } from './reference.ts'

const FLAGS = ['flag', 'rareFlag', 'flag', 'flag'] as const
const SHAPES: Record<string, DatasetShape> = {
  'flags alone, few groups of rows': { rows: 900, features: [...FLAGS] },
  'flags beside fractions': { rows: 400, features: [...FLAGS, 'fraction', 'count'] },
  'clipped at both ends': {
    rows: 500,
    features: [...FLAGS, 'count', 'fraction', 'negative'],
    maxScore: 22,
    baseScore: -3,
  },
  'a maximum below one step': { rows: 150, features: [...FLAGS], maxScore: 1 },
  'a base score between the steps': { rows: 300, features: [...FLAGS], baseScore: 37.5 },
  'all clipped to zero': { rows: 150, features: [...FLAGS], baseScore: -400 },
  'all clipped to the top': { rows: 150, features: [...FLAGS], baseScore: 400 },
  'only a churned column': { rows: 300, features: [...FLAGS, 'fraction'], onlyChurned: true },
}
const WINDOWS = [
  { firstLow: -5, firstHigh: 25, secondLow: -5, secondHigh: 25 },
  { firstLow: 2, firstHigh: 4, secondLow: -9, secondHigh: 30 },
  { firstLow: -20, firstHigh: -18, secondLow: 21, secondHigh: 21 },
]

function randomWeights(seed: number, features: number): Int32Array {
  return Int32Array.from({ length: features }, (_, i) => randomBelow(seed, i, 0, 31) - 8)
}

describe('pairs of flags', () => {
  for (const [name, shape] of Object.entries(SHAPES)) {
    it(`gives all value pairs exactly as one candidate after another: ${name}`, () => {
      for (const [seed, metric] of [
        [1, 'auc_roc_retain'],
        [2, 'auc_roc_churn'],
      ] as const) {
        const dataset = randomDataset(seed, shape)
        const pairs = createFlagPairs(dataset, metric)!
        const objective = createObjective(dataset, metric)
        const out = new Float64Array(961)
        for (let turn = 0; turn < 3; turn++) {
          const weights = randomWeights(10 * seed + turn, dataset.features.length)
          for (const [first, second] of [
            [0, 1],
            [1, 2],
            [3, 0],
          ] as const) {
            expect(pairs.covers(first, second)).toBe(true)
            const window = WINDOWS[turn]!
            pairs.two(weights, first, second, window, out)
            let next = 0
            for (let a = window.firstLow; a <= window.firstHigh; a++) {
              for (let b = window.secondLow; b <= window.secondHigh; b++) {
                const candidate = weights.slice()
                candidate[first] = a
                candidate[second] = b
                const told = out[next++]
                if (next % 5 === 0) expect(told).toBe(objective.reset(candidate))
              }
            }
          }
        }
      }
    })
  }

  it('equals the plain reference, also where rows stand for several accounts', () => {
    for (const counted of [false, true]) {
      const dataset = randomDataset(5, { rows: 300, features: [...FLAGS, 'fraction'], counted })
      for (const metric of ['auc_roc_retain', 'gini'] as const) {
        const pairs = createFlagPairs(dataset, metric)!
        const { toValue } = createSweeper(dataset, metric)
        const weights = randomWeights(6, 5)
        const out = new Float64Array(961)
        pairs.two(weights, 0, 3, WINDOWS[0]!, out)
        for (const at of [0, 17, 480, 700, 960]) {
          const candidate = weights.slice()
          candidate[0] = Math.floor(at / 31) - 5
          candidate[3] = (at % 31) - 5
          expect(toValue(out[at]!)).toBeCloseTo(value(dataset, candidate, metric), 12)
        }
      }
    }
  })

  it('is for two flags of one size, and for metrics that count pairs won', () => {
    const dataset = randomDataset(7, { rows: 300, features: ['flag', 'count', 'flag'] })
    const doubled = dataset.features.map((each, i) => (i === 2 ? { ...each, multiplier: 7 } : each))
    expect(createFlagPairs(dataset, 'auc_roc_retain')!.covers(0, 1)).toBe(false)
    expect(createFlagPairs(dataset, 'auc_roc_retain')!.covers(0, 2)).toBe(true)
    expect(createFlagPairs({ ...dataset, features: doubled }, 'gini')!.covers(0, 2)).toBe(false)
    expect(createFlagPairs(dataset, 'ks')).toBeNull()
    expect(createFlagPairs(randomDataset(7, { rows: 90, features: [] }), 'gini')).toBeNull()
  })
})

function value(dataset: Dataset, weights: Int32Array, metric: PrimaryMetric): number {
  if (dataset.outcomes.count === null) return referenceValue(dataset, weights, metric)
  const objective = createObjective(dataset, metric)
  return objective.toValue(objective.reset(weights))
}
