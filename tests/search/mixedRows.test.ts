import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { createDeepContext } from '../../src/search/deep/context.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { begin, startOutcome, startsOf } from '../../src/search/deep/starts.ts'
import { chooseRidge, foldsOf, LAMBDAS } from '../../src/search/logistic/chooseRidge.ts'
import { createDesign } from '../../src/search/logistic/design.ts'
import { fitLogistic } from '../../src/search/logistic/fitLogistic.ts'
import { lossCurvature } from '../../src/search/logistic/lossCurvature.ts'
import { searchAll } from '../../src/search/searchAll.ts'
import { singleGroups } from '../../src/search/sparse/groups.ts'
import { suitedNumbers } from '../../src/search/suitedNumbers.ts'
import { aggregated, cellsOf, fewLevelAccounts } from './mixedRows.ts'
import { boundsOf } from './taskRun.ts'

const METRIC = 'auc_roc_retain'
const BOUNDS = boundsOf(8, -25, 25)
const START = new Int32Array(8).fill(5)

const listed = fewLevelAccounts(1, 3000)
const rows = aggregated(listed)
const cellOf = cellsOf(listed)

const columnsOf = ({ features }: Dataset) => features.map(({ values }) => values)
const designOf = (dataset: Dataset) => createDesign(columnsOf(dataset), dataset.rowCount)
const outcomeOf = (dataset: Dataset) =>
  Float64Array.from(startOutcome({ dataset, metric: METRIC })!)

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, within: number) {
  expect(found.length).toBe(expected.length)
  const apart = Array.from(found, (value, k) => Math.abs(value - expected[k]))
  expect(Math.max(...apart)).toBeLessThan(within)
}

describe('a regression on rows of both outcomes', () => {
  it('looks for the share of a row that stayed, told by either outcome', () => {
    const { count, retained } = rows.outcomes
    const mixed = retained!.filter((stayed, row) => stayed > 0 && stayed < count![row])
    expect(mixed.length).toBeGreaterThan(rows.rowCount / 2)
    expect(rows.rowCount).toBeLessThan(600)
    const shares = Array.from(retained!, (stayed, row) => stayed / count![row])
    expect(outcomeOf(rows)).toEqual(Float64Array.from(shares))
    const churned = count!.map((accounts, row) => accounts - retained![row])
    const turned = { ...rows, outcomes: { ...rows.outcomes, retained: null, churned } }
    expectClose(outcomeOf(turned), shares, 1e-15)
    const allStayed = { ...rows, outcomes: { ...rows.outcomes, retained: count } }
    expect(startOutcome({ dataset: allStayed, metric: METRIC })).toBe(null)
  })

  it('is the one on the same accounts listed one a row', () => {
    const counts = rows.outcomes.count
    for (const options of [{}, { penalty: 0 }, { penalty: 100 }, { nonNegative: true }]) {
      const [many, one] = [
        fitLogistic({ ...options, columns: columnsOf(rows), outcome: outcomeOf(rows), counts }),
        fitLogistic({ ...options, columns: columnsOf(listed), outcome: outcomeOf(listed) }),
      ]
      expect(many.converged).toBe(true)
      expectClose(many.coefficients, one.coefficients, 1e-9)
      expect(Math.abs(many.intercept - one.intercept)).toBeLessThan(1e-9)
      expect(many.logLoss).toBeCloseTo(one.logLoss, 7)
      const curvatures = [
        lossCurvature(designOf(rows), outcomeOf(rows), many, { counts }),
        lossCurvature(designOf(listed), outcomeOf(listed), one),
      ]
      expectClose(curvatures[0].matrix, curvatures[1].matrix, 1e-6)
    }
  })

  it('has the penalty that suits the listed accounts, a row of them left out as a whole', () => {
    const counts = rows.outcomes.count!
    const outcome = outcomeOf(rows)
    const { penalty, leftOut } = chooseRidge(columnsOf(rows), outcome, counts, 7)
    const values = columnsOf(rows).map((each) => Float64Array.from(each))
    const foldOf = foldsOf(values, outcome, counts, 7)
    const accounts = Uint32Array.from(cellOf.keys())
    const all = outcomeOf(listed)
    const fits = LAMBDAS.map((lambda) => {
      const odds = new Float64Array(listed.rowCount)
      let loss = 0
      for (let fold = 0; fold < 5; fold++) {
        const train = accounts.filter((account) => foldOf[cellOf[account]] !== fold)
        const columns = columnsOf(listed)
        const fit = fitLogistic({ columns, outcome: all, rows: train, penalty: lambda })
        for (const account of accounts) {
          if (foldOf[cellOf[account]] !== fold) continue
          odds[account] = fit.intercept
          columns.forEach((each, k) => {
            odds[account] += fit.coefficients[k] * each[account]
          })
          loss += Math.log1p(Math.exp(all[account] === 1 ? -odds[account] : odds[account]))
        }
      }
      return { odds, loss }
    })
    const least = Math.min(...fits.map(({ loss }) => loss))
    const best = fits.findIndex(({ loss }) => loss === least)
    expect(penalty).toBe(LAMBDAS[best])
    const spread = cellOf.map((row) => leftOut[row])
    expectClose(spread, fits[best].odds, 1e-3) // which are fitted with less patience
    const stayed = (some: Uint32Array) =>
      some.reduce((sum, account) => sum + all[account], 0) / some.length
    for (let fold = 0; fold < 5; fold++) {
      const test = accounts.filter((account) => foldOf[cellOf[account]] === fold)
      expect(Math.abs(stayed(test) - stayed(accounts))).toBeLessThan(0.05)
    }
  })
})

