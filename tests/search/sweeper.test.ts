import { describe, expect, it } from 'vitest'
import { PRIMARY_METRICS, type PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import { createObjective } from '../../src/search/objective.ts'
import { createSweeper, type Sweeper } from '../../src/search/sweeps/sweeper.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'
import { referenceValue } from './reference.ts'

const MIXED = ['flag', 'rareFlag', 'count', 'fraction', 'fraction', 'count'] as const
const FLAGS = ['flag', 'rareFlag', 'flag', 'flag', 'rareFlag', 'flag'] as const

const FEW_ROWS: DatasetShape = {
  rows: 151,
  resolution: 1000,
  features: ['u16', 'count', 'flag', 'rareFlag', 'negative'],
}

const SHAPES: Record<string, DatasetShape> = {
  'mixed features': { rows: 700, features: [...MIXED], money: 'decimal' },
  'flags alone': { rows: 900, features: [...FLAGS], money: 'decimal' },
  'flags on a fine grid': { rows: 2000, features: [...FLAGS, 'fraction'], money: 'float' },
  'many rows of few kinds': { rows: 5000, features: ['flag', 'flag', 'count'], money: 'float' },
  'clipping at both ends': {
    rows: 800,
    features: ['count', 'flag', 'negative', 'flag'],
    maxScore: 40,
    baseScore: -20,
    money: 'decimal',
  },
  'a base score between the steps': {
    rows: 900,
    features: [...FLAGS],
    baseScore: 37.5,
    maxScore: 48.25,
  },
  'all clipped to the top': { rows: 300, features: ['flag', 'fraction'], baseScore: 400 },
  'all clipped to zero': { rows: 300, features: ['flag', 'count'], baseScore: -400 },
  'scores wider than a lane': { rows: 400, features: ['u16', 'wide', 'flag'], money: 'decimal' },
  'a grid too fine to count': {
    rows: 300,
    features: ['u16', 'flag', 'wide'],
    resolution: 1000,
    maxScore: 1_000_000,
  },
  'few rows on a fine grid': { ...FEW_ROWS, maxScore: 50, money: 'float' },
  'few rows on a wide grid': { ...FEW_ROWS, maxScore: 1000, baseScore: 100, money: 'decimal' },
  'few groups of rows on a fine grid': {
    rows: 300,
    features: ['flag', 'count', 'flag'],
    resolution: 1,
    maxScore: 2000,
    baseScore: 100,
    money: 'float',
  },
  'equal money': { rows: 500, features: [...FLAGS], money: 'equal' },
  'only a churned column': { rows: 400, features: [...FLAGS], onlyChurned: true },
  'everyone retained': { rows: 300, features: [...FLAGS], retainedShare: 1 },
  'no MRR at all': { rows: 200, features: [...FLAGS], payingShare: 0 },
  'a constant feature': { rows: 300, features: ['constant', 'flag', 'flag'] },
  'one row': { rows: 1, features: [...MIXED] },
  '101 rows': { rows: 101, features: [...FLAGS] },
}

function randomWeights(seed: number, features: number): Int32Array {
  return Int32Array.from(
    { length: features },
    (_, feature) => randomBelow(seed, feature, 0, 31) - 8,
  )
}

describe('sweeper', () => {
  for (const [name, shape] of Object.entries(SHAPES)) {
    for (const metric of PRIMARY_METRICS) {
      it(`gives every value of one and of two weights exactly: ${name}, ${metric}`, () => {
        for (const seed of [1, 2]) check(seed, shape, metric)
      })
    }
  }

  it('equals the reference on rows that stand for several accounts', () => {
    const dataset = randomDataset(3, { rows: 300, features: [...FLAGS, 'fraction'], counted: true })
    for (const metric of ['auc_roc_retain', 'auc_roc_churn', 'gini', 'ks'] as const) {
      const sweeper = createSweeper(dataset, metric)
      const objective = createObjective(dataset, metric)
      const weights = randomWeights(5, dataset.features.length)
      const out = new Float64Array(31)
      sweeper.moveTo(weights)
      for (let feature = 0; feature < weights.length; feature++) {
        sweeper.one(feature, -5, 25, out)
        for (const weight of [-5, 0, 25]) {
          const candidate = weights.slice()
          candidate[feature] = weight
          const told = objective.toValue(objective.reset(candidate))
          expect(sweeper.toValue(out[weight + 5])).toBeCloseTo(told, 12)
        }
      }
    }
  })

  it('equals the plain reference, sharing no line with it', () => {
    for (const metric of PRIMARY_METRICS) {
      const dataset = randomDataset(11, {
        rows: 400,
        features: [...FLAGS, 'count'],
        money: 'float',
      })
      const sweeper = createSweeper(dataset, metric)
      const weights = randomWeights(4, dataset.features.length)
      const out = new Float64Array(961)
      sweeper.moveTo(weights)
      sweeper.two(0, 3, { firstLow: -5, firstHigh: 25, secondLow: -5, secondHigh: 25 }, out)
      for (const at of [0, 17, 480, 700, 960]) {
        const candidate = weights.slice()
        candidate[0] = Math.floor(at / 31) - 5
        candidate[3] = (at % 31) - 5
        expect(sweeper.toValue(out[at])).toBeCloseTo(referenceValue(dataset, candidate, metric), 12)
      }
    }
  })

  it('groups rows that no weights can tell apart', () => {
    const dataset = randomDataset(1, { rows: 5000, features: ['flag', 'flag', 'count'] })
    expect(createSweeper(dataset, 'auc_roc_retain').rows).toBeLessThanOrEqual(2 * 2 * 11)
  })
})

function check(seed: number, shape: DatasetShape, metric: PrimaryMetric): void {
  const dataset = randomDataset(seed, shape)
  const features = dataset.features.length
  const objective = createObjective(dataset, metric)
  const bounds = {
    min: new Int32Array(features).fill(-8),
    max: new Int32Array(features).fill(25),
    locked: new Uint8Array(features),
  }
  for (const kept of [null, bounds]) sweepAll(createSweeper(dataset, metric, kept), seed)

  function sweepAll(sweeper: Sweeper, seed: number): void {
    const out = new Float64Array(31 * 31)
    for (let turn = 0; turn < 3; turn++) {
      const weights = randomWeights(100 * seed + turn, features)
      expect(sweeper.moveTo(weights)).toEqual(objective.reset(weights))
      const exact = (changes: [number, number][]) => {
        const candidate = weights.slice()
        for (const [feature, weight] of changes) candidate[feature] = weight
        return objective.reset(candidate)
      }
      for (let feature = 0; feature < features; feature++) {
        const [low, high] = turn === 0 ? [-5, 25] : [-3, 4]
        sweeper.one(feature, low, high, out)
        for (let weight = low; weight <= high; weight++) {
          expect(out[weight - low]).toEqual(exact([[feature, weight]]))
        }
      }
      for (let first = 0; first + 1 < features; first += 2) {
        const second = first + 1
        const window = { firstLow: -2, firstHigh: 1, secondLow: 20, secondHigh: 23 }
        sweeper.two(first, second, window, out)
        let next = 0
        for (let a = -2; a <= 1; a++) {
          for (let b = 20; b <= 23; b++) {
            expect(out[next++]).toEqual(
              exact([
                [first, a],
                [second, b],
              ]),
            )
          }
        }
      }
    }
  }
}
