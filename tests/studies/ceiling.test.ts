import { describe, expect, it } from 'vitest'
import { takeRows } from '../../src/accounts/takeRows.ts'
import { weightRows } from '../../src/accounts/weightRows.ts'
import { foldsOf, LAMBDAS } from '../../src/search/logistic/chooseRidge.ts'
import { fitLogistic } from '../../src/search/logistic/fitLogistic.ts'
import { ceilingScores, ceilingValue, fitCeiling } from '../../src/studies/ceiling.ts'
import { studySeed } from '../../src/studies/draws.ts'
import { searchAgain } from '../../src/studies/search.ts'
import type { CeilingReplicate } from '../../src/studies/study.ts'
import { ceilingSentence, summarizeCeiling } from '../../src/studies/summarizeCeiling.ts'
import { aggregated, fewLevelAccounts } from '../search/mixedRows.ts'
import { randomDataset, repeat, SHAPE, setupOf } from './fixtures.ts'

const dataset = randomDataset(61, SHAPE)
const setup = setupOf(dataset)
const { metric } = setup

/** Points of each feature and account, as people read them. */
function points(rows: typeof dataset): number[][] {
  return rows.features.map(({ values, multiplier }) =>
    Array.from(values, (value) => (value * multiplier) / rows.resolution),
  )
}

describe('ceiling', () => {
  it('is the regression on the features in points, λ the best over folds', () => {
    const outcome = Uint8Array.from(dataset.outcomes.retained!)
    const columns = points(dataset).map((column) => Float64Array.from(column))
    const ones = new Float64Array(outcome.length).fill(1)
    const values = dataset.features.map((feature) => Float64Array.from(feature.values))
    const foldOf = foldsOf(values, outcome, ones, studySeed(setup.seed, 'ceiling', 0))
    const rows = Uint32Array.from(outcome.keys())
    const folds = [0, 1, 2, 3, 4].map((fold) => ({
      train: rows.filter((row) => foldOf[row] !== fold),
      test: rows.filter((row) => foldOf[row] === fold),
    }))
    const losses = LAMBDAS.map((penalty) =>
      folds
        .map(({ train, test }) => {
          const fit = fitLogistic({ columns, outcome, rows: train, penalty })
          return [...test].reduce((sum, row) => {
            const odds = columns.reduce(
              (all, column, k) => all + fit.coefficients[k] * column[row],
              fit.intercept,
            )
            const chance = 1 / (1 + Math.exp(-odds))
            return sum - Math.log(outcome[row] === 1 ? chance : 1 - chance)
          }, 0)
        })
        .reduce((sum, loss) => sum + loss, 0),
    )
    const lambda = LAMBDAS[losses.indexOf(Math.min(...losses))]
    const plain = fitLogistic({ columns, outcome, penalty: lambda })
    const made = repeat(setup, dataset, 'ceiling', 0) as CeilingReplicate
    expect(made.lambda).toBe(lambda)
    expect(made.intercept).toBeCloseTo(plain.intercept, 5)
    made.coefficients.forEach((coefficient, k) => {
      expect(coefficient).toBeCloseTo(plain.coefficients[k], 5)
    })
    expect(made.value).toBeGreaterThan(0.5)
  })

  it('is at most a little below what a deep search reaches, and scores other rows the same', () => {
    const made = repeat(setup, dataset, 'ceiling', 0) as CeilingReplicate
    const deep = { ...setup, strategy: 'deep', budget: Number.POSITIVE_INFINITY }
    expect(made.value).toBeGreaterThan(searchAgain(deep, dataset).value - 0.02)
    const scores = ceilingScores(dataset, made)
    const rows = Uint32Array.of(5, 3, 599)
    const some = ceilingScores(takeRows(dataset, rows), made)
    expect([...some]).toEqual([scores[5], scores[3], scores[599]])
    const [first] = points(dataset).map((column) => column[5])
    const odds = points(dataset).reduce(
      (sum, column, k) => sum + made.coefficients[k] * column[5],
      made.intercept,
    )
    expect(first).toBeDefined()
    expect(scores[5]).toBeCloseTo(odds, 10)
  })

  it('is fitted to weighted rows as to repeated ones', () => {
    const weights = Uint8Array.from({ length: dataset.rowCount }, (_, row) => row % 4)
    const rows = Array.from(weights).flatMap((times, row) => Array(times).fill(row) as number[])
    const { columns, outcome } = {
      columns: points(dataset).map((column) => Float64Array.from(rows, (row) => column[row])),
      outcome: Uint8Array.from(rows, (row) => dataset.outcomes.retained![row]),
    }
    const weighted = fitCeiling(setup, weightRows(dataset, weights))!
    const copied = fitLogistic({ columns, outcome, penalty: weighted.lambda })
    weighted.coefficients.forEach((coefficient, k) => {
      expect(coefficient).toBeCloseTo(copied.coefficients[k], 5)
    })
  })

  it('is the one of the listed accounts where rows stand for accounts of both outcomes', () => {
    let same = 0
    for (const seed of [1, 2, 3]) {
      const listed = fewLevelAccounts(seed, 1500)
      const [one, many] = [listed, aggregated(listed)].map(
        (rows) => repeat(setupOf(rows), rows, 'ceiling', 0) as CeilingReplicate,
      )
      expect(Math.abs(many.value! - one.value!)).toBeLessThan(
        many.lambda === one.lambda ? 1e-6 : 1e-3,
      )
      same += Number(many.lambda === one.lambda)
      const columns = points(listed).map((column) => Float64Array.from(column))
      const outcome = listed.outcomes.retained!
      const plain = fitLogistic({ columns, outcome, penalty: many.lambda })
      many.coefficients.forEach((coefficient, k) => {
        expect(coefficient).toBeCloseTo(plain.coefficients[k], 9)
      })
      expect(many.value).toBeCloseTo(ceilingValue(metric, listed, many)!, 9)
    }
    expect(same).toBeGreaterThan(0)
  })

  it('has no value where there is only one outcome', () => {
    const same = randomDataset(3, { ...SHAPE, retainedShare: 1 })
    const made = repeat(setup, same, 'ceiling', 0)
    expect(made).toMatchObject({ value: null, coefficients: [] })
    expect(summarizeCeiling([made], 0.7, metric)).toBe(null)
  })

  it('is told as what is possible', () => {
    const made = { ...(repeat(setup, dataset, 'ceiling', 0) as CeilingReplicate), value: 0.846 }
    expect(summarizeCeiling([made], 0.8451, metric)?.sentence).toContain(
      '0.845 of a possible 0.846',
    )
    expect(summarizeCeiling([made], 0.85, metric)?.sentence).toContain('hardly anything is left')
  })

  it('is no ceiling of a metric that the regression does not aim at', () => {
    const figures = { value: 0.367, candidate: 0.378 }
    for (const other of ['nrr_spread', 'ks', 'revenue_capture_at_20', 'tier_separation'] as const) {
      expect(ceilingSentence(figures, 'the accounts searched', other)).toBe(
        '0.378 on the accounts searched; a logistic regression, which aims at who stays and not at this metric, reaches 0.367 there.',
      )
    }
    expect(ceilingSentence(figures, 'held-out accounts', 'gini')).toContain('hardly anything')
  })
})
