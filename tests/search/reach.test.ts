import { describe, expect, it } from 'vitest'
import { randomBelow } from '../../src/lib/rng.ts'
import { narrowedBounds } from '../../src/search/deep/reach.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { createObjective } from '../../src/search/objective.ts'
import { wideBoundsProblems } from '../../src/search/wideBounds.ts'
import { type DatasetShape, type FeatureKind, randomDataset } from './randomDataset.ts'
import { referenceScores } from './reference.ts'
import { boundsOf, taskRun } from './taskRun.ts'

const KINDS: FeatureKind[] = ['flag', 'negativeFlag', 'oneOrFour', 'count', 'fraction']

const SHAPES: DatasetShape[] = [
  { rows: 120, features: KINDS, maxScore: 20, baseScore: 5 },
  { rows: 120, features: KINDS, maxScore: 20, baseScore: -60 },
  { rows: 120, features: KINDS, maxScore: 20, baseScore: 300 },
  { rows: 120, features: ['flag', 'flag'], maxScore: 9, resolution: 1 },
]

describe('bounds without values that change no score', () => {
  it('hold a spec of the same scores, and no more points, for every spec within the bounds', () => {
    let cut = 0
    for (const [seed, shape] of SHAPES.entries()) {
      const dataset = randomDataset(seed + 1, shape)
      const { length } = dataset.features
      for (let wide = 0; wide < length; wide++) {
        const bounds = boundsOf(length, -4, 6)
        bounds.min[wide] = seed === 1 ? 30 : -100_000
        bounds.max[wide] = 100_000
        bounds.locked[length - 1] = 1
        const fixed = Int32Array.from({ length }, () => 3)
        const { min, max } = narrowedBounds(dataset, bounds, fixed)
        for (let draw = 0; draw < 60; draw++) {
          const weights = fixed.map((weight, at) => {
            if (bounds.locked[at] === 1) return weight
            const reach = randomBelow(seed, draw, 9 * wide + at, 4) === 0 ? 100_001 : 1000
            const value = randomBelow(seed, draw, 100 + 9 * wide + at, 2 * reach) - reach
            return Math.min(bounds.max[at], Math.max(bounds.min[at], value))
          })
          const same = weights.map((weight, at) =>
            bounds.locked[at] === 1 ? weight : Math.min(max[at], Math.max(min[at], weight)),
          )
          if (same.some((weight, at) => weight !== weights[at])) cut++
          expect(referenceScores(dataset, same)).toEqual(referenceScores(dataset, weights))
          for (let at = 0; at < length; at++) {
            expect(Math.abs(same[at])).toBeLessThanOrEqual(Math.abs(weights[at]))
          }
        }
      }
    }
    expect(cut).toBeGreaterThan(300)
  })

  it('leave alone what can still change a score', () => {
    const dataset = randomDataset(1, { rows: 300, features: ['flag', 'count', 'flag'] })
    const bounds = boundsOf(3, -5, 25)
    expect(narrowedBounds(dataset, bounds, new Int32Array(3))).toEqual(bounds)
  })
})

describe('a warning of wide bounds', () => {
  it('names weights whose values can all matter, not one that clips by itself', () => {
    const dataset = randomDataset(2, { rows: 200, features: ['flag', 'flag', 'count'] })
    const bounds = boundsOf(3, -5, 25)
    const told = () => wideBoundsProblems(dataset, bounds, new Int32Array(3))
    expect(told()).toEqual([])
    bounds.max[0] = 1_000_000
    expect(told()).toEqual([])
    bounds.min[1] = -1_000_000
    const [{ what, fix }] = told()
    const [first, second] = dataset.features.map(({ name }) => name)
    expect(what).toContain(`The bounds of ${first}, ${second} leave up to 1,000,0`)
    expect(fix).toContain('100 points')
    const held = { ...bounds, locked: Uint8Array.of(0, 1, 0) }
    expect(wideBoundsProblems(dataset, held, new Int32Array(3))).toEqual([])
  })
})

