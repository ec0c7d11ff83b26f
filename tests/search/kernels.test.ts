import { describe, expect, it } from 'vitest'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { primaryValue } from '../../src/evaluation/evaluator.ts'
import { PRIMARY_METRICS, type PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import { randomUint32 } from '../../src/lib/rng.ts'
import { applyMove, createMove } from '../../src/search/move.ts'
import { createObjective } from '../../src/search/objective.ts'
import { type Bounds, findStrategy } from '../../src/search/strategy.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'
import { referenceValue } from './reference.ts'

const MIXED = ['flag', 'rareFlag', 'count', 'fraction', 'fraction', 'count'] as const

const FEW_ROWS: DatasetShape = {
  rows: 151,
  resolution: 1000,
  features: ['u16', 'count', 'flag', 'fraction', 'negative'],
}

const SHAPES: Record<string, DatasetShape> = {
  'mixed features': { rows: 700, features: [...MIXED], money: 'decimal' },
  'an odd number of rows in each class': { rows: 701, features: [...MIXED], money: 'float' },
  'ties everywhere': { rows: 900, features: ['flag', 'flag', 'rareFlag'], resolution: 1 },
  'clipping at both ends': {
    rows: 800,
    features: ['count', 'count', 'negative', 'fraction'],
    maxScore: 40,
    baseScore: -20,
    money: 'decimal',
  },
  'all clipped to the top': { rows: 300, features: ['flag', 'fraction'], baseScore: 400 },
  'all clipped to zero': { rows: 300, features: ['flag', 'fraction'], baseScore: -400 },
  'a base score': { rows: 500, features: [...MIXED], baseScore: 37.5, money: 'float' },
  'scores wider than a lane': { rows: 400, features: ['u16', 'wide', 'flag'], money: 'decimal' },
  'scores around the width of a lane': {
    rows: 400,
    features: ['u16', 'u16', 'u16', 'negative'],
    maxScore: 300,
    resolution: 100,
    money: 'float',
  },
  'a thousandth grid': { rows: 600, features: ['u16', 'fraction', 'flag'], resolution: 1000 },
  'a grid too fine to count': {
    rows: 300,
    features: ['u16', 'fraction', 'wide'],
    resolution: 1000,
    maxScore: 1_000_000,
  },
  'few rows on a grid of lanes': { ...FEW_ROWS, maxScore: 50, money: 'float' },
  'few rows on a wide grid': { ...FEW_ROWS, maxScore: 1000, baseScore: 200, money: 'decimal' },
  'few rows that stand for several accounts on a wide grid': { ...FEW_ROWS, counted: true },
  'equal money': { rows: 500, features: [...MIXED], money: 'equal' },
  'hardly any MRR': { rows: 500, features: [...MIXED], payingShare: 0.02 },
  'no MRR at all': { rows: 200, features: [...MIXED], payingShare: 0 },
  'only a churned column': { rows: 400, features: [...MIXED], onlyChurned: true },
  'everyone retained': { rows: 300, features: [...MIXED], retainedShare: 1 },
  'everyone churned': { rows: 300, features: [...MIXED], retainedShare: 0 },
  'few churned': { rows: 1001, features: [...MIXED], retainedShare: 0.97 },
  'few retained': { rows: 1001, features: [...MIXED], retainedShare: 0.12 },
  'a constant feature': { rows: 300, features: ['constant', 'count', 'fraction'] },
  'rows that stand for several accounts': { rows: 300, features: [...MIXED], counted: true },
  'one row': { rows: 1, features: [...MIXED] },
  'two rows': { rows: 2, features: [...MIXED] },
  '100 rows': { rows: 100, features: [...MIXED] },
  '101 rows': { rows: 101, features: [...MIXED] },
  '3,000 rows': { rows: 3000, features: [...MIXED, 'negative', 'u16'], money: 'float' },
}

const random = findStrategy('random')

function wideBounds(features: number): Bounds {
  return {
    min: new Int32Array(features).fill(-15),
    max: new Int32Array(features).fill(25),
    locked: new Uint8Array(features),
  }
}

function evaluatorValue(
  dataset: ReturnType<typeof randomDataset>,
  weights: Int32Array,
  metric: PrimaryMetric,
) {
  const table = buildScoreTable(scoreRows(dataset, weights), dataset.outcomes)
  return primaryValue(table, metric) ?? Number.NaN
}

describe.each(Object.entries(SHAPES))('kernels on %s', (name, shape) => {
  const seed = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) >>> 0
  const dataset = randomDataset(seed, shape)
  const bounds = wideBounds(shape.features.length)

  it.each(PRIMARY_METRICS)('%s equals the evaluator and the reference, move by move', (metric) => {
    const objective = createObjective(dataset, metric)
    const weights = new Int32Array(shape.features.length).fill(5)
    const exact = ['auc_roc_retain', 'auc_roc_churn', 'gini'].includes(metric)
    const move = createMove()
    let incumbent = objective.reset(weights)
    const check = (comparable: number, of: Int32Array, thorough: boolean) => {
      const value = objective.toValue(comparable)
      const expected = evaluatorValue(dataset, of, metric)
      if (exact || Number.isNaN(expected)) expect(value).toBe(expected)
      else
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(
          1e-12 * Math.max(1, Math.abs(expected)),
        )
      if (!thorough || shape.counted === true) return
      const reference = referenceValue(dataset, of, metric)
      if (Number.isNaN(reference)) expect(value).toBeNaN()
      else
        expect(Math.abs(value - reference)).toBeLessThanOrEqual(
          1e-12 * Math.max(1, Math.abs(reference)),
        )
    }
    check(incumbent, weights, true)
    for (let index = 1; index <= 120; index++) {
      random.propose(seed, index, weights, bounds, move)
      const candidate = weights.slice()
      applyMove(move, candidate)
      const comparable = objective.tryMove(move)
      check(comparable, candidate, index % 40 === 0)
      // Accepting at random walks further, to clipping and to the bounds, than climbing would.
      if (randomUint32(seed, index, 99) % 2 === 0) {
        objective.accept()
        weights.set(candidate)
        incumbent = comparable
      }
    }
    const fresh = createObjective(dataset, metric).reset(weights)
    expect(fresh).toBe(incumbent)
    expect(objective.reset(weights)).toBe(incumbent)
    expect(objective.reset(new Int32Array(weights.length).fill(-1))).toBe(
      createObjective(dataset, metric).reset(new Int32Array(weights.length).fill(-1)),
    )
  })
})

