import { describe, expect, test } from 'vitest'
import type { Outcomes } from '../../src/evaluation/outcomes.ts'
import type { ScoreVector } from '../../src/evaluation/scoreVector.ts'
import { movedShare, tierMigration } from '../../src/review/tierMigration.ts'
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

test('the share that moves is what is off the diagonal', () => {
  const accounts = [
    [4, 1],
    [2, 3],
  ]
  expect(movedShare({ tiers: ['A', 'B'], rows: 'holdout', accounts, mrr: null })).toBe(0.3)
  expect(movedShare({ tiers: ['A'], rows: 'search', accounts: [[0]], mrr: null })).toBeNull()
})
