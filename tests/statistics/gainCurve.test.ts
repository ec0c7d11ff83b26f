import { describe, expect, test } from 'vitest'
import { primaryValue } from '../../src/evaluation/evaluator.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import { type GainKind, gainCurve } from '../../src/statistics/gainCurve.ts'
import { tableOf } from '../evaluation/accounts.ts'
import { randomRows } from './randomRows.ts'

test('by hand: churned accounts from the lowest score up, straight within a tie', () => {
  // 20 accounts at score 1, 15 churned; 30 at 2, 5 churned; 50 at 3, none.
  const table = tableOf([1, 2, 3], {
    count: [20, 30, 50],
    churned: [15, 5, 0],
    retained: [5, 25, 50],
  })
  const curve = gainCurve(table, 'churned')!
  expect(curve.gained).toHaveLength(101)
  expect([0, 10, 20, 35, 50, 100].map((percent) => curve.gained[percent])).toEqual([
    0, 0.375, 0.75, 0.875, 1, 1,
  ])
  expect(curve.area).toBeCloseTo((0.2 * 0.75) / 2 + 0.3 * 0.875 + 0.5, 14)
})

test('by hand: money from the highest score down', () => {
  const table = tableOf([9, 5, 1, 0], { mrr: [60, 30, 10, 0], retained: [1, 0, 1, 1] })
  const mrr = gainCurve(table, 'mrr')!
  expect(mrr.accounts).toBe(3) // paying
  expect(mrr.gained[50]).toBeCloseTo(0.6 + 0.5 * 0.3, 14)
  expect(mrr.area).toBeCloseTo((0.3 + 0.75 + 0.95) / 3, 14)
  expect(mrr.gini).toBeCloseTo(2 * mrr.area - 1, 14)
  expect(gainCurve(table, 'retained_mrr')!.gained[50]).toBeCloseTo(60 / 70, 14)
})

describe('on seeded accounts', () => {
  test.each([
    { rows: 500, seed: 1, levels: 7 },
    { rows: 1001, seed: 2, levels: 20_000 },
    { rows: 300, seed: 3, levels: 50, counts: true },
  ])('it tells what the metrics tell: %o', (shape) => {
    const { incumbent, outcomes } = randomRows(shape)
    const table = buildScoreTable(incumbent, outcomes)
    expect(gainCurve(table, 'churned')!.gini).toBeCloseTo(primaryValue(table, 'gini')!, 12)
    const money = gainCurve(table, 'mrr')!
    if (money.accounts % 5 === 0)
      expect(money.gained[20]).toBeCloseTo(primaryValue(table, 'revenue_capture_at_20')!, 12)
    else
      expect(
        Math.abs(money.gained[20] - primaryValue(table, 'revenue_capture_at_20')!),
      ).toBeLessThan(0.01)
  })

  test('every point is the expected share of that many accounts, account by account', () => {
    const { incumbent, outcomes } = randomRows({ rows: 237, seed: 4, levels: 9 })
    const { gained } = gainCurve(buildScoreTable(incumbent, outcomes), 'churned')!
    const score = incumbent.values
    const churned = Array.from(outcomes.retained!, (kept) => 1 - kept)
    const all = churned.reduce((sum, one) => sum + one, 0)
    for (let percent = 0; percent <= 100; percent++) {
      const needed = (percent / 100) * 237
      let found = 0
      for (let row = 0; row < 237; row++) {
        const below = score.filter((other) => other < score[row]).length
        const tied = score.filter((other) => other === score[row]).length
        found += churned[row] * Math.min(1, Math.max(0, (needed - below) / tied))
      }
      expect(gained[percent]).toBeCloseTo(found / all, 12)
    }
  })
})

test('one score for all is the diagonal; nothing to gather is no curve', () => {
  const flat = gainCurve(tableOf([5], { count: [40], churned: [10], retained: [30] }), 'churned')!
  flat.gained.forEach((share, percent) => {
    expect(share).toBeCloseTo(percent / 100, 14)
  })
  expect(flat.gini).toBeCloseTo(0, 14)
  const none: [Parameters<typeof tableOf>[1], GainKind][] = [
    [{ count: [40], churned: [0] }, 'churned'],
    [{ mrr: [0] }, 'mrr'],
    [{ mrr: [5] }, 'churned'],
    [{ mrr: [5] }, 'retained_mrr'],
  ]
  for (const [columns, kind] of none) expect(gainCurve(tableOf([5], columns), kind)).toBeNull()
  expect(gainCurve(tableOf([5], { count: [40], churned: [40] }), 'churned')!.gini).toBe(0)
})
