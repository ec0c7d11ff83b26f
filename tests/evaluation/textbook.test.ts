import { describe, expect, test } from 'vitest'
import { evaluate, primaryValue } from '../../src/evaluation/evaluator.ts'
import { normalisedHhi } from '../../src/evaluation/revenueConcentration.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import { quantile } from '../../src/evaluation/tierSeparation.ts'
import { wilsonInterval } from '../../src/evaluation/wilson.ts'
import { NO_OUTCOMES, repeat, tableOf } from './accounts.ts'

// Each metric on data small enough to work out by hand, or printed with its result.

const TIERS = [
  { label: 'A', min: 60, max: 101 },
  { label: 'B', min: 35, max: 60 },
  { label: 'C', min: 15, max: 35 },
  { label: 'D', min: 0, max: 15 },
]

describe('AUC, KS, Gini', () => {
  // Hanley and McNeil (1982), table I: ratings 1 to 5 of 58 normal and 51 abnormal CT images.
  const ratings = tableOf([1, 2, 3, 4, 5], {
    count: [36, 8, 8, 22, 35],
    retained: [3, 2, 2, 11, 33],
  })

  test('AUC with ties is the published 0.893', () => {
    // 2U = 3·33 + 2·(66+6) + 2·(78+6) + 11·(90+11) + 33·(112+2) = 5284
    const auc = 5284 / (2 * 51 * 58)
    expect(auc).toBeCloseTo(0.893, 3)
    expect(primaryValue(ratings, 'auc_roc_retain')).toBe(auc)
    expect(primaryValue(ratings, 'auc_roc_churn')).toBe(auc)
    expect(primaryValue(ratings, 'gini')).toBe(2 * auc - 1)
  })

  test('KS is the widest gap, here below rating 4', () => {
    expect(primaryValue(ratings, 'ks')).toBeCloseTo(45 / 58 - 7 / 51, 12)
  })

  test('one score for all is a coin flip, perfect order is 1, reversed order 0', () => {
    const of = (scores: number[]) =>
      primaryValue(tableOf(scores, { count: [60, 60], retained: [60, 0] }), 'auc_roc_retain')
    expect(of([50, 50])).toBe(0.5)
    expect(of([51, 50])).toBe(1)
    expect(of([50, 51])).toBe(0)
  })

  test('100 accounts are too few, 101 enough; one class is none', () => {
    const of = (count: number[], retained: number[]) =>
      evaluate(tableOf([2, 1], { count, retained }), TIERS)
    expect(of([50, 50], [50, 0])).not.toHaveProperty('auc_roc_retain')
    expect(of([50, 50], [50, 0])).not.toHaveProperty('ks')
    expect(of([51, 50], [51, 0])).toMatchObject({ auc_roc_retain: 1, auc_roc_churn: 1, ks: 1 })
    expect(of([51, 50], [51, 50])).not.toHaveProperty('gini')
    expect(of([51, 50], [0, 0])).not.toHaveProperty('auc_roc_churn')
  })

  test('is exact for a million accounts', () => {
    const table = tableOf([1, 2], { count: [500_000, 500_000], retained: [250_000, 250_001] })
    // P = 500,001, N = 499,999
    const won = 250_000 * 250_000 + 250_001 * (2 * 250_000 + 249_999)
    expect(primaryValue(table, 'auc_roc_retain')).toBe(won / (2 * 500_001 * 499_999))
  })
})

describe('revenue capture', () => {
  test('a tie at the cut gives its average', () => {
    // 10 accounts, k = 2: the best holds 50; one of three tied accounts with 60 joins it.
    const table = tableOf([90, 80, 80, 80, 5, 4, 3, 2, 1, 0], {
      mrr: [50, 10, 20, 30, 15, 15, 15, 15, 15, 15],
    })
    expect(primaryValue(table, 'revenue_capture_at_20')).toBeCloseTo((50 + 60 / 3) / 200, 12)
  })

  test('the fifth of 35 accounts is 7, of 36 it is 8', () => {
    const of = (n: number) => {
      const scores = Array.from({ length: n }, (_, i) => 100 - i)
      const mrr = scores.map((_, i) => (i < 7 ? 2 : i === 7 ? 1000 : 1))
      return primaryValue(tableOf(scores, { mrr }), 'revenue_capture_at_20')
    }
    expect(of(35)).toBe(14 / (14 + 1000 + 27))
    expect(of(36)).toBe(1014 / (14 + 1000 + 28))
  })

  test('accounts without MRR do not count; one paying account is the top fifth', () => {
    expect(primaryValue(tableOf([9, 8, 1], { mrr: [0, 0, 7] }), 'revenue_capture_at_20')).toBe(1)
    expect(primaryValue(tableOf([9, 8], { mrr: [0, 0] }), 'revenue_capture_at_20')).toBeNull()
  })
})