describe('certificates of few or wide weights', () => {
  const metric = 'auc_roc_retain'

  it('prove the best of one weight by going through its values, whatever kind it is', async () => {
    for (const [seed, kind] of (['flag', 'count', 'fraction'] as const).entries()) {
      for (const rows of [300, 5200]) {
        const dataset = randomDataset(seed + 3, { rows, features: [kind, 'flag', 'count'] })
        const bounds = boundsOf(3, -5, 25)
        bounds.locked.set([0, 1, 1])
        const start = Int32Array.of(1, 4, 2)
        const result = searchDeep(dataset, metric, bounds, start, 1)
        expect(result.certificate).toMatchObject({ single: true, global: true, checked: 31 })
        const objective = createObjective(dataset, metric)
        const values = Array.from({ length: 31 }, (_, at) =>
          objective.reset(Int32Array.of(at - 5, 4, 2)),
        )
        expect(objective.reset(result.weights)).toBe(Math.max(...values))
        const run = await taskRun('deep', dataset, metric, { bounds, start, workers: 2 })
        expect(run.certificate).toEqual(result.certificate)
      }
    }
  })

  it('try a flag with absurd bounds only as far as it changes scores', () => {
    const dataset = randomDataset(6, { rows: 300, features: ['flag', 'rareFlag', 'count'] })
    const bounds = boundsOf(3, -5, 25)
    bounds.min[0] = -1_000_000
    bounds.max[0] = 1_000_000
    for (const weight of [5, 900_000]) {
      const start = Int32Array.of(weight, 5, 5)
      const result = searchDeep(dataset, 'ks', bounds, start, 1)
      expect(result.certificate?.single).toBe(true)
      expect(result.experiments).toBeLessThan(2_000_000)
      const objective = createObjective(dataset, 'ks')
      const best = objective.reset(result.weights)
      for (const far of [-1_000_000, -400_000, -3000, 3000, 400_000, 1_000_000]) {
        for (let other = -5; other <= 25; other++) {
          const weights = result.weights.slice()
          weights[0] = far
          expect(objective.reset(weights)).toBeLessThanOrEqual(best)
          weights[1] = other
          expect(objective.reset(weights)).toBeLessThanOrEqual(best)
        }
      }
    }
  })

  it('try all value pairs of flags with wide bounds', () => {
    const dataset = randomDataset(7, {
      rows: 5200,
      features: ['flag', 'rareFlag', 'flag', 'flag', 'flag', 'rareFlag'],
    })
    const bounds = boundsOf(6, -40, 40)
    const result = searchDeep(dataset, metric, bounds, new Int32Array(6).fill(2), 1)
    expect(result.certificate).toMatchObject({ single: true, pairs: true, global: false })
    expect(result.certificate?.checked).toBe(15 * 80 ** 2 + 6 * 80)
    const objective = createObjective(dataset, metric)
    const best = objective.reset(result.weights)
    const weights = result.weights.slice()
    for (let a = -40; a <= 40; a += 2) {
      for (let b = -40; b <= 40; b += 2) {
        weights[1] = a
        weights[4] = b
        expect(objective.reset(weights)).toBeLessThanOrEqual(best)
      }
    }
  }, 60_000)

  it('prove three flags of 121 values and four of 66', () => {
    for (const [flags, reach] of [
      [3, 60],
      [4, 32],
    ]) {
      const features = Array.from({ length: flags }, (): FeatureKind => 'flag')
      const dataset = randomDataset(8, { rows: 400, features })
      const bounds = boundsOf(flags, -reach, reach + 1)
      const result = searchDeep(dataset, metric, bounds, new Int32Array(flags).fill(2), 1)
      const checked = (2 * reach + 2) ** flags
      expect(result.certificate).toMatchObject({ global: true, pairs: true, checked })
    }
  }, 60_000)
})
