import { describe, expect, test } from 'vitest'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import { wilsonInterval } from '../../src/evaluation/wilson.ts'
import { randomUniform } from '../../src/lib/rng.ts'
import { calibrationOf, logisticSlope } from '../../src/statistics/calibration.ts'
import { fitIsotonic, retentionAt } from '../../src/statistics/isotonic.ts'
import { retentionByDecile, retentionByTier } from '../../src/statistics/scoreBands.ts'
import { tableOf } from '../evaluation/accounts.ts'
import { randomRows } from './randomRows.ts'

describe('score bands', () => {
  const table = tableOf([5, 10, 40, 70, 101 - 1], {
    count: [10, 10, 40, 20, 20],
    retained: [1, 5, 20, 18, 20],
  })

  test('by tier, in the spec’s order', () => {
    const tiers = [
      { label: 'A', min: 60, max: 101 },
      { label: 'B', min: 50, max: 60 }, // nobody
      { label: 'C', min: 0, max: 40 }, // 40 itself is in no tier, and counts in the lowest
    ]
    expect(retentionByTier(table, tiers)).toEqual([
      { label: 'A', from: 70, to: 100, accounts: 40, retained: wilsonInterval(38, 40) },
      { label: 'C', from: 5, to: 40, accounts: 60, retained: wilsonInterval(26, 60) },
    ])
  })

  test('by decile: a score is never divided', () => {
    expect(retentionByDecile(table)).toEqual([
      { from: 5, to: 5, accounts: 10, retained: wilsonInterval(1, 10) },
      { from: 10, to: 10, accounts: 10, retained: wilsonInterval(5, 10) },
      { from: 40, to: 40, accounts: 40, retained: wilsonInterval(20, 40) },
      { from: 70, to: 70, accounts: 20, retained: wilsonInterval(18, 20) },
      { from: 100, to: 100, accounts: 20, retained: wilsonInterval(20, 20) },
    ])
    const { incumbent, outcomes } = randomRows({ rows: 5000, seed: 1, levels: 5000 })
    const bands = retentionByDecile(buildScoreTable(incumbent, outcomes))!
    expect(bands).toHaveLength(10)
    for (const band of bands) expect(Math.abs(band.accounts - 500)).toBeLessThan(15)
    expect(bands.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(5000)
  })

  test('need to know who was retained', () => {
    const unknown = tableOf([1, 2], { mrr: [1, 2] })
    expect(retentionByDecile(unknown)).toBeNull()
    expect(retentionByTier(unknown, [{ label: 'all', min: 0, max: 101 }])).toBeNull()
    expect(fitIsotonic(unknown)).toBeNull()
  })
})

describe('isotonic map', () => {
  test('by hand: rates 0.5, 0.3, 0.4, 0.9 of 10, 10, 20, 10 accounts', () => {
    // 5 + 3 of 20 pool to 0.4, which equals the next, 8 of 20: one block of 16 of 40.
    const map = fitIsotonic(
      tableOf([1, 2, 4, 6], { count: [10, 10, 20, 10], retained: [5, 3, 8, 9] }),
    )!
    expect([...map.scores]).toEqual([1, 4, 6])
    expect([...map.retention]).toEqual([0.4, 0.4, 0.9])
    expect([0, 1, 3, 4, 5, 6, 99].map((score) => retentionAt(map, score))).toEqual([
      0.4, 0.4, 0.4, 0.4, 0.65, 0.9, 0.9,
    ])
    expect(() => retentionAt(map, Number.NaN)).toThrow('score not a number')
    const rising = fitIsotonic(tableOf([10, 20], { count: [10, 10], retained: [2, 6] }))!
    expect([0, 10, 15, 20, 30].map((score) => retentionAt(rising, score))).toEqual([
      0.2, 0.2, 0.4, 0.6, 0.6,
    ])
  })

  test('is the max-min formula of isotonic regression', () => {
    for (let seed = 0; seed < 40; seed++) {
      const n = 1 + (seed % 15)
      const each = (value: (i: number) => number) => Array.from({ length: n }, (_, i) => value(i))
      const count = each((i) => 1 + Math.floor(5 * randomUniform(seed, i, 0)))
      const retained = each((i) => Math.round(count[i] * randomUniform(seed, i, 1)))
      const map = fitIsotonic(
        tableOf(
          each((i) => i),
          { count, retained },
        ),
      )!
      const rate = (from: number, to: number) => {
        const add = (values: number[]) => values.slice(from, to + 1).reduce((a, b) => a + b, 0)
        return add(retained) / add(count)
      }
      for (let i = 0; i < n; i++) {
        let best = -1
        for (let from = 0; from <= i; from++) {
          let least = 2
          for (let to = i; to < n; to++) least = Math.min(least, rate(from, to))
          best = Math.max(best, least)
        }
        expect(retentionAt(map, i)).toBeCloseTo(best, 13)
      }
    }
  })
})

describe('calibration', () => {
  const fitted = fitIsotonic(tableOf([1, 2], { count: [100, 100], retained: [20, 80] }))!

  test('by hand', () => {
    // Other accounts: 10 of 40 and 30 of 40 retained, 0.2 and 0.8 predicted.
    const result = calibrationOf(fitted, tableOf([1, 2], { count: [40, 40], retained: [10, 30] }))!
    expect(result).toMatchObject({ accounts: 80, observed: 0.5, predicted: 0.5, inTheLarge: 0 })
    expect(result.brier).toBeCloseTo((10 * 0.64 + 30 * 0.04) / 40, 14)
    expect(result.slope).toBeCloseTo(Math.log(3) / Math.log(4), 9) // logits ±ln 3 over ±ln 4
  })

  test('on its own accounts every map is calibrated: level exact, slope 1', () => {
    const { incumbent, outcomes } = randomRows({ rows: 2000, seed: 3, levels: 9 })
    const table = buildScoreTable(incumbent, outcomes)
    const result = calibrationOf(fitIsotonic(table)!, table)!
    expect(result.inTheLarge).toBeCloseTo(0, 13)
    expect(result.slope).toBeCloseTo(1, 8)
  })

  test('on noise the slope of held-out accounts is near 0, on signal near 1', () => {
    const rows = randomRows({ rows: 40_000, seed: 4, levels: 20 })
    const signal = buildScoreTable(rows.candidate, rows.outcomes)
    const other = randomRows({ rows: 40_000, seed: 5, levels: 20 })
    const held = buildScoreTable(other.candidate, other.outcomes)
    const result = calibrationOf(fitIsotonic(signal)!, held)!
    expect(Math.abs(result.slope! - 1)).toBeLessThan(0.1)
    expect(Math.abs(result.inTheLarge)).toBeLessThan(0.01)
    const shuffled = { ...other.outcomes, retained: other.outcomes.retained!.slice().reverse() }
    const noise = calibrationOf(fitIsotonic(signal)!, buildScoreTable(other.candidate, shuffled))!
    expect(Math.abs(noise.slope!)).toBeLessThan(0.1)
    expect(noise.brier).toBeGreaterThan(result.brier)
  })

  test('the slope has no value where it has no finite maximum', () => {
    const slope = (x: number[], n: number[], events: number[]) =>
      logisticSlope(x.map((value, i) => ({ x: value, n: n[i], events: events[i] })))
    expect(slope([0, 1], [5, 5], [0, 5])).toBeNull() // divided exactly
    expect(slope([0, 1, 2], [5, 5, 5], [0, 2, 5])).toBeNull() // nearly
    expect(slope([1, 1], [5, 5], [2, 3])).toBeNull() // one value of x
    expect(slope([0, 1], [5, 5], [0, 0])).toBeNull() // one outcome
    expect(slope([], [], [])).toBeNull()
    // 2×2 table: the log odds ratio, here ln((4·4)/(1·1))
    expect(slope([0, 1], [5, 5], [1, 4])).toBeCloseTo(Math.log(16), 9)
    expect(slope([-700, 700], [10, 10], [1, 9])).toBeCloseTo(Math.log(81) / 1400, 12)
  })

  test('predictions of 0 and 1 are drawn in, not infinite', () => {
    const sharp = fitIsotonic(tableOf([1, 2], { count: [10, 10], retained: [0, 10] }))!
    const result = calibrationOf(sharp, tableOf([1, 2], { count: [8, 8], retained: [2, 6] }))!
    expect(result.slope).toBeCloseTo(Math.log(3) / Math.log(39), 9) // half of one in 20
    expect(result.brier).toBe(0.25)
  })
})
