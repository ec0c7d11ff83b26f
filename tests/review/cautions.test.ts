import { expect, test } from 'vitest'
import { type CautionInput, cautions } from '../../src/review/cautions.ts'
import { DEFAULT_THRESHOLDS, type Gate, type GateName } from '../../src/review/review.ts'
import { reviewReport } from '../gallery/fixtures/reviewFixtures.ts'

/** The gates of the report, all passed but those named. */
const gatesBut = (...failed: GateName[]): Gate[] =>
  reviewReport.gates.map((gate) => ({ ...gate, passed: !failed.includes(gate.name) }))

/** A review with nothing to warn of: later outcomes, many accounts, no drift, every study done. */
const sound: CautionInput = {
  decision: 'READY_FOR_REVIEW',
  gates: gatesBut(),
  incumbent: 'the score you have',
  incumbentIsDefault: false,
  incumbentIsFound: false,
  split: { kind: 'file', seed: 0, share: 0.3, searchRows: 3500, holdoutRows: 1500 },
  thresholds: DEFAULT_THRESHOLDS,
  gain: reviewReport.gain,
  searchGain: 0.12,
  smallestDetectable: 0.04,
  churned: 300,
  retained: 1200,
  migration: reviewReport.migration,
  tierFit: reviewReport.tierFit,
  segments: reviewReport.segments,
  hasSegmentColumn: true,
  drift: [],
  turned: [],
  leaks: [],
  warnings: [],
  noise: reviewReport.noise,
  looks: 1,
}
const drifted = {
  ...reviewReport.drift![2]!,
  name: 'logins',
  psi: 0.4,
  band: 'shifted' as const,
}
const gain = (value: number, low: number, high: number) => ({
  ...reviewReport.gain!,
  value,
  low,
  high,
})
/** Kept, as the gain does not hold. */
const lost = (value: number, low: number, high: number): Partial<CautionInput> => ({
  decision: 'KEEP_INCUMBENT',
  gates: gatesBut('gain'),
  gain: gain(value, low, high),
})
/** Kept although the gain holds. */
const stopped = (...failed: GateName[]): Partial<CautionInput> => ({
  decision: 'KEEP_INCUMBENT',
  gates: gatesBut(...failed),
})
const turned = [{ column: 'promo', before: 0, after: 22, leaned: true, rising: true }]

test('nothing to warn of, nothing said', () => {
  expect(cautions(sound)).toEqual([])
})

test.each([
  ['a random split', { split: { ...sound.split, kind: 'id-hash' } }, /not later outcomes/],
  [
    'no id',
    { split: { ...sound.split, kind: 'row-hash' } },
    /same account may stand on both sides/,
  ],
  ['no holdout', { split: { ...sound.split, kind: 'none', holdoutRows: 0 } }, /always flatters/],
  [
    'a tier that holds nearly all',
    {
      migration: {
        ...reviewReport.migration,
        tiers: ['A', 'B'],
        accounts: [
          [880, 20],
          [20, 80],
        ],
      },
    },
    /^Tier A holds 90.0 % of the accounts under both scores, so too few can change tier/,
  ],
  ['few churned', { churned: 99 }, /^Only 99 held-out accounts churned: a handful of them can/],
  ['few retained', { retained: 40 }, /^Only 40 held-out accounts stayed/],
  ['one', { churned: 1 }, /^Only 1 held-out account churned: that one can move every figure here/],
  ['none', { churned: 0 }, /^No held-out account churned, so nothing here shows which score tells/],
  [
    'a tiny gain inside',
    { gain: gain(0.02, 0.002, 0.04) },
    /as small as \+0.002, less than the 0.01/,
  ],
  [
    'a real gain not ruled out',
    lost(0.01, -0.02, 0.04),
    /^A real gain of up to \+0.040 is not ruled out: so many held-out accounts show one reliably only from about 0.04 on\.$/,
  ],
  [
    'a small gain that may be enough',
    lost(0.009, 0.002, 0.016),
    /^The true gain may be as large as \+0.016, more than the 0.01/,
  ],
  ['most of it lost', { searchGain: 0.3 }, /search believed in \+0.300/],
  ['drift', { drift: [drifted] }, /rows: logins has shifted/],
  [
    'drift of scores',
    {
      drift: ['score, incumbent', 'score, candidate']
        .map((name) => ({ ...drifted, name, kind: 'score' as const }))
        .concat([drifted as never]),
    },
    /rows: both scores and logins have shifted/,
  ],
  [
    'a little drift',
    { drift: [{ ...drifted, band: 'watch' }] },
    /^Worth watching, .* the held-out rows: logins\.$/,
  ],
  [
    'a feature that turned',
    { turned },
    /^The new weights lean on promo \(0 to 22 points\): in the/,
  ],
  ['no segment column', { segments: null, hasSegmentColumn: false }, /No segment column/],
  ['no noise study', { noise: null }, /how much it finds in pure noise is not known/],
  [
    'much of it noise',
    { noise: { ...reviewReport.noise!, meanGain: 0.09 } },
    /^Noise alone finds 75.0 % of what this search found/,
  ],
  [
    'all of it noise',
    { noise: { ...reviewReport.noise!, meanGain: 0.143 } },
    /^Noise alone finds as much as this search did\.$/,
  ],
  ['looked often', { looks: 4 }, /consulted 4 times/],
  [
    'no score given',
    { incumbentIsDefault: true, incumbent: 'equal weights' },
    /^Whether the score you use is better than equal weights is not known: import it in the Model view,/,
  ],
] as [string, Partial<CautionInput>, RegExp][])('%s', (_, change, said) => {
  const all = cautions({ ...sound, ...change })
  expect(all.some((caution) => said.test(caution))).toBe(true)
  expect(all.length).toBeLessThanOrEqual(2)
})

