import { describe, expect, test } from 'vitest'
import { PRIMARY_METRICS } from '../../src/evaluation/metrics.ts'
import { decide, reviewGates } from '../../src/review/gates.ts'
import { gainClause, valueClause } from '../../src/review/metricWords.ts'
import type { GainEstimate, Review } from '../../src/review/review.ts'
import { verdictOf } from '../../src/review/verdict.ts'
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
  return { ...review, gates, decision: decide(gates, review.leaks) }
}

describe('in words everyone understands', () => {
  test('ready', () => {
    const { decision, headline, answer, why, wrong } = verdictOf(judged({}))
    expect(decision).toBe('READY FOR REVIEW')
    expect(headline).toBe('The new weights are better, also on accounts the search never saw.')
    expect(answer).toBe(
      'Yes, as far as these accounts can tell (4 of 5 checks made, all passed). The people who use the score should look at it before it goes live.',
    )
    expect(why).toMatch(
      /^On 1,500 accounts the search never saw, the candidate puts 74.6 of 100 pairs in the right order, the score you have 63\. That is 11.6 more of 100 pairs \(8.5 to 14.7 with 95 % certainty\), more than luck explains\. What moves scores most: /,
    )
    expect(wrong).toMatch(/random part of the same period/)
    const limit = {
      name: 'hhi',
      sentence: '',
      value: 1,
      incumbent: 1,
      limit: 2,
      passed: true,
    } as const
    expect(verdictOf(judged({ guardrails: [limit] })).answer).toMatch(/\(all 5 checks passed\)/)
  })

  test('ready, the changes of weight that move scores most are named', () => {
    const pair = (feature: string, before: number | null, after: number, swing: number | null) => ({
      feature,
      before,
      after,
      swing,
    })
    const weights = [
      pair('a', 1, 2, 0.5),
      pair('b', 5, -7, 2),
      pair('rare', 5, 25, 0.1),
      pair('c', 3, 3, 0),
      pair('d', 0, 9, 4),
    ]
    expect(verdictOf(judged({ weights })).why).toMatch(
      /What moves scores most: d 0 to 9, b 5 to −7 and a 1 to 2\.$/,
    )
    const remade = [...weights, pair('e = low', null, 4, null)] // other features: nothing to compare
    expect(verdictOf(judged({ weights: remade })).why).toMatch(/more than luck explains\.$/)
  })

  test('worse later, better where it was tuned', () => {
    const { headline, answer, why } = verdictOf(
      judged({ gain: gain(-0.153, -0.167, -0.138), searchGain: 0.17 }),
    )
    expect(headline).toMatch(/only fit the accounts they were tuned on; on others they are worse/)
    expect(answer).toBe('No: keep the score you have.')
    expect(why).toMatch(/47.7 of 100 pairs.*looked better \(\+0.170.*−0.153\).*did not hold\.$/)
    const turned = [{ column: 'promo', before: 0, after: 22, leaned: true, rising: true }]
    expect(
      verdictOf(judged({ gain: gain(-0.153, -0.167, -0.138), searchGain: 0.17, turned })).why,
    ).toMatch(/did not hold\. The new weights lean on promo \(0 to 22 points\): .*churning\.$/)
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
      'a limit is broken, though the incumbent breaks it too',
      {
        guardrails: [
          {
            name: 'hhi',
            sentence: 'HHI 4,664, above the limit of 4,000 (the incumbent has 4,900).',
            value: 4664,
            incumbent: 4900,
            limit: 4000,
            passed: false,
          },
        ],
      },
      /break a limit set for this score/,
      /Against it: 1 of 1 limit not kept .* above the limit of 4,000 \(the incumbent has 4,900\)/,
    ],
    ['no difference', { gain: gain(0, 0, 0) }, /no evidence/, /There is no difference\.$/],
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

test('where limits were set, that nothing better was found is said of what keeps them', () => {
  const weights = reviewReport.weights.map((pair) => ({ ...pair, after: pair.before }))
  const limit = { name: 'non_zero', passed: true } as Review['guardrails'][number]
  const { headline, why } = verdictOf(judged({ weights, guardrails: [limit], gain: gain(0, 0, 0) }))
  expect(headline).toBe(
    'The search found nothing better than the score you have within the limits set for it.',
  )
  expect(why).toMatch(/same weights: no better ones that were tried keep the limits\.$/)
  expect(verdictOf(judged({ weights, gain: gain(0, 0, 0) })).headline).toMatch(
    /nothing better than the score you have\.$/,
  )
})

describe('a feature may give the outcome away', () => {
  const leak = { sentence: 'zq is probably the outcome in disguise.', column: 'zq' }
  const leaks = [{ ...leak, vouched: false }]

  test('no plain yes, and no gain called more than luck', () => {
    const { decision, headline, answer, why } = verdictOf(judged({ leaks }))
    expect(decision).toBe('KEEP INCUMBENT')
    expect(headline).toMatch(/^The new weights look better, but .* give the outcome away\.$/)
    expect(answer).toBe(
      'Not yet: zq may be the outcome in disguise. Do not switch until someone has checked when it is known, and has included it by hand.',
    )
    expect(why).toMatch(/the score you have 63\.$/)
    const two = [...leaks, { sentence: 'a and b are in disguise.', column: null, vouched: false }]
    expect(verdictOf(judged({ leaks: two })).answer).toMatch(
      /what some columns say may be .* they are known, and has included them by hand\.$/,
    )
  })

  test('where a person vouches for it the gates decide, and the condition is said', () => {
    const { decision, headline, answer } = verdictOf(
      judged({ leaks: [{ ...leak, vouched: true }] }),
    )
    expect(decision).toBe('READY FOR REVIEW')
    expect(headline).toMatch(/never saw, provided that zq was known before the outcome\.$/)
    expect(answer).toMatch(/^Yes, as far as these accounts can tell/)
  })

  test('matters whatever else stands against it, but not where there is no gain', () => {
    const tiers = verdictOf(judged({ leaks, migration: reviewReport.migration }))
    expect(tiers.answer).toMatch(/^Not yet: zq may be/)
    expect(tiers.why).toMatch(/Against it: .* change tier/)
    const worse = verdictOf(judged({ leaks, gain: gain(-0.1, -0.2, -0.05), searchGain: null }))
    expect(worse.answer).toBe('No: keep the score you have.')
  })
})

test('a spec that an earlier run found is not called the score somebody has', () => {
  const { answer, why } = verdictOf(
    judged({ incumbentIsFound: true, gain: gain(-0.1, -0.2, -0.05) }),
  )
  expect(answer).toBe('No: keep the spec of an earlier run.')
  expect(why).toMatch(/the spec of an earlier run 63/)
})

describe('nobody gave a score', () => {
  const weights = reviewReport.weights.map((pair) => ({ ...pair, before: 5 }))
  const made = (change: Partial<Review> = {}) =>
    verdictOf(judged({ incumbentIsDefault: true, weights, ...change }))

  test('the comparison is with equal weights, and says so', () => {
    const ready = made()
    expect(ready.headline).toBe(
      'The new weights are better than equal weights, also on accounts the search never saw.',
    )
    expect(ready.answer).toMatch(
      /^That is open\. You gave no score to compare with; the comparison is with equal weights\. .*\(4 of 5 checks made, all passed\): compare them with the score you use/,
    )
    expect(ready.why).toMatch(/the candidate puts 74.6 .* order, equal weights 63\./)
    const tiers = made({ migration: reviewReport.migration })
    expect(tiers.headline).toMatch(/better than equal weights, but too many accounts/)
    expect(tiers.answer).toMatch(/^Not yet: .* You gave no score to compare with/)
    const worse = made({ gain: gain(-0.1, -0.2, -0.05), searchGain: null })
    expect(worse.headline).toBe('The new weights are worse than equal weights.')
    expect(worse.answer).toMatch(/^No\. You gave no score/)
  })

  test('never of a score that somebody has', () => {
    for (const change of [
      {},
      { migration: reviewReport.migration },
      { gain: gain(0.02, -0.01, 0.05) },
      { gain: gain(0.005, 0.002, 0.008) },
      { weights: weights.map((pair) => ({ ...pair, after: 5 })) },
    ]) {
      expect(Object.values(made(change)).join(' ')).not.toMatch(/the score you have/)
    }
  })

  test('weights that are not all equal are called roughly so', () => {
    const rough = weights.map((pair, i) => ({ ...pair, before: i === 0 ? 1 : 5 }))
    expect(made({ weights: rough }).headline).toMatch(/better than roughly equal weights,/)
  })
})

test('a gain is told in pairs, where the metric is one of pairs', () => {
  expect(gainClause('gini', gain(0.234, 0.204, 0.266))).toBe(
    '11.7 more of 100 pairs (10.2 to 13.3 with 95 % certainty)',
  )
  expect(gainClause('ks', gain(0.1, 0.05, 0.15))).toMatch(/^\+0.100 KS/)
})

test('every metric has a clause', () => {
  for (const metric of PRIMARY_METRICS) expect(valueClause(metric, 0.5)).toMatch(/\d/)
  expect(valueClause('gini', 0.492)).toBe('puts 74.6 of 100 pairs in the right order')
  expect(valueClause('revenue_capture_at_20', 0.412)).toMatch(/41.2 % of the revenue/)
})