describe('NRR spread', () => {
  test('best half of MRR against the rest, a tie at the cut shared', () => {
    // Half of 400 is 200: the best 100, and half of the tied 200.
    const table = tableOf([90, 50, 50, 10], {
      mrr: [100, 80, 120, 100],
      mrrEnd: [150, 80, 100, 0],
    })
    const top = (150 + 180 / 2) / 200
    const rest = (180 / 2 + 0) / 200
    expect(primaryValue(table, 'nrr_spread')).toBeCloseTo(top - rest, 12)
  })

  test('is 0 when all score the same, null without MRR', () => {
    const flat = tableOf([5, 5], { mrr: [1, 9], mrrEnd: [2, 3] })
    expect(primaryValue(flat, 'nrr_spread')).toBeCloseTo(0, 12)
    const free = evaluate(tableOf([5, 5], { mrr: [0, 0], mrrEnd: [2, 3] }), TIERS)
    expect(free.nrr_spread).toBeNull()
  })
})

describe('tier separation', () => {
  test('quartiles are those of R type 7', () => {
    // The example of the d3-array documentation.
    const values = Float64Array.of(3, 6, 7, 8, 10, 13, 15, 16, 20)
    const weights = Float64Array.of(1, 1, 1, 2, 1, 1, 1, 1, 1)
    expect(quantile(values, weights, 10, 1)).toBe(7.25)
    expect(quantile(values, weights, 10, 2)).toBe(9)
    expect(quantile(values, weights, 10, 3)).toBe(14.5)
  })

  test('mean LTV of the top quarter over that of the bottom quarter', () => {
    // Scores 0 to 51: quartiles at 12.75 and 38.25, so 0–12 and 39–51.
    const scores = Array.from({ length: 52 }, (_, i) => i)
    const ltv = scores.map((score) => (score >= 39 ? 300 : score <= 12 ? 100 : 1e6))
    expect(primaryValue(tableOf(scores, { ltv }), 'tier_separation')).toBe(3)
  })

  test('needs more than 50 accounts with a value; unknown and zero do not count', () => {
    const scores = Array.from({ length: 52 }, (_, i) => i)
    const of = (ltv: number[]) => evaluate(tableOf(scores, { ltv }), TIERS)
    expect(of(scores.map((i) => (i < 2 ? [0, Number.NaN][i] : 5)))).not.toHaveProperty(
      'tier_separation',
    )
    expect(of(scores.map((i) => (i < 1 ? Number.NaN : 5))).tier_separation).toBe(1)
  })
})