describe('searches of rows of both outcomes', () => {
  it('begin at a regression, with a gate and without, and end where the listed accounts do', () => {
    for (const [seed, accounts, gated] of [
      [1, 1500, true],
      [2, 1500, true],
      [3, 3000, true],
      [4, 6000, false],
    ] as const) {
      const one = fewLevelAccounts(seed, accounts)
      const many = aggregated(one)
      const context = createDeepContext(many, METRIC, BOUNDS, 1)
      expect(context.gate !== null).toBe(gated)
      const starts = startsOf(context)
      expect(starts).toContainEqual({ kind: 'logistic' })
      for (const start of starts) {
        expect(begin(context, START, start).points.length).toBeGreaterThan(0)
      }
      const [expected, found] = [one, many].map((dataset) =>
        searchDeep(dataset, METRIC, BOUNDS, START, 1),
      )
      expect(found.value).toBeGreaterThan(expected.value - 0.001)
    }
  })

  it('find few features as well as among the listed accounts, also where rows are fewer than folds', () => {
    const sparse = (dataset: Dataset) =>
      searchAll({
        ...{ dataset, metric: METRIC, strategy: 'sparse', seed: 1, bounds: BOUNDS, start: START },
        ...{ budget: Number.POSITIVE_INFINITY, groups: singleGroups(8), maxFeatures: 3 },
      }).value
    expect(sparse(rows)).toBeGreaterThan(sparse(listed) - 0.001)
    const two = listed.features.map((feature, k) =>
      k < 2 ? feature : { ...feature, values: new Uint8Array(listed.rowCount) },
    )
    const four = aggregated({ ...listed, features: two })
    expect(four.rowCount).toBe(4)
    expect(sparse(four)).toBeGreaterThan(0.5)
  })

  it('get a base score from which they see a difference', () => {
    const [one, many] = [listed, rows].map((dataset) => {
      const search = { ...dataset, baseScore: -500 }
      return suitedNumbers({ search, metric: METRIC, bounds: BOUNDS, startWeights: START }, 'deep')
    })
    expect(many?.baseScore?.to).toBeGreaterThan(-500)
    expect(Object.keys(many!)).toEqual(Object.keys(one!))
  })
})
