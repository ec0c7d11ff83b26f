import { describe, expect, test } from 'vitest'
import { primaryValue } from '../../src/evaluation/evaluator.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import type { ScoreVector } from '../../src/evaluation/scoreVector.ts'
import { classCounts } from '../../src/statistics/classCounts.ts'
import { deLong, deLongDifference } from '../../src/statistics/deLong.ts'
import { NO_OUTCOMES } from '../evaluation/accounts.ts'
import { plainDeLong } from './plainDeLong.ts'
import { randomRows } from './randomRows.ts'

const grid = (...values: number[]): ScoreVector => ({
  kind: 'grid',
  values: Int32Array.from(values),
  resolution: 1,
  maxGrid: 1000,
})

describe('by hand: upper accounts 3, 2, 1 and lower accounts 2, 0', () => {
  const classes = { upper: [1, 1, 1, 0, 0], lower: [0, 0, 0, 1, 1] }

  test('one score', () => {
    // V10 = 1, 3/4, 1/2: mean 3/4, variance 1/16. V01 = (1 + 1/2 + 0)/3 = 1/2 and 1: variance 1/8.
    const { auc, standardError, upper, lower } = deLong(grid(3, 2, 1, 2, 0), classes)!
    expect([auc, upper, lower]).toEqual([0.75, 3, 2])
    expect(standardError).toBeCloseTo(Math.sqrt(1 / 16 / 3 + 1 / 8 / 2), 14)
  })

  test('two scores', () => {
    // Second score 3, 2, 2 against 1, 0: all V are 1. Differences of V10: 0, 1/4, 1/2; of V01: 1/2, 0.
    const result = deLongDifference(grid(3, 2, 1, 2, 0), grid(3, 2, 2, 1, 0), classes)!
    const error = Math.sqrt(1 / 16 / 3 + 1 / 8 / 2)
    expect(result.candidate).toEqual({ auc: 1, standardError: 0, upper: 3, lower: 2 })
    expect(result.difference).toBe(0.25)
    expect(result.standardError).toBeCloseTo(error, 14)
    expect(result.z).toBeCloseTo(0.25 / error, 12)
    expect(result.high - result.low).toBeCloseTo(2 * 1.959963984540054 * error, 12)
    expect(result.p).toBeCloseTo(0.3864762307712, 10) // erfc(sqrt(3)/2 / sqrt(2))
  })
})

test('the CT ratings of Hanley and McNeil (1982), table I: the published area 0.893', () => {
  // Ratings 1 to 5 of 58 normal and 51 abnormal images, as rows that stand for many.
  const classes = { upper: [3, 2, 2, 11, 33], lower: [33, 6, 6, 11, 2] }
  const result = deLong(grid(1, 2, 3, 4, 5), classes)!
  expect(result.auc).toBeCloseTo(0.893, 3)
  // V10 · 116 = 33, 72, 84, 101, 114; V01 · 102 = 99, 94, 90, 77, 33
  const squares = (values: number[], weights: number[], middle: number, scale: number) =>
    values.reduce((sum, value, i) => sum + weights[i] * (value / scale - middle) ** 2, 0)
  const won = squares([33, 72, 84, 101, 114], classes.upper, result.auc, 116) / 50
  const lost = squares([99, 94, 90, 77, 33], classes.lower, result.auc, 102) / 57
  expect(result.standardError).toBeCloseTo(Math.sqrt(won / 51 + lost / 58), 13)
})

describe('against the slow way', () => {
  test.each([
    { rows: 30, seed: 1, levels: 4 },
    { rows: 160, seed: 2, levels: 30 },
    { rows: 200, seed: 3, levels: 100_000 },
    { rows: 60, seed: 4, levels: 12, counts: true },
    { rows: 40, seed: 5, levels: 1 },
  ])('%o', (shape) => {
    const { incumbent, candidate, outcomes } = randomRows(shape)
    const classes = classCounts(outcomes, 'auc_roc_retain')!
    const slow = plainDeLong(incumbent, candidate, classes)
    const fast = deLongDifference(incumbent, candidate, classes)!
    expect(fast.incumbent.auc).toBeCloseTo(slow.aucs[0], 13)
    expect(fast.candidate.auc).toBeCloseTo(slow.aucs[1], 13)
    expect(fast.incumbent.standardError).toBeCloseTo(slow.errors[0], 13)
    expect(fast.candidate.standardError).toBeCloseTo(slow.errors[1], 13)
    expect(fast.difference).toBeCloseTo(slow.aucs[1] - slow.aucs[0], 13)
    expect(fast.standardError).toBeCloseTo(slow.standardError, 13)
  })
})

test('AUCs are those of the evaluator to the last bit, also where outcomes are not complements', () => {
  for (const counts of [false, true]) {
    const { incumbent, outcomes } = randomRows({ rows: 400, seed: 7, counts })
    const churned = Float64Array.from(outcomes.retained!, (kept, row) =>
      row % 3 === 0 ? 0 : (outcomes.count?.[row] ?? 1) - kept,
    )
    for (const given of [
      outcomes,
      { ...outcomes, churned },
      { ...outcomes, retained: null, churned },
    ])
      for (const metric of ['auc_roc_retain', 'auc_roc_churn'] as const)
        expect(deLong(incumbent, classCounts(given, metric)!)!.auc).toBe(
          primaryValue(buildScoreTable(incumbent, given), metric),
        )
  }
})

test('the same score twice has no difference and no error', () => {
  const { incumbent, outcomes } = randomRows({ rows: 300, seed: 8 })
  const classes = classCounts(outcomes, 'auc_roc_retain')!
  const result = deLongDifference(incumbent, incumbent, classes)!
  expect(result).toMatchObject({ difference: 0, standardError: 0, z: null, p: null, low: 0 })
})

test('a class of one account has no variance, and lengths must agree', () => {
  expect(deLong(grid(1, 2, 3), { upper: [1, 1, 0], lower: [0, 0, 1] })).toBeNull()
  expect(classCounts({ ...NO_OUTCOMES, rowCount: 3 }, 'auc_roc_churn')).toBeNull()
  expect(() => deLong(grid(1, 2), { upper: [1], lower: [1, 2] })).toThrow('class counts length')
  expect(() => deLong(grid(1, 2), { upper: [1], lower: [1] })).toThrow('score vector length')
})