describe('figures by tier', () => {
  // Tier A, 12 accounts: 4 grow 100 → 130, 4 stay at 100, 2 shrink 100 → 60, 1 leaves, 1 is new (40).
  const table = tableOf(repeat(12, [70]), {
    mrr: [...repeat(11, [100]), 0],
    mrrEnd: [...repeat(4, [130]), ...repeat(4, [100]), 60, 60, 0, 40],
    retained: [...repeat(10, [1]), 0, 1],
    activated: [...repeat(6, [1]), ...repeat(5, [0]), 1], // the last is not known
    activationKnown: [...repeat(9, [1]), 0, 0, 0],
  })
  const metrics = evaluate(table, TIERS)

  test.each([
    ['nrr_by_tier', (520 + 400 + 120) / 1100],
    ['grr_by_tier', (400 + 400 + 120) / 1100],
    ['expansion_rate_by_tier', 120 / 1100],
    ['contraction_rate_by_tier', 80 / 1100],
    ['quick_ratio_by_tier', (40 + 120) / (80 + 100)],
    ['revenue_weighted_retention_by_tier', 1000 / 1100],
    ['logo_retention_by_tier', 11 / 12],
    ['activation_rate_by_tier', 6 / 9],
    ['arpa_by_tier', 100],
  ] as const)('%s', (key, expected) => {
    expect(Object.keys(metrics[key] ?? {})).toEqual(['A'])
    expect(metrics[key]?.A).toBeCloseTo(expected, 12)
  })

  test('a tier of 10 accounts has no figures, one of 11 has', () => {
    const of = (n: number) => evaluate(tableOf(repeat(n, [70]), { mrr: repeat(n, [5]) }), TIERS)
    expect(of(10).arpa_by_tier).toEqual({})
    expect(of(11).arpa_by_tier).toEqual({ A: 5 })
    expect(of(10).pct_A_tier).toBe(1)
  })

  test('nothing lost is null, not infinity; no MRR is null', () => {
    const of = (mrr: number, mrrEnd: number) =>
      evaluate(
        tableOf(repeat(11, [70]), { mrr: repeat(11, [mrr]), mrrEnd: repeat(11, [mrrEnd]) }),
        TIERS,
      )
    expect(of(5, 6).quick_ratio_by_tier).toEqual({ A: null })
    expect(of(0, 6)).toMatchObject({
      nrr_by_tier: { A: null },
      arpa_by_tier: { A: null },
      quick_ratio_by_tier: { A: null },
      revenue_concentration_hhi: null,
    })
  })

  test('accounts in no tier count in the lowest', () => {
    const gap = [
      { label: 'low', min: 10, max: 20 },
      { label: 'high', min: 50, max: 90 },
    ]
    const shares = evaluate(tableOf([0, 15, 30, 50, 90], {}), gap)
    expect(shares).toMatchObject({ pct_low_tier: 0.8, pct_high_tier: 0.2 })
  })

  test('won back: of the accounts with a former tier, by that tier', () => {
    const rowCount = 24
    const of = (source: 'column' | 'baseline') =>
      evaluate(
        buildScoreTable(
          { kind: 'grid', values: new Int32Array(rowCount), resolution: 1, maxGrid: 0 },
          {
            ...NO_OUTCOMES,
            rowCount,
            wonBack: Uint8Array.from({ length: rowCount }, (_, row) => (row % 4 === 0 ? 1 : 0)),
            formerTier: {
              // 0, 4, 8, 12, 16, 20 won back; rows 0–11 were A, 12–20 B (too few), the rest none
              codes: Uint16Array.from({ length: rowCount }, (_, row) =>
                row < 12 ? 1 : row < 21 ? 2 : 0,
              ),
              labels: ['A', 'B'],
              source,
            },
          },
        ),
        TIERS,
      )
    expect(of('column').winback_rate_by_former_tier).toEqual({ A: 3 / 12 })
    expect(of('column')).not.toHaveProperty('winback_rate_by_baseline_tier')
    expect(of('baseline').winback_rate_by_baseline_tier).toEqual({ A: 3 / 12 })
  })
})

describe('HHI', () => {
  const of = (mrr: number[]) =>
    evaluate(tableOf([80, 40, 20, 5], { mrr }), TIERS).revenue_concentration_hhi

  test('is 2,500 when even over four tiers and 10,000 when one holds all', () => {
    expect(of([7, 7, 7, 7])).toBeCloseTo(2500, 9)
    expect(of([0, 7, 0, 0])).toBe(10_000)
    expect(of([6, 2, 1, 1])).toBeCloseTo(3600 + 400 + 100 + 100, 9)
  })

  test('normalised runs from 0 to 1; the five-tier limits 2,500 and 4,000 are 0.0625 and 0.25', () => {
    expect(normalisedHhi(2500, 4)).toBe(0)
    expect(normalisedHhi(10_000, 4)).toBe(1)
    expect(normalisedHhi(2500, 5)).toBeCloseTo(0.0625, 12)
    expect(normalisedHhi(4000, 5)).toBeCloseTo(0.25, 12)
    expect(normalisedHhi(10_000, 1)).toBeNull()
  })
})

describe('scores', () => {
  test('mean and population standard deviation', () => {
    const metrics = evaluate(tableOf([2, 4, 4, 4, 5, 5, 7, 9], {}), TIERS)
    expect(metrics).toMatchObject({ score_mean: 5, score_std: 2, n_scored: 8, pct_D_tier: 1 })
  })

  test('a row may stand for several accounts', () => {
    const metrics = evaluate(tableOf([2, 4, 5, 7, 9], { count: [1, 3, 2, 1, 1] }), TIERS)
    expect(metrics).toMatchObject({ score_mean: 5, score_std: 2, n_scored: 8 })
  })

  test('no accounts: nothing but their number', () => {
    expect(evaluate(tableOf([], { mrr: [], retained: [] }), TIERS)).toEqual({ n_scored: 0 })
  })
})

// Newcombe (1998), Statistics in Medicine 17:857, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('Wilson interval of %i of %i', (events, n, low, high) => {
  const interval = wilsonInterval(events, n)
  expect(interval?.share).toBe(events / n)
  expect(interval?.low).toBeCloseTo(low, 4)
  expect(interval?.high).toBeCloseTo(high, 4)
})

test('Wilson interval of all, and of none', () => {
  expect(wilsonInterval(20, 20)).toMatchObject({ high: 1 })
  expect(wilsonInterval(20, 20)?.low).toBeCloseTo(1 - 0.1611, 4)
  expect(wilsonInterval(0, 0)).toBeNull()
})
