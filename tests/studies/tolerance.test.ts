import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { createObjective } from '../../src/search/objective.ts'
import { searchAgain } from '../../src/studies/search.ts'
import type { ToleranceReplicate } from '../../src/studies/study.ts'
import { summarizeTolerance } from '../../src/studies/summarizeTolerance.ts'
import { randomDataset, repeat, SHAPE, setupOf } from './fixtures.ts'

const dataset = randomDataset(71, SHAPE)
const { weights: bestWeights } = searchAgain(
  setupOf(dataset, { strategy: 'deep', budget: Number.POSITIVE_INFINITY }),
  dataset,
)
const setup = setupOf(dataset, { bestWeights })

/** Loss of AUC over its DeLong standard error, by the definition: pair by pair. */
function errorsLost(rows: Dataset, best: Int32Array, other: Int32Array): number {
  const { retained } = rows.outcomes
  const sides = [0, 1].map((side) =>
    Array.from(retained!.keys()).filter((row) => retained![row] === side),
  )
  const [down, up] = sides
  const won = [best, other].map((weights) => {
    const { values } = scoreRows(rows, weights)
    return (i: number, j: number) => (values[i] > values[j] ? 1 : values[i] === values[j] ? 0.5 : 0)
  })
  const difference = (i: number, j: number) => won[0](i, j) - won[1](i, j)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const squared = (values: number[]) =>
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) /
    (values.length - 1) /
    values.length
  const ups = up.map((i) => mean(down.map((j) => difference(i, j))))
  const downs = down.map((j) => mean(up.map((i) => difference(i, j))))
  const loss = mean(ups)
  return loss <= 0 ? 0 : loss / Math.sqrt(squared(ups) + squared(downs))
}

describe('tolerance of weights', () => {
  it('goes to the last value on either side that is as good within one standard error', () => {
    const { min, max } = setup.bounds
    let narrow = 0
    for (let feature = 0; feature < 3; feature++) {
      const found = repeat(setup, dataset, 'tolerance', feature) as ToleranceReplicate
      const lost = (value: number) => {
        const weights = bestWeights.slice()
        weights[feature] = value
        return errorsLost(dataset, bestWeights, weights)
      }
      expect(found.low).toBeLessThanOrEqual(bestWeights[feature])
      expect(found.high).toBeGreaterThanOrEqual(bestWeights[feature])
      expect(lost(found.low)).toBeLessThanOrEqual(1)
      expect(lost(found.high)).toBeLessThanOrEqual(1)
      if (found.low > min[feature]) expect(lost(found.low - 1)).toBeGreaterThan(1)
      if (found.high < max[feature]) expect(lost(found.high + 1)).toBeGreaterThan(1)
      if (found.low > min[feature] || found.high < max[feature]) narrow++
    }
    expect(narrow).toBeGreaterThan(0)
  })

  it('is measured by the bootstrap for a metric of money', () => {
    const money = { ...setup, metric: 'revenue_capture_at_20' as const }
    const found = repeat(money, dataset, 'tolerance', 0) as ToleranceReplicate
    expect(found).toEqual(repeat(money, dataset, 'tolerance', 0))
    expect(found.low).toBeLessThanOrEqual(bestWeights[0])
    const objective = createObjective(dataset, 'revenue_capture_at_20')
    const best = objective.reset(bestWeights)
    const weights = bestWeights.slice()
    for (const value of [found.low - 1, found.high + 1]) {
      if (value < -5 || value > 25) continue
      weights[0] = value
      expect(objective.reset(weights)).toBeLessThan(best)
    }
  })

  it('leaves a locked weight where it is', () => {
    const feature = bestWeights.length - 1
    const locked = repeat(setup, dataset, 'tolerance', feature)
    expect(locked).toMatchObject({ low: bestWeights[feature], high: bestWeights[feature] })
  })

  it('is told in a few words', () => {
    const replicates = [
      { study: 'tolerance', index: 0, low: 13, high: 22 },
      { study: 'tolerance', index: 2, low: 4, high: 4 },
    ] as const
    const [one, other] = summarizeTolerance(replicates, ['session_depth', 'b', 'c'], [17, 1, 4])
    expect(one.sentence).toBe('session_depth 17 (13–22 equivalent)')
    expect(other.sentence).toBe('c 4 (no other value is equivalent)')
  })
})
