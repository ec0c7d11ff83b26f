import { expect, test } from 'vitest'
import type { SplitRecord } from '../../src/accounts/splitRecord.ts'
import { evaluate } from '../../src/evaluation/evaluator.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import { buildReview, type ReviewInput } from '../../src/review/buildReview.ts'
import { DEFAULT_THRESHOLDS } from '../../src/review/review.ts'
import { scoreBoth } from '../../src/review/rowScores.ts'
import { cells, noise, tableOf } from '../accounts/tables.ts'
import { reviewed, rowsFrom, specOf, TIERS } from './reviewed.ts'

const ROWS = 1200
const churned = cells(ROWS, (row) => (noise(row, 1, 4) === 0 ? 1 : 0))
const table = tableOf({
  good: cells(ROWS, (row) => (churned[row] === 1 ? 0 : 3) + noise(row, 2, 6)),
  noisy: cells(ROWS, (row) => noise(row, 3, 9)),
  plan: cells(ROWS, (row) => (row % 2 === 0 ? 'pro' : 'free')),
  churned,
  mrr: cells(ROWS, (row) => 10 + noise(row, 4, 100)),
})

function inputOf(first: number, more: Partial<ReviewInput> = {}): ReviewInput {
  const rows = rowsFrom(table, first)
  const segments = { segments: ['plan'] }
  const split: SplitRecord = {
    kind: first === ROWS ? 'none' : 'id-hash',
    seed: 1,
    share: 1 - first / ROWS,
    searchRows: first,
    holdoutRows: ROWS - first,
  }
  return {
    runId: 'run-1',
    createdAt: '2026-03-02T09:30:00.000Z',
    filesCheckedAt: '2026-03-02T09:30:00.000Z',
    metric: 'auc_roc_retain',
    incumbent: reviewed(table, specOf({ good: 0, noisy: 9 }, segments), rows),
    incumbentIsDefault: false,
    candidate: reviewed(table, specOf({ good: 9, noisy: 0 }, segments), rows),
    tierFit: { kept: false, sentence: 'As in the run.' },
    split,
    table,
    rows,
    thresholds: { ...DEFAULT_THRESHOLDS, maxTierMovement: 1 },
    guardrails: [],
    noise: null,
    ceiling: null,
    looks: 1,
    warnings: [],
    ...more,
  }
}

test('evaluates both specs on both row sets and judges the holdout', () => {
  const input = inputOf(700)
  const review = buildReview(input)
  for (const rows of ['search', 'holdout'] as const) {
    const scores = scoreBoth(input.incumbent, input.candidate, rows)!
    for (const side of ['incumbent', 'candidate'] as const) {
      const metrics = evaluate(buildScoreTable(scores[side], scores.outcomes), TIERS)
      expect(review[side][rows]).toEqual(metrics)
    }
  }
  const { gain, incumbent, candidate } = review
  const [before, after] = [incumbent.holdout!.auc_roc_retain!, candidate.holdout!.auc_roc_retain!]
  expect(gain).toMatchObject({ incumbent: before, candidate: after, value: after - before })
  expect(gain!.low).toBeLessThan(gain!.value)
  expect(gain!.high).toBeGreaterThan(gain!.value)
  expect(Math.abs(gain!.deLong!.standardError / gain!.standardError - 1)).toBeLessThan(0.1)
  expect(review.searchGain).toBe(
    candidate.search.auc_roc_retain! - incumbent.search.auc_roc_retain!,
  )
  expect(review.decision).toBe('READY_FOR_REVIEW')
  expect(review).toMatchObject({
    searchRows: 700,
    holdoutRows: 500,
    migration: { rows: 'holdout' },
  })
  expect(review.migration.accounts.flat().reduce((a, b) => a + b)).toBe(500)
  expect(review.segments!.map(({ label }) => label)).toEqual(['pro', 'free'])
  expect(review.cautions[0]).toMatch(/random part of the same period, not later outcomes/)
  expect(review.cautions.join(' ')).toMatch(/not repeated on shuffled outcomes/)
})

test('the same input gives the same review, and it survives JSON', () => {
  const review = buildReview(inputOf(700))
  expect(buildReview(inputOf(700))).toEqual(review)
  expect(JSON.parse(JSON.stringify(review))).toEqual(review)
})

test('without a holdout nothing is ready, and the search rows migrate', () => {
  const review = buildReview(inputOf(ROWS))
  expect(review).toMatchObject({
    decision: 'KEEP_INCUMBENT',
    holdoutRows: 0,
    gain: null,
    segments: null,
    drift: null,
    calibration: null,
    incumbent: { holdout: null },
    migration: { rows: 'search' },
  })
  expect(review.gates[0]).toMatchObject({ name: 'gain', value: null, passed: false })
  expect(review.cautions[0]).toMatch(/No accounts were held out/)
})

test('one spec twice is no gain', () => {
  const { incumbent } = inputOf(700)
  const review = buildReview(inputOf(700, { candidate: incumbent }))
  expect(review.gain).toMatchObject({ value: 0, low: 0, high: 0 })
  expect(review.decision).toBe('KEEP_INCUMBENT')
})

test('thresholds decide, and stand in the review', () => {
  const strict = { ...DEFAULT_THRESHOLDS, maxTierMovement: 0 }
  const review = buildReview(inputOf(700, { thresholds: strict }))
  expect(review.decision).toBe('KEEP_INCUMBENT')
  expect(review.thresholds).toEqual(strict)
  expect(review.gates.find(({ passed }) => passed === false)?.name).toBe('tier_movement')
})

test('weights pair by name; a feature that one spec lacks has none there', () => {
  const input = inputOf(700)
  const other = reviewed(table, specOf({ good: 4 }), input.rows)
  const review = buildReview({ ...input, candidate: other })
  const good = Array.from(table.columns[0].values, Number).slice(0, 700)
  const mean = good.reduce((sum, value) => sum + value, 0) / 700
  const variance = good.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 700
  expect(review.weights).toEqual([
    { feature: 'good', before: 0, after: 4, swing: expect.closeTo(4 * Math.sqrt(variance), 10) },
    { feature: 'noisy', before: 9, after: null, swing: null },
  ])
})

test('the ceiling is measured on the accounts held out, where there are any', () => {
  const ceiling = { coefficients: [0.4, 0.01], intercept: -1, lambda: 1 }
  const review = buildReview(inputOf(800, { ceiling }))
  const [good, noisy, , left] = table.columns.map(({ values }) =>
    Array.from(values, Number).slice(800),
  )
  const odds = good.map((value, row) => 0.4 * value + 0.01 * noisy[row])
  let won = 0
  let pairs = 0
  odds.forEach((a, i) => {
    odds.forEach((b, j) => {
      if (left[i] === 1 || left[j] === 0) return
      pairs++
      won += Math.abs(a - b) < 1e-9 ? 0.5 : Number(a > b)
    })
  })
  expect(review.ceiling?.value).toBeCloseTo(won / pairs, 9)
  expect(review.ceiling?.candidate).toBe(review.gain?.candidate)
  expect(buildReview(inputOf(ROWS, { ceiling })).ceiling).toBe(null)
  expect(buildReview(inputOf(800)).ceiling).toBe(null)
})