describe('kernels on 70,000 rows', () => {
  const dataset = randomDataset(11, {
    rows: 70_001,
    features: [...MIXED],
    retainedShare: 0.45,
    money: 'decimal',
  })

  it.each(PRIMARY_METRICS)(
    '%s equals the evaluator, where counts need more than 16 bits',
    (metric) => {
      const bounds = wideBounds(MIXED.length)
      const objective = createObjective(dataset, metric)
      const weights = new Int32Array(MIXED.length).fill(5)
      const move = createMove()
      objective.reset(weights)
      for (let index = 1; index <= 6; index++) {
        random.propose(3, index, weights, bounds, move)
        const value = objective.toValue(objective.tryMove(move))
        objective.accept()
        applyMove(move, weights)
        const expected = evaluatorValue(dataset, weights, metric)
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12)
      }
    },
  )

  it('counts ties of more rows than 16 bits hold', () => {
    const objective = createObjective(dataset, 'auc_roc_retain')
    const none = new Int32Array(MIXED.length)
    expect(objective.toValue(objective.reset(none))).toBe(0.5)
    const capture = createObjective(dataset, 'revenue_capture_at_20')
    expect(capture.reset(none)).toBeCloseTo(0.2, 4)
  })
})

describe('money metrics', () => {
  it('do not change when candidates group the same ranking into other scores', () => {
    const dataset = randomDataset(5, { rows: 999, features: ['count', 'flag'], money: 'float' })
    for (const metric of ['revenue_capture_at_20', 'tier_separation'] as const) {
      const objective = createObjective(dataset, metric)
      const once = objective.reset(Int32Array.of(1, 0))
      expect(objective.reset(Int32Array.of(3, 0))).toBe(once)
      expect(objective.reset(Int32Array.of(9, 0))).toBe(once)
    }
  })
})

describe('ties of equal money', () => {
  // A third of a cent is no decimal, so amounts fill 52 bits and products of them pass 2^53.
  const dataset = randomDataset(8, { rows: 1999, features: ['count', 'flag', 'rareFlag'] })
  dataset.outcomes.mrr!.fill(100 / 12)
  dataset.outcomes.mrrEnd!.fill(100 / 12)

  it.each([
    ['revenue_capture_at_20', 400 / 1999],
    ['nrr_spread', 0],
  ] as const)('give %s the same however they are grouped', (metric, expected) => {
    const objective = createObjective(dataset, metric)
    for (let weight = 0; weight < 60; weight++) {
      const weights = Int32Array.of(weight % 4, weight % 7, weight % 11)
      expect(objective.toValue(objective.reset(weights))).toBe(expected)
    }
  })
})

describe('createObjective', () => {
  it('refuses raw values', () => {
    const dataset = randomDataset(1, { rows: 200, features: ['flag'] })
    dataset.features[0].values = new Float64Array(200)
    expect(() => createObjective(dataset, 'auc_roc_retain')).toThrow(
      'feature not on a grid of whole numbers: f0',
    )
  })

  it('refuses a dataset without features', () => {
    const dataset = randomDataset(1, { rows: 200, features: [] })
    expect(() => createObjective(dataset, 'auc_roc_retain')).toThrow('dataset features: 0')
  })
})
