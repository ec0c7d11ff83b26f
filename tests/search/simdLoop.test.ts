import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { heldBytes } from '../../src/lib/heldBytes.ts'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import type { Bounds } from '../../src/search/bounds.ts'
import { type CandidateLoop, type Tried, takeTried } from '../../src/search/candidateLoop.ts'
import { pairsPay } from '../../src/search/kernels/scoreRanks.ts'
import { createSimdLoop } from '../../src/search/kernels/simdLoop.ts'
import { createObjective } from '../../src/search/objective.ts'
import { createPlainLoop } from '../../src/search/plainLoop.ts'
import { findStrategy } from '../../src/search/strategy.ts'
import { type DatasetShape, type FeatureKind, randomDataset } from './randomDataset.ts'
import { referenceValue } from './reference.ts'

const METRICS: PrimaryMetric[] = [
  'auc_roc_retain',
  'auc_roc_churn',
  'gini',
  'revenue_capture_at_20',
  'tier_separation',
  'nrr_spread',
  'ks',
]

// One metric of each kernel.
const KERNELS = METRICS.filter((metric) => metric !== 'gini' && metric !== 'auc_roc_churn')

const ROWS = [1, 2, 100, 101, 102, 127, 128, 129, 500, 1023, 1024, 1025, 1056, 3000]
const KINDS: FeatureKind[] = [
  'flag',
  'rareFlag',
  'count',
  'fraction',
  'fraction',
  'u16',
  'negative',
  'constant',
]

const BYTE_KINDS: FeatureKind[] = ['flag', 'count', 'fraction', 'rareFlag']
const WORD_KINDS: FeatureKind[] = ['u16', 'negative', 'count', 'flag']

interface Case {
  dataset: Dataset
  bounds: Bounds
  start: Int32Array
}

/** Anything a dataset can be, drawn from a seed. */
function randomCase(seed: number, rows = 0): Case {
  let draws = 0
  const below = (bound: number) => randomBelow(seed, 1, draws++, bound)
  const one = <T>(of: readonly T[]) => of[below(of.length)]
  const features = Array.from({ length: 1 + below(8) }, () => one(KINDS))
  const onlyFlags = below(4) === 0
  const dataset = randomDataset(seed, {
    rows: rows === 0 ? one(ROWS) : rows,
    features: onlyFlags ? features.map(() => 'flag') : features,
    resolution: one([1, 10, 100, 1000]),
    maxScore: one([1, 10, 40, 100, 100, 300]),
    baseScore: one([0, 0, 0, 37.5, -20, 400, -400]),
    retainedShare: one([0, 0.03, 0.3, 0.5, 0.7, 0.7, 0.9, 1]),
    onlyChurned: below(5) === 0,
    money: one(['decimal', 'float', 'equal']),
    payingShare: one([0, 0.05, 0.9, 1]),
  })
  const { length } = dataset.features
  const wide = one([1, 5, 25, 1000])
  const min = Int32Array.from({ length }, () => -below(wide))
  const max = Int32Array.from({ length }, () => below(wide))
  const locked = Uint8Array.from({ length }, () => (below(6) === 0 ? 1 : 0))
  max[0] = min[0] + 1 + below(wide)
  locked[0] = 0
  const start = Int32Array.from(min, (least, at) =>
    Math.min(max[at], Math.max(least, one([least, 0, 2, max[at]]))),
  )
  return { dataset, bounds: { min, max, locked }, start }
}

/** Weights start at their bounds, every other at the lower one. */
function atBounds(dataset: Dataset): Case {
  const { length } = dataset.features
  const [min, max] = [new Int32Array(length).fill(-6), new Int32Array(length).fill(9)]
  const start = min.map((least, at) => (at % 2 === 0 ? least : max[at]))
  return { dataset, bounds: { min, max, locked: new Uint8Array(length) }, start }
}

/** What a loop tries in a few calls of different length. */
function climb(loop: CandidateLoop, start: Int32Array, slices: number[]) {
  const value = loop.reset(start)
  let index = 2 ** 32 - 20 // so that both words of the index count
  const slicesTried: Tried[] = []
  for (const count of slices) {
    const made = loop.run(index, 3, count, count > 5)
    slicesTried.push(takeTried(loop.tried, made))
    index += 3 * made
  }
  return { value, slicesTried }
}

