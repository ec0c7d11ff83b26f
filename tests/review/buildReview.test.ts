import { describe, expect, test } from 'vitest'
import { evaluate } from '../../src/evaluation/evaluator.ts'
import type { Outcomes } from '../../src/evaluation/outcomes.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import type { ScoreVector } from '../../src/evaluation/scoreVector.ts'
import { randomUniform } from '../../src/lib/rng.ts'
import { buildReview, type ReviewRows, tierMigration } from '../../src/review/buildReview.ts'
import { NO_OUTCOMES } from '../evaluation/accounts.ts'

const TIERS = [
  { label: 'A', min: 50, max: 100 }, // a score of 100 is in no tier
  { label: 'B', min: 20, max: 50 },
  { label: 'C', min: 5, max: 20 },
]
const grid = (values: number[]): ScoreVector => ({
  kind: 'grid',
  values: Int32Array.from(values),
  resolution: 10,
  maxGrid: 1000,
})

describe('tierMigration', () => {
  const outcomes: Outcomes = {
    ...NO_OUTCOMES,
    rowCount: 5,
    mrr: Float64Array.of(10, 20, 30, 40, 50),
  }

  test('counts accounts and MRR from tier to tier, the lowest taking those in none', () => {
    // A→A, A→B, C→A, none(100)→B, none(0)→none(2)
    const before = grid([500, 990, 50, 1000, 0])
    const after = grid([600, 499, 500, 200, 20])
    expect(tierMigration(before, after, outcomes, TIERS)).toEqual({
      tiers: ['A', 'B', 'C'],
      accounts: [
        [1, 1, 0],
        [0, 0, 0],
        [1, 1, 1],
      ],
      mrr: [
        [10, 20, 0],
        [0, 0, 0],
        [30, 40, 50],
      ],
    })
  })

  test('rows that stand for several accounts count as many; no MRR column, no MRR', () => {
    const counted = { ...outcomes, mrr: null, count: Float64Array.of(1, 2, 3, 4, 5) }
    const same = grid([500, 500, 200, 200, 50])
    expect(tierMigration(same, same, counted, TIERS)).toEqual({
      tiers: ['A', 'B', 'C'],
      accounts: [
        [3, 0, 0],
        [0, 7, 0],
        [0, 0, 5],
      ],
      mrr: null,
    })
  })

  test('throws when lengths differ', () => {
    expect(() => tierMigration(grid([1]), grid([1]), outcomes, TIERS)).toThrow('outcomes 5')
  })
})

describe('buildReview', () => {
  const rows = (rowCount: number, seed: number): ReviewRows => {
    const draw = (kind: number) =>
      Array.from({ length: rowCount }, (_, row) => randomUniform(seed, row, kind))
    return {
      baseline: grid(draw(0).map((u) => Math.floor(u * 1001))),
      best: grid(draw(1).map((u) => Math.floor(u * 1001))),
      outcomes: {
        ...NO_OUTCOMES,
        rowCount,
        retained: Uint8Array.from(draw(2), (u) => (u < 0.8 ? 1 : 0)),
        mrr: Float64Array.from(draw(3), (u) => Math.round(u * 1000)),
      },
    }
  }
  const input = {
    runId: 'run-1',
    metric: 'auc_roc_retain' as const,
    tiers: TIERS,
    weights: [{ feature: 'logins', before: 5, after: 9 }],
    search: rows(400, 1),
    holdout: rows(150, 2),
  }
  const metricsOf = (scores: ScoreVector, { outcomes }: ReviewRows) =>
    evaluate(buildScoreTable(scores, outcomes), TIERS)

  test('evaluates both specs on both sets of rows and migrates the holdout', () => {
    const report = buildReview(input)
    expect(report).toMatchObject({
      runId: 'run-1',
      metric: 'auc_roc_retain',
      searchRows: 400,
      holdoutRows: 150,
      weights: input.weights,
    })
    const { search, holdout } = input
    expect(report.baseline.search).toEqual(metricsOf(search.baseline, search))
    expect(report.best.search).toEqual(metricsOf(search.best, search))
    expect(report.baseline.holdout).toEqual(metricsOf(holdout.baseline, holdout))
    expect(report.best.holdout).toEqual(metricsOf(holdout.best, holdout))
    expect(report.migration.rows).toBe('holdout')
    expect(report.migration.accounts.flat().reduce((a, b) => a + b)).toBe(150)
  })

  test.each([null, rows(0, 3)])('without holdout rows migrates the search rows', (holdout) => {
    const report = buildReview({ ...input, holdout })
    expect(report).toMatchObject({ holdoutRows: 0, baseline: { holdout: null } })
    expect(report.best.holdout).toBeNull()
    expect(report.migration.rows).toBe('search')
    expect(report.migration.accounts.flat().reduce((a, b) => a + b)).toBe(400)
  })

  test('takes metrics that were computed before', () => {
    const metrics = { baseline: { n_scored: 1 }, best: { n_scored: 2 } }
    const report = buildReview({ ...input, search: { ...input.search, metrics } })
    expect(report.baseline.search).toBe(metrics.baseline)
    expect(report.best.search).toBe(metrics.best)
  })
})
