import { describe, expect, test } from 'vitest'
import { medianMrrByTier } from '../../src/evaluation/medianMrr.ts'
import { tierDetails } from '../../src/evaluation/tierDetails.ts'
import { checkTiers, outsideTiers, type Tier, tierIndexOf } from '../../src/evaluation/tiers.ts'
import { problemSentence } from '../../src/lib/problem.ts'
import { NO_OUTCOMES, repeat, tableOf } from './accounts.ts'

const ABCD: Tier[] = [
  { label: 'A', min: 60, max: 101 },
  { label: 'B', min: 35, max: 60 },
  { label: 'C', min: 15, max: 35 },
  { label: 'D', min: 0, max: 15 },
]
const codes = (tiers: Tier[], maxScore = 100) =>
  checkTiers(tiers, maxScore).map((problem) => `${problem.severity} ${problem.code}`)
const band = (label: string, min: number, max: number): Tier => ({ label, min, max })

test('the lower bound belongs to a tier, the upper does not', () => {
  expect([60, 59.999, 35, 0, 100.5].map((score) => tierIndexOf(score, ABCD))).toEqual([
    0, 1, 1, 3, 0,
  ])
  expect(tierIndexOf(101, ABCD)).toBe(-1)
  expect(tierIndexOf(-1, ABCD)).toBe(-1)
})

describe('checkTiers', () => {
  test('finds nothing in tiers that cover the scale once, in any order', () => {
    expect(checkTiers(ABCD, 100)).toEqual([])
    expect(checkTiers(ABCD.toReversed(), 100)).toEqual([])
  })

  test('names a gap with its bounds and where its accounts count', () => {
    const [problem, ...rest] = checkTiers([band('A', 60, 101), band('B', 0, 55)], 100)
    expect(rest).toEqual([])
    expect(problem.severity).toBe('warning')
    expect(problemSentence(problem)).toBe(
      'No tier holds scores from 55 to below 60; such accounts count in B, the lowest tier (spec, tiers). Extend a tier over 55 to 60.',
    )
  })

  test('sees gaps at the bottom, at the top, and the top score itself', () => {
    expect(codes([band('A', 10, 101)])).toEqual(['warning tiers-gap'])
    expect(checkTiers([band('A', 0, 90)], 100)[0].what).toContain('from 90 to 100')
    expect(checkTiers([band('A', 0, 100)], 100)[0].what).toContain('the top score 100')
    expect(codes([band('A', 20, 30), band('B', 40, 50)])).toHaveLength(3)
  })

  test('a tier above the scale is no gap', () => {
    expect(codes([band('never', 200, 300), band('A', 0, 101)])).toEqual([])
  })

  test('names an overlap and which tier wins, even when one tier lies inside another', () => {
    const [problem] = checkTiers([band('A', 50, 101), band('B', 0, 70)], 100)
    expect(problem.what).toContain('A and B both hold scores from 50 to below 70')
    expect(problem.what).toContain('count in A')
    expect(codes([band('A', 0, 101), band('B', 10, 20)])).toEqual(['warning tiers-overlap'])
  })

  test('refuses empty bands, repeated labels and no tiers', () => {
    expect(codes([band('A', 60, 60), band('B', 0, 101)])).toEqual(['error tiers-empty-band'])
    expect(codes([band('A', 70, 60), band('B', 0, 101)])).toEqual(['error tiers-empty-band'])
    expect(codes([band('A', Number.NaN, 60), band('B', 0, 101)])).toEqual([
      'error tiers-empty-band',
    ])
    expect(codes([band('A', 60, 101), band('A', 0, 60)])).toEqual(['error tiers-duplicate-label'])
    expect(codes([])).toEqual(['error tiers-none'])
  })
})

test('outsideTiers counts the accounts in no tier', () => {
  const table = tableOf([0, 10, 15, 100], { count: [2, 3, 4, 5] })
  expect(outsideTiers(table, [band('A', 10, 100)])).toBe(7)
  expect(outsideTiers(table, ABCD)).toBe(0)
})

describe('tierDetails', () => {
  // A: 20 accounts, 16 paying; 12 kept of which 6 grew and 3 shrank. B: 5 accounts.
  const table = tableOf([...repeat(20, [70]), ...repeat(5, [40])], {
    mrr: [...repeat(16, [100]), ...repeat(4, [0]), ...repeat(5, [10])],
    mrrEnd: [
      ...repeat(6, [120]),
      ...repeat(3, [80]),
      ...repeat(3, [100]),
      ...repeat(8, [0]),
      ...repeat(5, [10]),
    ],
    retained: [...repeat(12, [1]), ...repeat(8, [0]), ...repeat(5, [1])],
    activated: [...repeat(4, [1]), ...repeat(21, [0])],
    activationKnown: [...repeat(15, [1]), ...repeat(5, [0]), ...repeat(5, [1])],
  })
  const [a, b, c] = tierDetails(table, ABCD)

  test('counts accounts and rates by accounts', () => {
    expect(a).toMatchObject({ label: 'A', accounts: 20, payingAccounts: 16, mrr: 1600 })
    expect(a).toMatchObject({ keptAccounts: 12, expansionByAccounts: 0.5 })
    expect(a).toMatchObject({ contractionByAccounts: 0.25, activationKnown: 15 })
  })

  test('gives Wilson intervals of logo retention and activation', () => {
    expect(a.logoRetention?.share).toBe(0.6)
    expect(a.logoRetention?.low).toBeCloseTo(0.3866, 4)
    expect(a.logoRetention?.high).toBeCloseTo(0.7812, 4)
    expect(a.activation?.share).toBe(4 / 15)
  })

  test('a small tier has counts only, an empty one zeros', () => {
    expect(b).toMatchObject({ accounts: 5, mrr: 50, logoRetention: null, activation: null })
    expect(b.expansionByAccounts).toBeNull()
    expect(c).toMatchObject({ accounts: 0, mrr: 0, logoRetention: null })
  })

  test('is null where the column is missing', () => {
    const [bare] = tierDetails(tableOf(repeat(11, [70]), {}), ABCD)
    expect(bare).toMatchObject({ accounts: 11, mrr: null, logoRetention: null, activation: null })
    expect(bare.expansionByAccounts).toBeNull()
  })
})

test('median MRR of paying accounts stands beside ARPA', () => {
  const scores = {
    kind: 'float' as const,
    values: Float64Array.from([...repeat(12, [70]), ...repeat(3, [1])]),
  }
  const mrr = Float64Array.from([0, 0, 90, 1, 2, 3, 4, 1000, 5, 6, 7, 8, 9, 9, 9])
  const outcomes = { ...NO_OUTCOMES, rowCount: 15, mrr }
  expect(medianMrrByTier(scores, outcomes, ABCD)).toEqual({ A: 5.5 })
  expect(medianMrrByTier(scores, { ...outcomes, mrr: null }, ABCD)).toBeNull()
})
