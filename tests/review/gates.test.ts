import { describe, expect, test } from 'vitest'
import { decide, type GateFigures, reviewGates } from '../../src/review/gates.ts'
import {
  DEFAULT_THRESHOLDS,
  GATES,
  type GainEstimate,
  type Gate,
  type SegmentFigures,
} from '../../src/review/review.ts'

const gain = (value: number, low: number, high: number): GainEstimate => ({
  incumbent: 0.7,
  candidate: 0.7 + value,
  value,
  low,
  high,
  standardError: (high - low) / 4,
  replicates: 2000,
  deLong: null,
})
const segment = (
  label: string,
  change: number | null,
  problem: string | null = null,
): SegmentFigures => ({
  column: 'plan',
  label,
  accounts: 300,
  incumbent: change === null ? null : 0.7,
  candidate: change === null ? null : 0.7 + change,
  change,
  topShare: { incumbent: 0.2, candidate: 0.3 },
  problem,
})
const good: GateFigures = {
  metric: 'auc_roc_retain',
  holdoutRows: 1000,
  gain: gain(0.04, 0.02, 0.06),
  migration: {
    tiers: ['A', 'B'],
    rows: 'holdout',
    accounts: [
      [400, 100],
      [50, 450],
    ],
    mrr: null,
  },
  tierFit: { kept: false, sentence: 'Cut-offs as in the run.' },
  segments: [segment('pro', 0.03), segment('free', -0.01)],
  guardrails: [
    {
      name: 'hhi',
      sentence: 'HHI is fine.',
      value: 4000,
      incumbent: 3900,
      limit: 4500,
      passed: true,
    },
  ],
  noise: { shuffles: 100, meanGain: 0.012, p95: 0.02, p: 1 / 101 },
}
const gatesOf = (change: Partial<GateFigures> = {}, thresholds = {}) =>
  reviewGates({ ...good, ...change }, { ...DEFAULT_THRESHOLDS, ...thresholds })
const gate = (name: Gate['name'], change: Partial<GateFigures> = {}, thresholds = {}) =>
  gatesOf(change, thresholds).find((each) => each.name === name)!

test('all five stand in order, and every one must hold', () => {
  const gates = gatesOf()
  expect(gates.map(({ name }) => name)).toEqual([...GATES])
  expect(gates.map(({ value, threshold, passed }) => [value, threshold, passed])).toEqual([
    [0.04, 0.01, true],
    [0.15, 0.25, true],
    [0.01, 0.02, true],
    [0, 0, true],
    [1 / 101, 0.05, true],
  ])
  expect(decide(gates, [])).toBe('READY_FOR_REVIEW')
  for (const name of GATES) {
    const one = gates.map((each) => (each.name === name ? { ...each, passed: false } : each))
    expect(decide(one, [])).toBe('KEEP_INCUMBENT')
    const unverified = gates.map((each) => (each.name === name ? { ...each, passed: null } : each))
    expect(decide(unverified, [])).toBe('READY_FOR_REVIEW')
  }
})

describe('gain', () => {
  test.each([
    ['enough and certain', gain(0.01, 0.001, 0.02), true, /at least 0.01 and above zero/],
    ['too small', gain(0.0099, 0.005, 0.015), false, /less than the 0.01 asked for/],
    ['may be luck', gain(0.03, -0.001, 0.06), false, /includes zero: it may be luck/],
    ['touching zero', gain(0.03, 0, 0.06), false, /includes zero/],
    ['no better', gain(-0.001, -0.002, 0.001), false, /is no better: −0.001/],
    ['worse', gain(-0.15, -0.2, -0.1), false, /worse: −0.150 \(95 % interval −0.200 to −0.100\)/],
  ])('%s', (_, figures, passed, sentence) => {
    const found = gate('gain', { gain: figures })
    expect([found.value, found.passed]).toEqual([figures.value, passed])
    expect(found.sentence).toMatch(sentence)
  })

  test('a figure equal to its threshold in decimals passes', () => {
    expect(gate('gain', { gain: gain(0.71 - 0.7, 0.001, 0.02) }).passed).toBe(true)
    expect(gate('segments', { segments: [segment('pro', 0.8 - 0.82)] }).passed).toBe(true)
  })

  test('what cannot be computed blocks', () => {
    const none = gate('gain', { gain: null, holdoutRows: 0 })
    expect(none).toMatchObject({ value: null, passed: false })
    expect(none.sentence).toMatch(/No accounts were held out/)
    expect(gate('gain', { gain: null }).sentence).toMatch(
      /cannot be computed on the 1,000 held-out accounts, as it needs more than 100/,
    )
    expect(decide(gatesOf({ gain: null }), [])).toBe('KEEP_INCUMBENT')
  })
})

test('tier movement is the share off the diagonal', () => {
  expect(gate('tier_movement', {}, { maxTierMovement: 0.15 }).passed).toBe(true)
  const over = gate('tier_movement', {}, { maxTierMovement: 0.149 })
  expect([over.value, over.passed]).toEqual([0.15, false])
  expect(over.sentence).toMatch(
    /^15.0 % of the held-out accounts change tier, more than the 14.9 %/,
  )
  const empty = { tiers: ['A'], rows: 'holdout' as const, accounts: [[0]], mrr: null }
  expect(gate('tier_movement', { migration: empty })).toMatchObject({ value: null, passed: false })
})

