import { describe, expect, test } from 'vitest'
import { PRIMARY_METRICS } from '../../src/evaluation/metrics.ts'
import { decide, reviewGates } from '../../src/review/gates.ts'
import type { GainEstimate, Review } from '../../src/review/review.ts'
import { valueClause, verdictOf } from '../../src/review/verdict.ts'
import { reviewReport } from '../gallery/fixtures/reviewFixtures.ts'

const still: Review['migration'] = {
  tiers: ['A', 'B'],
  rows: 'holdout',
  accounts: [
    [900, 50],
    [50, 500],
  ],
  mrr: null,
}
const gain = (value: number, low: number, high: number): GainEstimate => ({
  ...reviewReport.gain!,
  candidate: 0.63 + value,
  value,
  low,
  high,
})

/** The review with its gates and decision made anew from its figures. */
function judged(change: Partial<Review>): Review {
  const review = { ...reviewReport, migration: still, ...change }
  const gates = reviewGates(review, review.thresholds)
  return { ...review, gates, decision: decide(gates) }
}

describe('in words everyone understands', () => {
  test('ready', () => {
    const { decision, headline, answer, why, wrong } = verdictOf(judged({}))
    expect(decision).toBe('READY FOR REVIEW')
    expect(headline).toBe('The new weights are better, also on accounts the search never saw.')
    expect(answer).toMatch(/^Yes, as far as/)
    expect(why).toBe(
      'On 1,500 accounts the search never saw, the candidate puts 74.6 of 100 pairs in the right order, the score you have 63.',
    )
    expect(wrong).toMatch(/random part of the same period/)
  })

  test('worse later, better where it was tuned', () => {
    const { headline, answer, why } = verdictOf(
      judged({ gain: gain(-0.153, -0.167, -0.138), searchGain: 0.17 }),
    )
    expect(headline).toMatch(/only fit the accounts they were tuned on; on others they are worse/)
    expect(answer).toBe('No: keep the score you have.')
    expect(why).toMatch(/47.7 of 100 pairs.*looked better \(\+0.170.*−0.153\).*did not hold/)
  })

  test.each([
    ['may be luck', { gain: gain(0.02, -0.01, 0.05) }, /no evidence/, /by luck too often/],
    [
      'too little',
      { gain: gain(0.005, 0.002, 0.008) },
      /too little to be worth/,
      /less than the 0.01/,
    ],
    [
      'no holdout',
      { gain: null, holdoutRows: 0 },
      /no accounts were held out/,
      /No accounts were held/,
    ],
    ['not computable', { gain: null }, /cannot tell/, /cannot be computed/],
    [
      'tiers move',
      { migration: reviewReport.migration },
      /too many accounts would change tier/,
      /Against it: .* change tier, more than/,
    ],
    [
      'a segment falls',
      { segments: reviewReport.segments!.map((each) => ({ ...each, change: -0.1 })) },
      /better overall, but worse for some customers/,
      /Against it: Falls by more than/,
    ],
    [
      'a segment too small',
      { segments: reviewReport.segments!.map((each) => ({ ...each, change: null, problem: 'x' })) },
      /too small to check/,
      /Cannot be checked/,
    ],
    [
      'noise finds as much',
      { noise: { shuffles: 100, meanGain: 0.11, p95: 0.14, p: 0.3 } },
      /finds about as much where there is nothing/,
      /no clearer than that/,
    ],
  ] as [string, Partial<Review>, RegExp, RegExp][])('%s', (_, change, headline, why) => {
    const verdict = verdictOf(judged(change))
    expect(verdict.decision).toBe('KEEP INCUMBENT')
    expect(verdict.headline).toMatch(headline)
    expect(verdict.why).toMatch(why)
    expect(verdict.answer).toMatch(/keep the score you have/)
  })

  test('nothing found', () => {
    const weights = reviewReport.weights.map((pair) => ({ ...pair, after: pair.before }))
    const verdict = verdictOf(judged({ weights, gain: gain(0, 0, 0), cautions: [] }))
    expect(verdict.headline).toMatch(/found nothing better/)
    expect(verdict.why).toMatch(/Both are the same weights/)
    expect(verdict.wrong).toMatch(/another search, or more accounts/)
  })

  test('many cautions: the gravest are said, the others counted', () => {
    const { wrong } = verdictOf(judged({ cautions: ['One.', 'Two.', 'Three.', 'Four.'] }))
    expect(wrong).toBe('One. Two. (2 more below.)')
  })
})

test('every metric has a clause', () => {
  for (const metric of PRIMARY_METRICS) expect(valueClause(metric, 0.5)).toMatch(/\d/)
  expect(valueClause('gini', 0.492)).toBe('puts 74.6 of 100 pairs in the right order')
  expect(valueClause('revenue_capture_at_20', 0.412)).toMatch(/41.2 % of the revenue/)
})
