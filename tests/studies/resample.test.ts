import { describe, expect, it } from 'vitest'
import { takeRows } from '../../src/accounts/takeRows.ts'
import { poissonWeights, studySeed } from '../../src/studies/draws.ts'
import { searchAgain } from '../../src/studies/search.ts'
import type { Replicate } from '../../src/studies/study.ts'
import { summarizeResample } from '../../src/studies/summarizeResample.ts'
import { plainClimb } from '../search/plainClimb.ts'
import { referenceValue } from '../search/reference.ts'
import { randomDataset, repeat, SHAPE, setupOf } from './fixtures.ts'

describe('Poisson weights', () => {
  it('have mean and variance 1 and the shares of the distribution', () => {
    const drawn = poissonWeights(200_000, 3)
    const share = (count: number) => drawn.filter((each) => each === count).length / drawn.length
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length
    const variance = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / drawn.length
    expect(mean).toBeCloseTo(1, 1.9)
    expect(Math.abs(variance - 1)).toBeLessThan(0.02)
    let expected = Math.exp(-1)
    for (let count = 0; count < 5; count++) {
      expect(Math.abs(share(count) - expected)).toBeLessThan(0.005)
      expected /= count + 1
    }
  })
})

describe('resampled accounts', () => {
  const dataset = randomDataset(41, SHAPE)

  it('is the plain search on accounts repeated as often as drawn', () => {
    const setup = setupOf(dataset)
    const { seed, bounds, startWeights, budget, metric } = setup
    for (const index of [0, 7]) {
      const drawn = poissonWeights(dataset.rowCount, studySeed(seed, 'resample', index))
      const rows = Array.from(drawn).flatMap((times, row) => Array(times).fill(row) as number[])
      const copied = takeRows(dataset, Uint32Array.from(rows))
      const plain = plainClimb(copied, metric, 'random', seed, bounds, startWeights, budget)
      const made = repeat(setup, dataset, 'resample', index)
      if (made.study !== 'resample') throw new Error(made.study)
      expect(made.weights).toEqual(plain.weights)
      const found = Int32Array.from(plain.weights)
      expect(made.best).toBeCloseTo(referenceValue(copied, found, metric), 12)
      expect(made.start).toBeCloseTo(referenceValue(copied, startWeights, metric), 12)
      expect(made.bestOnAll).toBeCloseTo(referenceValue(dataset, found, metric), 12)
    }
  })

  it('finds that the search flatters itself, and which weights are firm', () => {
    const free = setupOf(dataset, { strategy: 'deep', budget: Number.POSITIVE_INFINITY })
    const real = searchAgain(free, dataset)
    const setup = { ...free, bestWeights: real.weights }
    const replicates = Array.from({ length: 30 }, (_, index) =>
      repeat(setup, dataset, 'resample', index),
    )
    const features = dataset.features.map(({ name }) => name)
    const { bounds } = setup
    const input = { features, bounds, bestWeights: real.weights, best: real.value }
    const found = summarizeResample(replicates, input)!
    expect(found.optimism).toBeGreaterThan(0)
    expect(found.corrected).toBeLessThan(real.value)
    expect(found.weights.at(-1)).toMatchObject({ noise: false, low: 5, high: 5, sameSign: 1 })
    found.consensus.forEach((weight, i) => {
      expect(Number.isInteger(weight)).toBe(true)
      expect(weight).toBeGreaterThanOrEqual(bounds.min[i])
      expect(weight).toBeLessThanOrEqual(bounds.max[i])
    })
  })
})

describe('summary of resampled accounts', () => {
  const features = ['firm', 'noise', 'edge', 'locked']
  const bounds = {
    min: Int32Array.of(-5, -5, 0, -5),
    max: Int32Array.of(10, 10, 10, 10),
    locked: Uint8Array.of(0, 0, 0, 1),
  }
  const replicates: Replicate[] = Array.from({ length: 21 }, (_, index) => ({
    study: 'resample',
    index,
    weights: [index + 1, index - 10, index < 3 ? 0 : 4, 0],
    start: 0.5,
    best: 0.8,
    bestOnAll: index === 20 ? null : 0.77,
  }))
  const found = summarizeResample(replicates, {
    features,
    bounds,
    bestWeights: [6, 2, 4, 0],
    best: 0.79,
  })!

  it('gives medians, intervals, signs and what is noise', () => {
    expect(found.searches).toBe(21)
    const [firm, noise, edge, locked] = found.weights
    expect(firm).toMatchObject({ median: 11, low: 2, high: 20, noise: false, sameSign: 1 })
    expect(noise).toMatchObject({ median: 0, low: -9, high: 9, noise: true, sameSign: 10 / 21 })
    expect(noise.nonZero).toBe(20 / 21)
    expect(edge).toMatchObject({ low: 0, high: 4, noise: true }) // touching 0 is noise too
    expect(locked).toMatchObject({ low: 0, high: 0, noise: false })
  })

  it('rounds medians into a spec within bounds', () => {
    expect(found.consensus).toEqual([10, 0, 4, 0])
  })

  it('takes the optimism off the value of the run', () => {
    expect(found.optimism).toBeCloseTo(0.03, 12)
    expect(found.corrected).toBeCloseTo(0.76, 12)
    expect(found.sentence).toBe(
      'noise and edge may as well be 0: with the accounts drawn anew their weights come out at 0, or on either side of it. On accounts of the same kind the search flatters itself by 0.030; without that it reaches 0.760 on them, which says nothing of a later period.',
    )
    expect(summarizeResample([], { features, bounds, bestWeights: [], best: 1 })).toBe(null)
  })

  it('names up to three weights that may as well be 0', () => {
    const told = (noisy: number, all: number) => {
      const names = Array.from({ length: all }, (_, feature) => `f${feature}`)
      const replicates: Replicate[] = Array.from({ length: 21 }, (_, index) => ({
        study: 'resample',
        index,
        weights: names.map((_, feature) => (feature < noisy ? index - 10 : 3)),
        start: null,
        best: null,
        bestOnAll: null,
      }))
      const free = {
        min: new Int32Array(all).fill(-20),
        max: new Int32Array(all).fill(20),
        locked: new Uint8Array(all),
      }
      const bestWeights = names.map(() => 3)
      return summarizeResample(replicates, { features: names, bounds: free, bestWeights, best: 1 })!
        .sentence
    }
    expect(told(1, 2)).toMatch(/^f0 may as well be 0: .* its weight comes out at 0/)
    expect(told(7, 9)).toMatch(/^f0, f1, f2 and 4 more may as well be 0: .* their weights come/)
    expect(told(0, 2)).toBe('All 2 weights keep their sign when the accounts are drawn anew.')
    expect(told(0, 1)).toBe('The weight keeps its sign when the accounts are drawn anew.')
  })
})
