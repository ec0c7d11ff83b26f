import { describe, expect, it } from 'vitest'
import { addedSteps } from '../../src/accounts/clippedScores.ts'
import { movableFeatures } from '../../src/search/bounds.ts'
import { byLikeness, createGuide, guidedWeights, likeness } from '../../src/search/deep/guide.ts'
import { fitLogistic } from '../../src/search/logistic/fitLogistic.ts'
import { randomDataset } from './randomDataset.ts'
import { referenceScores } from './reference.ts'
import { boundsOf } from './taskRun.ts'

const dataset = randomDataset(41, {
  rows: 700,
  features: ['flag', 'count', 'fraction', 'rareFlag'],
})
const outcome = Uint8Array.from(dataset.outcomes.retained!)
const bounds = boundsOf(4, -25, 25)
bounds.locked[3] = 1
const incumbent = Int32Array.of(5, 5, 5, 7)
const movable = movableFeatures(bounds)
const guide = createGuide(dataset, outcome, movable, 3)

describe('guide', () => {
  it('is the regression on the chosen features, in log odds a point', () => {
    const points = Array.from(movable, (feature) =>
      Float64Array.from(
        dataset.features[feature].values,
        (value) => (value * dataset.features[feature].multiplier) / dataset.resolution,
      ),
    )
    const fits = [0.1, 1, 10, 100, 1000].map((penalty) =>
      fitLogistic({ columns: points, outcome, penalty }),
    )
    const asPoints = guide.coefficients.map((each) => each * dataset.resolution)
    expect(
      fits.some(({ coefficients }) =>
        coefficients.every((each, k) => Math.abs(each - asPoints[k]) < 1e-5),
      ),
    ).toBe(true)
  })

  it('tells likeness as the squared correlation of scores and log odds', () => {
    for (const weights of [Int32Array.of(9, 3, 20, 7), Int32Array.of(-9, 8, -20, 7), incumbent]) {
      const scores = referenceScores(dataset, weights)
      const all = guide.rowWeights.reduce((sum, each) => sum + each, 0)
      const mean = (of: (row: number) => number) =>
        guide.rowWeights.reduce((sum, each, row) => sum + each * of(row), 0) / all
      const [a, b] = [mean((row) => scores[row]), mean((row) => guide.logOdds[row])]
      const both = mean((row) => (scores[row] - a) * (guide.logOdds[row] - b))
      const ofScores = mean((row) => (scores[row] - a) ** 2)
      const ofOdds = mean((row) => (guide.logOdds[row] - b) ** 2)
      const added = addedSteps(dataset, weights)
      expect(likeness(guide, dataset, added, dataset.baseScore)).toBeCloseTo(
        (both * Math.abs(both)) / ofScores / ofOdds,
        9,
      )
    }
    expect(likeness(guide, dataset, new Float64Array(700), -9999)).toBe(0) // all at the end
  })

  it('rounds within the bounds, leaves locked weights, and puts the most alike first', () => {
    const found = guidedWeights(guide, bounds, movable, incumbent)
    expect(found.length).toBeGreaterThan(10)
    for (const weights of found) {
      expect(weights[3]).toBe(7)
      expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(25)
    }
    const alike = (weights: Int32Array) =>
      likeness(guide, dataset, addedSteps(dataset, weights), dataset.baseScore)
    const ordered = byLikeness(guide, dataset, found).map(alike)
    expect(ordered).toEqual(found.map(alike).sort((a, b) => b - a))
    const noise = { ...guide, coefficients: new Float64Array(3) }
    expect(guidedWeights(noise, bounds, movable, incumbent)).toEqual([])
  })
})
