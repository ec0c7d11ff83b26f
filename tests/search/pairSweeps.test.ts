import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import { createObjective } from '../../src/search/objective.ts'
import { createRowCounts, type Histogram } from '../../src/search/sweeps/rowCounts.ts'
import type { FlagRows } from '../../src/search/sweeps/rowFlags.ts'
import { createSimdRowCounts } from '../../src/search/sweeps/simdRowCounts.ts'
import { createSweeper, type PairWindow, type Sweeper } from '../../src/search/sweeps/sweeper.ts'
import { type DatasetShape, type FeatureKind, randomDataset } from './randomDataset.ts'

/** Every kind of two levels, a few more, and a fine grid. */
const KINDS: FeatureKind[] = [
  'flag',
  'commonFlag',
  'rareFlag',
  'negativeFlag',
  'flag',
  'oneOrFour',
  'count',
]

const SHAPES: Record<string, DatasetShape> = {
  'nothing clipped': { rows: 150, features: KINDS, resolution: 1, maxScore: 2000, baseScore: 900 },
  'clipped at both ends': { rows: 150, features: KINDS, resolution: 1, maxScore: 25, baseScore: 3 },
  'clipped to two values': { rows: 150, features: KINDS, resolution: 1, maxScore: 1 },
  'all clipped': { rows: 150, features: KINDS, resolution: 1, baseScore: 5000 },
  'a base score far away': { rows: 150, features: KINDS, baseScore: 30_000_000 },
  'a fine grid': { rows: 150, features: [...KINDS, 'fraction'], maxScore: 60, baseScore: 5.25 },
  'scores spread over more than 16 bits': {
    rows: 150,
    features: [...KINDS, 'wide'],
    resolution: 100,
    maxScore: 60,
  },
  'rows that stand for several accounts': {
    rows: 150,
    features: KINDS,
    resolution: 10,
    maxScore: 30,
    counted: true,
  },
  'rows that no weights can tell apart': {
    rows: 400,
    features: ['flag', 'negativeFlag', 'commonFlag'],
    resolution: 1,
    maxScore: 12,
    baseScore: 4,
  },
}

/** 2U of one spec, pair of accounts by pair. */
function countPairs(dataset: Dataset, weights: Int32Array): number {
  const { rowCount, resolution, maxScore, baseScore, features, outcomes } = dataset
  const scores = Array.from({ length: rowCount }, (_, row) => {
    const points = features.reduce(
      (sum, { values, multiplier }, feature) => sum + weights[feature] * values[row] * multiplier,
      baseScore * resolution,
    )
    return Math.min(Math.max(points, 0), maxScore * resolution)
  })
  const kept = Array.from(outcomes.retained!)
  const gone = kept.map((retained, row) => (outcomes.count?.[row] ?? 1) - retained)
  let twice = 0
  for (let row = 0; row < rowCount; row++) {
    if (kept[row] === 0) continue
    for (let other = 0; other < rowCount; other++) {
      const won = scores[row] > scores[other] ? 2 : scores[row] === scores[other] ? 1 : 0
      twice += won * kept[row] * gone[other]
    }
  }
  return twice
}

function sweepers(dataset: Dataset): Sweeper[] {
  const { length } = dataset.features
  const bounds = {
    min: new Int32Array(length).fill(-400),
    max: new Int32Array(length).fill(400),
    locked: new Uint8Array(length),
  }
  return [
    createSweeper(dataset, 'auc_roc_retain'),
    createSweeper(dataset, 'auc_roc_retain', bounds),
  ]
}

describe('sweeps of pairs of weights', () => {
  for (const [name, shape] of Object.entries(SHAPES)) {
    it(`count every pair of accounts: ${name}`, () => {
      const dataset = randomDataset(7, shape)
      const { length } = dataset.features
      for (const sweeper of sweepers(dataset)) {
        const out = new Float64Array(64)
        for (let first = 0; first < length; first++) {
          const second = (first + 1 + randomBelow(5, first, 0, length - 1)) % length
          const weights = Int32Array.from({ length }, (_, at) => randomBelow(3, at, first, 13) - 6)
          sweeper.moveTo(weights)
          const window: PairWindow = { firstLow: -9, firstHigh: -3, secondLow: -2, secondHigh: 6 }
          sweeper.two(first, second, window, out)
          let next = 0
          for (let a = window.firstLow; a <= window.firstHigh; a++) {
            for (let b = window.secondLow; b <= window.secondHigh; b++) {
              const candidate = weights.slice()
              candidate[first] = a
              candidate[second] = b
              expect(out[next++]).toBe(countPairs(dataset, candidate))
            }
          }
          sweeper.one(second, -20, 20, out)
          for (let b = -20; b <= 20; b += 4) {
            const candidate = weights.slice()
            candidate[second] = b
            expect(out[b + 20]).toBe(countPairs(dataset, candidate))
          }
        }
      }
    })
  }
})