test('a shift within chance is not one', () => {
  expect(cautions({ ...sound, drift: [{ ...drifted, critical: 0.5 }] })).toEqual([])
})

test('where the gain does not hold, doubts of a switch are moot', () => {
  const doubts: Partial<CautionInput> = {
    split: { ...sound.split, kind: 'row-hash' },
    noise: null,
    segments: null,
    hasSegmentColumn: false,
    looks: 4,
    turned,
    drift: [{ ...drifted, band: 'watch' }],
  }
  expect(cautions({ ...sound, ...doubts })).toHaveLength(7)
  expect(cautions({ ...sound, ...doubts, ...lost(-0.02, -0.03, -0.01) })).toEqual([])
  expect(cautions({ ...sound, ...doubts, ...lost(0, 0, 0), gain: null })).toEqual([])
  const open = cautions({ ...sound, ...doubts, ...lost(0.02, -0.01, 0.05), churned: 12 })
  expect(open).toEqual([
    expect.stringMatching(/^A real gain of up to \+0.050 is not ruled out/),
    expect.stringMatching(/^Only 12 held-out accounts churned/),
  ])
})

test('where something else than the gain stands against it, keeping has a price', () => {
  const [price, ...others] = cautions({ ...sound, ...stopped('tier_movement'), noise: null })
  expect(price).toBe(
    'Keeping has a price: the gain of +0.116 is real on these accounts. What may let it through: fewer changed weights, or a larger change that the people who work with tiers agree to.',
  )
  expect(others).toEqual([expect.stringMatching(/^The search was not repeated on shuffled/)])
  const said = (change: Partial<CautionInput>) => cautions({ ...sound, ...change }).join(' ')
  expect(said({ ...stopped('tier_movement'), tierFit: { kept: false, sentence: '' } })).toMatch(
    /: cut-offs that keep tier sizes, fewer changed weights/,
  )
  expect(said(stopped('segments', 'noise'))).toMatch(
    /: a search with the guardrail that no segment may fall; more accounts to search/,
  )
  const blind = reviewReport.segments!.map((each) => ({ ...each, change: null, problem: 'few' }))
  expect(said({ ...stopped('segments'), segments: blind })).toMatch(/groups that are too small/)
  expect(said(stopped('guardrails'))).toMatch(/a start that keeps the limits/)
  expect(
    said({ ...stopped('tier_movement'), incumbentIsDefault: true, incumbent: 'equal weights' }),
  ).toMatch(/over equal weights is real .* nobody works with the tiers of equal weights\.$/)
})

test('a leak comes before all else, and then no gain is called real', () => {
  const leaks = [
    { sentence: 'exit is probably the outcome in disguise.', column: 'exit', vouched: false },
  ]
  const more = { leaks, incumbentIsDefault: true, firstDecision: 'KEEP_INCUMBENT' as const }
  for (const change of [{}, lost(-0.1, -0.2, -0.05), stopped('tier_movement')]) {
    const said = cautions({ ...sound, ...more, ...change })
    expect(said[0]).toBe(leaks[0]!.sentence)
    expect(said[1]).toMatch(/^Whether the score you use/)
    expect(said[2]).toMatch(/^The thresholds were changed/)
    expect(said).toHaveLength(3)
  }
})

test('what may have been known to the search comes first, other doubts of the data last', () => {
  const warning = (code: string, what: string, severity: 'warning' | 'note' = 'warning') =>
    ({ severity, code, what, where: '', fix: '' }) as const
  const said = cautions({
    ...sound,
    firstDecision: 'KEEP_INCUMBENT',
    warnings: [
      warning('values-unseen', 'plan ultra was never searched.'),
      warning('too-predictable', 'Hardly ever this predictable.'),
      warning('some-note', 'not told', 'note'),
    ],
  })
  expect(said[0]).toBe('Hardly ever this predictable.')
  expect(said.at(-1)).toBe('plan ultra was never searched.')
  expect(said.join(' ')).not.toContain('not told')
})