describe('tier movement over the limit', () => {
  const moved = (accounts: number[][]) => ({ ...good.migration, accounts })
  const kept = { kept: true, sentence: 'Sizes kept.' }

  test('with sizes kept it is the order that changes', () => {
    // 500 and 500 before, 490 and 510 after
    const migration = moved([
      [290, 210],
      [200, 300],
    ])
    const found = gate('tier_movement', { migration, tierFit: kept })
    expect([found.value, found.passed]).toEqual([0.41, false])
    expect(found.sentence).toBe(
      '41.0 % of the held-out accounts change tier, more than the 25.0 % allowed, although no tier changes in size by more than 1.0 % of them: it is the order of accounts that changes, not the scale. Fewer changed weights move fewer; the curve of a deep search shows what they buy.',
    )
    expect(gate('tier_movement', { tierFit: kept }).sentence).toBe(
      '15.0 % of the held-out accounts change tier, within the 25.0 % allowed; tiers keep their sizes.',
    )
  })

  test('else it says what the sizes alone move, and why they were not kept', () => {
    // 500 and 500 before, 100 and 900 after
    const migration = moved([
      [80, 420],
      [20, 480],
    ])
    const start =
      '44.0 % of the held-out accounts change tier, more than the 25.0 % allowed: whoever works with tiers would see a different list. Tiers change in size, which alone moves 40.0 %'
    expect(gate('tier_movement', { migration }, { keepTierSizes: false }).sentence).toBe(
      `${start}; keeping tier sizes takes that out.`,
    )
    expect(gate('tier_movement', { migration }).sentence).toBe(`${start}. Cut-offs as in the run.`)
    const level = moved([
      [250, 250],
      [250, 250],
    ])
    expect(
      gate('tier_movement', { migration: level }, { keepTierSizes: false }).sentence,
    ).not.toContain('Tiers change in size')
  })
})

describe('segments', () => {
  test('one that falls too far blocks, and is named', () => {
    const found = gate('segments', { segments: [segment('pro', 0.1), segment('free', -0.031)] })
    expect([found.value, found.passed]).toEqual([0.031, false])
    expect(found.sentence).toBe('Falls by more than 0.02: plan free by 0.031.')
  })

  test('one that cannot be judged blocks, and says why', () => {
    const blind = segment('tiny', null, 'only 3 of 40 accounts churned; 20 are needed')
    const found = gate('segments', { segments: [segment('pro', 0.1), blind] })
    expect([found.value, found.passed]).toEqual([0, false])
    expect(found.sentence).toBe(
      'Cannot be checked, which blocks: plan tiny (only 3 of 40 accounts churned; 20 are needed).',
    )
    expect(gate('segments', { segments: [blind] }).value).toBeNull()
  })

  test('without a column they are unverified, which blocks nothing', () => {
    expect(gate('segments', { segments: null })).toMatchObject({ value: null, passed: null })
    expect(gate('segments', { segments: null }).sentence).toMatch(/named as segment\.$/)
    const none = { segments: null, holdoutRows: 0 }
    expect(gate('segments', none).sentence).toBe('Not verified: no accounts were held out.')
    expect(decide(gatesOf({ segments: null }), [])).toBe('READY_FOR_REVIEW')
  })
})

test('a guardrail that is broken or cannot be measured blocks', () => {
  const [held] = good.guardrails
  const broken = { ...held!, passed: false, sentence: 'HHI 4,900 is above 4,500.' }
  expect(gate('guardrails', { guardrails: [held!, broken] })).toMatchObject({
    value: 1,
    threshold: 0,
    passed: false,
    sentence: '1 of 2 limits not kept on held-out accounts. HHI 4,900 is above 4,500.',
  })
  expect(gate('guardrails', { guardrails: [{ ...held!, passed: null }] }).passed).toBe(false)
  expect(gate('guardrails', { guardrails: [] }).passed).toBeNull()
})

test('noise that finds as much blocks, a study not run does not', () => {
  const noisy = { shuffles: 100, meanGain: 0.03, p95: 0.05, p: 0.0594 }
  const found = gate('noise', { noise: noisy })
  expect([found.value, found.threshold, found.passed]).toEqual([0.0594, 0.05, false])
  expect(found.sentence).toMatch(
    /^Noise alone buys 0.030 .*no clearer than that \(p = 0.059, allowed 0.05/,
  )
  const clear = { noise: { ...noisy, p: 0.05 } }
  expect(gate('noise', clear).passed).toBe(true)
  expect(gate('noise', clear).sentence).toMatch(/more than nearly all of them \(p = 0.05\)\.$/)
  expect(gate('noise', { ...clear, gain: gain(-0.1, -0.2, -0.05) }).sentence).toMatch(
    /, but that did not carry over to the held-out accounts\.$/,
  )
  expect(gate('noise', { noise: null }).passed).toBeNull()
})