describe('the position of a sweeper', () => {
  for (const metric of ['auc_roc_retain', 'ks', 'revenue_capture_at_20'] as const) {
    it(`stays exact over moves of one weight: ${metric}`, () => {
      const dataset = randomDataset(5, {
        rows: 300,
        features: ['flag', 'negativeFlag', 'oneOrFour', 'fraction', 'commonFlag', 'u16'],
        maxScore: 70,
        baseScore: 20,
        money: 'decimal',
      })
      const { length } = dataset.features
      const bounds = {
        min: new Int32Array(length).fill(-600),
        max: new Int32Array(length).fill(600),
        locked: new Uint8Array(length),
      }
      const objective = createObjective(dataset, metric)
      for (const sweeper of [
        createSweeper(dataset, metric),
        createSweeper(dataset, metric, bounds),
      ]) {
        const weights = new Int32Array(length)
        const out = new Float64Array(5)
        for (let move = 0; move < 150; move++) {
          const feature = randomBelow(9, move, 0, length)
          const far = randomBelow(9, move, 1, 12) === 0 // scores beyond 16 bits, and back
          weights[feature] = randomBelow(9, move, 2, far ? 1200 : 31) - (far ? 600 : 8)
          expect(sweeper.moveTo(weights)).toBe(objective.reset(weights))
          const swept = randomBelow(9, move, 3, length)
          sweeper.one(swept, -2, 2, out)
          for (let weight = -2; weight <= 2; weight++) {
            const candidate = weights.slice()
            candidate[swept] = weight
            expect(out[weight + 2]).toBe(objective.reset(candidate))
          }
        }
      }
    })
  }
})

describe('a sweeper that is only placed', () => {
  for (const maxScore of [70, 3]) {
    it(`sweeps from where it was placed last, scores clipped to ${maxScore}`, () => {
      const dataset = randomDataset(6, {
        rows: 300,
        features: ['flag', 'commonFlag', 'oneOrFour', 'fraction', 'negative', 'u16'],
        maxScore,
        baseScore: 1,
      })
      const { length } = dataset.features
      const random = (turn: number) =>
        Int32Array.from({ length }, (_, at) => randomBelow(8, at, turn, turn % 5 === 0 ? 801 : 9))
      for (const sweeper of sweepers(dataset)) {
        const out = new Float64Array(9)
        for (let turn = 0; turn < 40; turn++) {
          sweeper.place(random(turn + 100))
          const weights = random(turn)
          sweeper.place(weights)
          const [first, second] = [turn % length, (turn + 1) % length]
          const exact = (a: number, b: number) => {
            const candidate = weights.slice()
            candidate[first] = a
            candidate[second] = b
            return countPairs(dataset, candidate)
          }
          if (turn % 3 === 0) {
            sweeper.one(first, 4, 6, out)
            for (let a = 4; a <= 6; a++) expect(out[a - 4]).toBe(exact(a, weights[second]))
          } else if (turn % 3 === 1) {
            const window = { firstLow: -3, firstHigh: -1, secondLow: 1, secondHigh: 3 }
            sweeper.two(first, second, window, out)
            for (let at = 0; at < 9; at++) {
              expect(out[at]).toBe(exact(Math.floor(at / 3) - 3, (at % 3) + 1))
            }
          }
          expect(sweeper.moveTo(weights)).toBe(countPairs(dataset, weights))
        }
      }
    })
  }
})

