import { describe, expect, test } from 'vitest'
import type { Outcomes } from '../../src/evaluation/outcomes.ts'
import type { ScoreVector } from '../../src/evaluation/scoreVector.ts'
import {
  dominantTier,
  movedShare,
  sizeChange,
  tierMigration,
} from '../../src/review/tierMigration.ts'
import { NO_OUTCOMES } from '../evaluation/accounts.ts'

const SAME = [
  { label: 'A', min: 50, max: 100 }, // a score of 100 is in no tier
  { label: 'B', min: 20, max: 50 },
  { label: 'C', min: 5, max: 20 },
]
const TIERS = { incumbent: SAME, candidate: SAME }
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

  test('each score by its own cut-offs', () => {
    const lower = [
      { label: 'A', min: 30, max: 100 },
      { label: 'B', min: 10, max: 30 },
      { label: 'C', min: 5, max: 10 },
    ]
    const scores = grid([600, 300, 150, 60, 0])
    const moves = tierMigration(scores, scores, outcomes, { incumbent: SAME, candidate: lower })
    expect(moves.accounts).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 2],
    ])
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

const migrationOf = (accounts: number[][]) => ({
  tiers: ['A', 'B', 'C'].slice(0, accounts.length),
  rows: 'holdout' as const,
  accounts,
  mrr: null,
})

test('how far sizes change, and how many must move for that', () => {
  // before 50, 30, 20 of 100; after 35, 50, 15
  const moves = migrationOf([
    [30, 15, 5],
    [5, 25, 0],
    [0, 10, 10],
  ])
  const change = sizeChange(moves)!
  expect(change.largest).toBeCloseTo(0.2, 12)
  expect(change.least).toBeCloseTo(0.2, 12)
  expect(change.least).toBeLessThanOrEqual(movedShare(moves)!)
  expect(
    sizeChange(
      migrationOf([
        [3, 2],
        [2, 3],
      ]),
    ),
  ).toEqual({ largest: 0, least: 0 })
  expect(sizeChange(migrationOf([[0]]))).toBeNull()
})

test('a tier so large that few can leave it, however accounts are ordered', () => {
  // A holds 90 before and 85 after: 10 can come from elsewhere, 15 leave, 25 move in all.
  const most = migrationOf([
    [75, 15],
    [10, 0],
  ])
  const large = dominantTier(most)!
  expect(large.label).toBe('A')
  expect(large.share).toBeCloseTo(0.85, 12)
  expect(large.movable).toBeCloseTo(0.25, 12)
  expect(movedShare(most)).toBeCloseTo(large.movable, 12)
  expect(
    dominantTier(
      migrationOf([
        [30, 20],
        [20, 30],
      ]),
    ),
  ).toBeNull()
  expect(dominantTier(migrationOf([[0]]))).toBeNull()
})