function loops({ dataset, bounds, start }: Case, metric: PrimaryMetric, seed: number) {
  const objective = createObjective(dataset, metric)
  return {
    plain: createPlainLoop(findStrategy('random'), objective, seed, bounds),
    simd: createSimdLoop(dataset, metric, seed, bounds, start),
  }
}

function expectSame(of: Case, metric: PrimaryMetric, seed: number, slices: number[]): boolean {
  const { plain, simd } = loops(of, metric, seed)
  if (simd === null) return false
  expect(climb(simd, of.start, slices)).toEqual(climb(plain, of.start, slices))
  const back = Int32Array.from(of.bounds.min)
  of.bounds.locked.forEach((locked, at) => {
    if (locked === 1) back[at] = of.start[at]
  })
  expect(simd.reset(back)).toBe(plain.reset(back))
  return true
}

describe('SIMD loop', () => {
  it.each(METRICS)('tries, values and keeps for %s exactly what the plain loop does', (metric) => {
    let compared = 0
    for (let seed = 1; seed <= 150; seed++) {
      const slices = [1, 5, 40, 3, 80]
      if (expectSame(randomCase(seed), metric, seed * 2 ** 33 + 7, slices)) compared++
    }
    expect(compared).toBeGreaterThan(60)
  })

  it.each(METRICS)('does so for %s on tens of thousands of rows', (metric) => {
    for (const [seed, rows] of [
      [901, 40_000],
      [902, 65_537],
      [903, 70_001],
      [904, 93_001],
    ]) {
      const of = randomCase(seed, rows)
      of.dataset.outcomes.retained?.forEach((_, row, retained) => {
        retained[row] = randomUniform(seed, row, 1) < 0.5 ? 1 : 0
      })
      expectSame(of, metric, seed, [10])
    }
  })

  // Rounds of 16 and 32 rows, the ring of 256 and chunks of 8192 all end somewhere in a class.
  it.each(KERNELS)('does so for %s whatever the size of a class', (metric) => {
    const sizes = [1, 2, 15, 16, 17, 31, 32, 33, 127, 128, 129, 159, 160, 161, 255, 256, 257, 289]
    for (const size of [...sizes, 8191, 8192, 8193, 16_385, 40_001]) {
      for (const kinds of [BYTE_KINDS, WORD_KINDS]) {
        for (const [maxScore, baseScore] of [
          [100, 0],
          [10, -4], // most scores are clipped, to either end
        ]) {
          const rows = size + 300
          const dataset = randomDataset(size, { rows, features: kinds, maxScore, baseScore })
          dataset.outcomes.retained?.fill(1).fill(0, size)
          expect(expectSame(atBounds(dataset), metric, size, [25])).toBe(true)
        }
      }
    }
  })

  it.each(['ks', 'auc_roc_retain'] as const)(
    'does so for %s where pairs pass 2^31 and tables are narrow or wide',
    (metric) => {
      for (const resolution of [1, 100, 1000] as const) {
        const rows = 100_003
        const features: FeatureKind[] = ['count', 'flag', 'negative']
        const dataset = randomDataset(3, { rows, features, resolution, maxScore: 40 })
        dataset.outcomes.retained?.fill(1).fill(0, 50_001)
        expect(expectSame(atBounds(dataset), metric, 5, [15])).toBe(true)
      }
    },
  )

  it.each([160, 4096, 8192])(
    'does so pair by pair, %i rows of few churned on many scores',
    (rows) => {
      const features: FeatureKind[] = ['u16', 'u16', 'flag', 'negative']
      const dataset = randomDataset(2, { rows, features, resolution: 1000, maxScore: 3000 })
      dataset.outcomes.retained?.fill(1).fill(0, rows - 51)
      const bins = 3_000_000
      expect(pairsPay(51, rows - 51, bins)).toBe(true)
      expect(pairsPay(51, 8193 - 51, bins)).toBe(false) // would not fit
      expect(expectSame(atBounds(dataset), 'auc_roc_retain', 3, [60])).toBe(true)
    },
  )

  // As many have cuts found from a sample: 256 runs of 128 rows, evenly spread.
  it.each(['revenue_capture_at_20', 'tier_separation'] as const)(
    'does so for %s on hundreds of thousands of rows',
    (metric) => {
      const rows = 500_003
      const many = (shape: Partial<DatasetShape>) =>
        randomDataset(4, { rows, features: BYTE_KINDS, baseScore: 20, payingShare: 1, ...shape })
      const sizes: Partial<DatasetShape>[] = [
        { money: 'decimal', features: ['fraction', 'count', 'fraction', 'negative', 'flag'] },
        { money: 'float', features: ['u16', 'u16', 'fraction'], maxScore: 50, resolution: 1000 },
        { money: 'equal', features: ['count', 'count', 'count', 'count'], resolution: 1 },
        { maxScore: 10, baseScore: -4 }, // most are clipped, to either end
      ]
      for (const shape of sizes)
        expect(expectSame(atBounds(many(shape)), metric, 6, [40])).toBe(true)
      const apart = Math.floor(rows / 256 / 32) * 32
      for (const position of [0, 1]) {
        const odd = many({ features: ['flag', 'flag', 'fraction', 'fraction'] })
        for (const amounts of [odd.outcomes.mrr!, odd.outcomes.ltv!])
          amounts.forEach((_, row) => {
            amounts[row] = 1 + (row % 299)
          })
        odd.features[position].values.forEach((_, row, values) => {
          values[row] = row % apart < 128 ? 0 : 1 // no sampled row has it
        })
        expect(expectSame(atBounds(odd), metric, 6, [40])).toBe(true)
      }
    },
    60_000,
  )

  it('takes memory for levels, two scores and a table, beside small things', () => {
    const bytes = (rows: number) => {
      const dataset = randomDataset(1, { rows, features: BYTE_KINDS })
      const { bounds, start } = atBounds(dataset)
      return heldBytes(createSimdLoop(dataset, 'auc_roc_retain', 1, bounds, start)).own
    }
    const perRow = BYTE_KINDS.length + 4 + 2
    const page = 2 ** 16
    expect(bytes(30_000)).toBeGreaterThan(30_000 * perRow)
    expect(Math.abs(bytes(330_000) - bytes(30_000) - 300_000 * perRow)).toBeLessThan(2 * page)
  })

  it.each(METRICS)('gives %s as its definition reads', (metric) => {
    for (let seed = 201; seed <= 230; seed++) {
      const { dataset, bounds, start } = randomCase(seed, 150 + seed)
      const loop = createSimdLoop(dataset, metric, seed, bounds, start)
      if (loop === null) continue
      const value = loop.reset(start)
      const expected = referenceValue(dataset, start, metric)
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12)
    }
  })

  it.each(['revenue_capture_at_20', 'nrr_spread'] as const)(
    'shares out ties for %s where products pass 2^53',
    (metric) => {
      // A third of a cent is no decimal, so amounts fill 52 bits.
      const dataset = randomDataset(8, { rows: 1999, features: ['count', 'flag', 'rareFlag'] })
      dataset.outcomes.mrr?.forEach((_, row, mrr) => {
        mrr[row] = (100 + (row % 7)) / 12
      })
      dataset.outcomes.mrrEnd?.forEach((_, row, mrrEnd) => {
        mrrEnd[row] = (row % 11) / 12
      })
      const [min, max] = [new Int32Array(3), new Int32Array(3).fill(9)]
      const bounds = { min, max, locked: new Uint8Array(3) }
      expect(expectSame({ dataset, bounds, start: min }, metric, 1, [300, 4])).toBe(true)
    },
  )

  it('takes the usual data, and leaves to the plain loop what it cannot hold', () => {
    const of = (kinds: FeatureKind[], rows = 300) => {
      const dataset = randomDataset(1, { rows, features: kinds })
      const { length } = kinds
      const [min, max] = [new Int32Array(length).fill(-5), new Int32Array(length).fill(25)]
      const bounds = { min, max, locked: new Uint8Array(length) }
      return createSimdLoop(dataset, 'auc_roc_retain', 1, bounds, new Int32Array(length).fill(2))
    }
    expect(of(['flag', 'count', 'fraction', 'u16', 'negative'])).not.toBeNull()
    expect(of(['flag', 'wide'])).toBeNull()
    expect(of(['flag'], 100)).toBeNull()
  })

  it('leaves few rows on a very wide grid to the plain loop, which ranks them', () => {
    const of = (rows: number, maxScore: number) => {
      const dataset = randomDataset(1, { rows, maxScore, resolution: 1000, features: ['u16'] })
      const [min, max] = [Int32Array.of(-5), Int32Array.of(25)]
      const bounds = { min, max, locked: new Uint8Array(1) }
      return createSimdLoop(dataset, 'ks', 1, bounds, Int32Array.of(2))
    }
    expect(of(200, 10)).not.toBeNull()
    expect(of(200, 2000)).toBeNull()
    expect(of(30_000, 2000)).not.toBeNull()
  })
})