describe('rows counted by SIMD', () => {
  it('are those counted one by one, for any number of rows of either class', () => {
    for (const rows of [1, 7, 63, 64, 65, 128, 200, 1001]) {
      for (const upper of new Set([0, 1, Math.floor(rows / 3), Math.floor(rows / 64) * 64, rows])) {
        const first = Float64Array.from({ length: rows }, (_, row) => (row < upper ? 1 : 0))
        const plain = createRowCounts(
          first,
          first.map((amount) => 1 - amount),
        )
        const simd = createSimdRowCounts(rows, upper, 2, true)
        if (simd === null) throw new Error('no SIMD on this machine')
        const codes = [0, 1].map((flag) =>
          Uint8Array.from({ length: rows }, (_, row) => randomBelow(rows, row, flag, 2)),
        )
        for (const counts of [plain, simd]) {
          for (let row = 0; row < rows; row++) counts.scores[row] = 40 + randomBelow(3, row, 5, 20)
          expect(codes.map((own) => counts.setOf(own, 1))).toEqual([0, 1])
          counts.moveSet(1, 17)
          counts.moveSet(0, -30)
        }
        expect(simd.scores).toEqual(plain.scores)
        const extent = { offset: -5, width: 80 }
        const count = (way: (to: Histogram) => void): Histogram => {
          const to = { first: new Float64Array(0), second: new Float64Array(0) }
          way(to)
          return to
        }
        for (const way of ['all', 'set', 'common'] as const) {
          const [one, other] = [plain, simd].map((counts) =>
            count((to) => {
              if (way === 'all') counts.countAll(to, extent)
              else if (way === 'set') counts.countSet(to, 1, extent)
              else counts.countCommon(to, 0, 1, extent)
            }),
          )
          expect(other).toEqual(one)
        }
        expect(simd.sizeOf(0)).toBe(plain.sizeOf(0))
      }
    }
  })
})

describe('two flags swept from their rows', () => {
  const changes = [
    { change: -4, more: 6 },
    { change: 1, more: 3 },
  ] as const

  for (const upper of [1, 40, 90, 149]) {
    for (const [inside, otherInside] of [
      [true, true],
      [true, false],
      [false, false],
    ]) {
      it(`win what every pair of rows wins: ${upper} of 150 rows, ${inside}, ${otherInside}`, () => {
        const rows = 150
        const counts = createSimdRowCounts(rows, upper, 2, true)
        if (counts === null) throw new Error('no SIMD on this machine')
        const codes = [0, 1].map((flag) =>
          Uint8Array.from({ length: rows }, (_, row) => randomBelow(2, row, flag, 2)),
        )
        const sets = codes.map((own) => counts.setOf(own, 1))
        const moves = (flag: number, row: number) =>
          (codes[flag][row] === 1) === [inside, otherInside][flag]
        const out = new Float64Array(7 * 4)
        let turn = 0
        for (const spread of [3, 200, 30_000]) {
          for (const step of [1, -7, 90]) {
            for (const last of [1, 50, 60_000]) {
              const origin = randomBelow(4, ++turn, 0, 300) - 250
              for (let row = 0; row < rows; row++) {
                counts.scores[row] = 100 + randomBelow(turn, row, 9, spread)
              }
              const told = Array.from(counts.scores, (score) => score + origin)
              const range = { least: Math.min(...told), most: Math.max(...told), origin, last }
              const flags = [
                { set: sets[0], inside },
                { set: sets[1], inside: otherInside },
              ] as [FlagRows, FlagRows]
              expect(counts.flags?.two(flags, step, ...changes, range, out)).toBe(true)
              let next = 0
              for (let a = -4; a <= 2; a++) {
                for (let b = 1; b <= 4; b++) {
                  const clipped = told.map((score, row) => {
                    const points = (moves(0, row) ? a : 0) + (moves(1, row) ? b : 0)
                    return Math.min(Math.max(score + points * step, 0), last)
                  })
                  let won = 0
                  for (const kept of clipped.slice(0, upper)) {
                    for (const gone of clipped.slice(upper)) {
                      won += kept > gone ? 2 : kept === gone ? 1 : 0
                    }
                  }
                  expect(out[next++]).toBe(won)
                }
              }
            }
          }
        }
      })
    }
  }

  it('are left to histograms where there are few scores or too many, and where values are too many', () => {
    const { flags, ...counts } = createSimdRowCounts(150, 40, 2, true)!
    const sets = [0, 1].map((level) => counts.setOf(new Uint8Array(150), level))
    const range = { least: 0, most: 5000, origin: 0, last: 100 }
    expect(flags?.pays(range)).toBe(true)
    expect(flags?.pays({ ...range, most: 30 })).toBe(false)
    expect(flags?.pays({ ...range, most: 40_000 })).toBe(false)
    const moved: [FlagRows, FlagRows] = [
      { set: sets[0], inside: true },
      { set: sets[1], inside: true },
    ]
    const many = { change: 0, more: 64 }
    const out = new Float64Array(65 * 65).fill(-1)
    expect(flags?.two(moved, 1, many, many, range, out)).toBe(false)
    expect(flags?.two(moved, 1e8, changes[0], changes[1], range, out)).toBe(false)
    expect(out.every((each) => each === -1)).toBe(true)
  })
})
