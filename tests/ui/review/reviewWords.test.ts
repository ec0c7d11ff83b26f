import { expect, test } from 'vitest'
import {
  changedShare,
  reviewHeadline,
  reviewSub,
  tierMoves,
} from '../../../src/ui/review/reviewWords.ts'
import { reviewPlain, reviewReport } from '../../gallery/fixtures/reviewFixtures.ts'

test('moves are counted above, below and on the diagonal', () => {
  const moves = tierMoves([
    [5, 2, 1],
    [4, 7, 3],
    [6, 8, 9],
  ])
  expect(moves).toEqual({ up: 18, down: 6, stay: 21, total: 45 })
  expect(changedShare({ tiers: ['A'], rows: 'search', accounts: [[0]], mrr: null })).toBe('—')
})

test('the headline speaks of held-out accounts, or says that there are none', () => {
  expect(reviewHeadline(reviewReport)).toMatch(/it holds on accounts the search never saw/)
  expect(reviewHeadline(reviewPlain)).toMatch(/none were held out/)
  expect(reviewSub(reviewReport)).toContain('on 1,500 accounts the search never saw')
  expect(reviewSub(reviewPlain)).toContain('all of them searched')
})

test('a best spec equal to the start is no gain, and a verdict is never given', () => {
  const same = {
    ...reviewReport,
    weights: reviewReport.weights.map((weight) => ({ ...weight, after: weight.before })),
  }
  expect(reviewHeadline(same)).toMatch(/^No evidence of a gain/)
  for (const report of [reviewReport, reviewPlain, same])
    expect(`${reviewHeadline(report)} ${reviewSub(report)}`).not.toMatch(/READY|KEEP/)
})
