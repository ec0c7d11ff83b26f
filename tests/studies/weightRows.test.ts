import { describe, expect, it } from 'vitest'
import { takeRows } from '../../src/accounts/takeRows.ts'
import { weightRows } from '../../src/accounts/weightRows.ts'
import { PRIMARY_METRICS } from '../../src/evaluation/metrics.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import { createSearchEngine } from '../../src/search/engine.ts'
import { createObjective } from '../../src/search/objective.ts'
import { createSweeper } from '../../src/search/sweeps/sweeper.ts'
import { poissonWeights } from '../../src/studies/draws.ts'
import { searchAgain } from '../../src/studies/search.ts'
import { randomDataset, SHAPE, setupOf } from './fixtures.ts'

function repeated(weights: ArrayLike<number>): Uint32Array {
  return Uint32Array.from(
    Array.from(weights).flatMap((times, row) => Array.from({ length: times }, () => row)),
  )
}

describe('weighted rows', () => {
  const dataset = randomDataset(12, SHAPE)
  const weights = poissonWeights(dataset.rowCount, 9)
  const weighted = weightRows(dataset, weights)
  const copied = takeRows(dataset, repeated(weights))

  it.each(PRIMARY_METRICS)('%s is that of the rows repeated as often, exactly', (metric) => {
    const a = createObjective(weighted, metric)
    const b = createObjective(copied, metric)
    for (let index = 0; index < 60; index++) {
      const at = Int32Array.from(dataset.features, (_, i) => randomBelow(3, index, i, 31) - 8)
      expect(a.toValue(a.reset(at))).toBe(b.toValue(b.reset(at)))
    }
  })

  it.each(PRIMARY_METRICS)(
    '%s is swept over one weight and two as over the repeated rows',
    (metric) => {
      const a = createSweeper(weighted, metric)
      const b = createSweeper(copied, metric)
      const out = [new Float64Array(31), new Float64Array(31)]
      const pairs = [new Float64Array(25), new Float64Array(25)]
      const window = { firstLow: -1, firstHigh: 3, secondLow: 4, secondHigh: 8 }
      for (let index = 0; index < 5; index++) {
        const at = Int32Array.from(dataset.features, (_, i) => randomBelow(5, index, i, 31) - 8)
        expect(a.toValue(a.moveTo(at))).toBe(b.toValue(b.moveTo(at)))
        for (let feature = 0; feature < dataset.features.length; feature++) {
          a.one(feature, -5, 25, out[0])
          b.one(feature, -5, 25, out[1])
          expect(out[0].map(a.toValue)).toEqual(out[1].map(b.toValue))
        }
        a.two(0, 2, window, pairs[0])
        b.two(0, 2, window, pairs[1])
        expect(pairs[0].map(a.toValue)).toEqual(pairs[1].map(b.toValue))
      }
    },
  )

  it.each(PRIMARY_METRICS)('%s is searched as on the repeated rows', (metric) => {
    for (const strategy of ['random', 'deep']) {
      const setup = setupOf(dataset, { metric, strategy })
      const one = searchAgain(setup, weighted)
      const other = searchAgain(setup, copied)
      expect(one).toEqual(other)
      expect(one.value).toBeGreaterThan(one.startValue)
    }
  })

  it('keeps a few features as on the repeated rows', () => {
    const setup = setupOf(dataset, {
      strategy: 'sparse',
      budget: Number.POSITIVE_INFINITY,
      maxFeatures: 2,
      bounds: { ...setupOf(dataset).bounds, locked: new Uint8Array(6) },
    })
    const one = searchAgain(setup, weighted)
    expect(one).toEqual(searchAgain(setup, copied))
    expect(one.weights.filter((weight) => weight !== 0).length).toBeLessThanOrEqual(2)
  })

  it('gives the SIMD loop the same experiments as the plain one', () => {
    const { bounds, startWeights } = setupOf(dataset)
    for (const metric of PRIMARY_METRICS) {
      const [fast, plain] = [false, true].map((slow) => {
        const input = {
          dataset: weighted,
          metric,
          strategy: 'random',
          seed: 3,
          bounds,
          plain: slow,
        }
        const engine = createSearchEngine({ ...input, now: () => 0 })
        const request = { from: 1, to: 400, stride: 1, continueAfterWin: true, budgetMs: 1e9 }
        const incumbentValue = engine.baseline(startWeights)
        return engine.step({ ...request, weights: startWeights, incumbentValue })
      })
      expect(fast).toEqual(plain)
    }
  })

  it('multiplies rows that stand for several accounts already', () => {
    const counted = randomDataset(7, { ...SHAPE, rows: 300, counted: true })
    const times = poissonWeights(300, 2)
    const twice = weightRows(counted, times)
    const rows = repeated(times)
    for (const metric of PRIMARY_METRICS) {
      const at = new Int32Array(6).fill(4)
      const a = createObjective(twice, metric)
      const b = createObjective(takeRows(counted, rows), metric)
      expect(a.toValue(a.reset(at))).toBe(b.toValue(b.reset(at)))
    }
  })

  it('refuses weights that are not whole, negative or too few', () => {
    expect(() => weightRows(dataset, [1])).toThrow('row weights length: 1 for 600 rows')
    const broken = new Float64Array(600)
    broken[5] = 0.5
    expect(() => weightRows(dataset, broken)).toThrow('row weight: 0.5')
    expect(() => weightRows(dataset, new Int8Array(600).fill(-1))).toThrow('row weight: -1')
  })
})
