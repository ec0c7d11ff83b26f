import { expect, test } from 'vitest'
import { evaluate } from '../../src/evaluation/evaluator.ts'
import {
  addScoreTables,
  buildScoreTable,
  subtractScoreTables,
} from '../../src/evaluation/scoreTable.ts'
import { NO_OUTCOMES, repeat, tableOf } from './accounts.ts'

const outcomes = { ...NO_OUTCOMES, rowCount: 3 }
const grid = (values: number[], resolution = 1, maxGrid = 100) => ({
  kind: 'grid' as const,
  values: Int32Array.from(values),
  resolution,
  maxGrid,
})

test('one entry a distinct score, ascending, in points', () => {
  const table = buildScoreTable(grid([1250, 300, 1250], 100, 10_000), {
    ...outcomes,
    mrr: Float64Array.of(5, 0, 7),
    retained: Uint8Array.of(1, 0, 0),
  })
  expect([...table.scores]).toEqual([3, 12.5])
  expect([...table.accounts]).toEqual([1, 2])
  expect(table.mrr).toEqual(Float64Array.of(0, 12))
  expect(table.churned).toEqual(Float64Array.of(1, 1))
  expect(table.retainedMrr).toEqual(Float64Array.of(0, 5))
  expect(table.mrrEnd).toBeNull()
})

test('counting, sorting and raw points give the same table', () => {
  const values = [4000, 7, 4000]
  const counted = buildScoreTable(grid(values, 100, 10_000), outcomes)
  const sorted = buildScoreTable(grid(values, 100, 100_000_000), outcomes)
  const raw = buildScoreTable({ kind: 'float', values: Float64Array.of(40, 0.07, 40) }, outcomes)
  expect(sorted).toEqual(counted)
  expect(raw).toEqual(counted)
})

test('refuses what can only be a mistake of the caller', () => {
  expect(() => buildScoreTable(grid([1, 2]), outcomes)).toThrow(
    'score vector length: 2, outcomes 3',
  )
  expect(() => buildScoreTable(grid([1, 2, 101]), outcomes)).toThrow('outside 0 to 100: 101')
  expect(() => buildScoreTable(grid([1, 2, -1]), outcomes)).toThrow('outside 0 to 100: -1')
  expect(() => buildScoreTable(grid([1, 2, -1], 1, 1e9), outcomes)).toThrow('outside')
  expect(() =>
    buildScoreTable({ kind: 'float', values: Float64Array.of(1, Number.NaN, 3) }, outcomes),
  ).toThrow('score not a number')
  expect(() => buildScoreTable(grid([1, 2, 3]), { ...outcomes, mrr: Float64Array.of(1) })).toThrow(
    'outcome column length: mrr has 1, rowCount 3',
  )
})

test('tables of data with different columns do not add up', () => {
  const withMrr = tableOf([1], { mrr: [1] })
  expect(() => addScoreTables(withMrr, tableOf([1], {}))).toThrow('one part only: paying')
})

test('subtracting leaves no rounding noise where no account is left', () => {
  // 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1: a quick ratio would divide by the difference.
  const steady = { mrr: repeat(11, [7]), mrrEnd: repeat(11, [8]) }
  const losses = { mrr: [0.1, 0.2, 0.3], mrrEnd: [0, 0, 0] }
  const all = tableOf(repeat(14, [70]), {
    mrr: [...steady.mrr, ...losses.mrr],
    mrrEnd: [...steady.mrrEnd, ...losses.mrrEnd],
  })
  const part = tableOf(repeat(3, [70]), { ...losses, mrr: losses.mrr.toReversed() })
  expect(all.churnedMrr![0] - part.churnedMrr![0]).not.toBe(0)
  const rest = subtractScoreTables(all, part)
  const tiers = [{ label: 'A', min: 0, max: 101 }]
  expect(rest.churnedMrr).toEqual(Float64Array.of(0))
  expect(evaluate(rest, tiers).quick_ratio_by_tier).toEqual({ A: null })
  expect(subtractScoreTables(all, all).scores).toHaveLength(0)
})

test('subtracting never leaves more MRR kept than there was', () => {
  // (0.1 + 0.9) - 0.1 is more than (0.3 + 0.9) - 0.3.
  const all = tableOf([70, 70], { mrr: [0.3, 0.9], mrrEnd: [0.1, 0.9] })
  const rest = subtractScoreTables(all, tableOf([70], { mrr: [0.3], mrrEnd: [0.1] }))
  expect(rest.kept![0]).toBeLessThanOrEqual(rest.mrr![0])
})
