import { expect, test } from 'vitest'
import { type CautionInput, cautions } from '../../src/review/cautions.ts'
import { DEFAULT_THRESHOLDS } from '../../src/review/review.ts'
import { reviewReport } from '../gallery/fixtures/reviewFixtures.ts'

/** A review with nothing to warn of: later outcomes, many accounts, no drift, every study done. */
const sound: CautionInput = {
  decision: 'READY_FOR_REVIEW',
  split: { kind: 'file', seed: 0, share: 0.3, searchRows: 3500, holdoutRows: 1500 },
  thresholds: DEFAULT_THRESHOLDS,
  gain: reviewReport.gain,
  searchGain: 0.12,
  smallestDetectable: 0.04,
  churned: 300,
  retained: 1200,
  segments: reviewReport.segments,
  hasSegmentColumn: true,
  drift: [],
  noise: reviewReport.noise,
  looks: 1,
  warnings: [],
}
const drifted = { ...reviewReport.drift![0]!, name: 'logins', psi: 0.4, band: 'shifted' as const }
const gain = (value: number, low: number, high: number) => ({
  ...reviewReport.gain!,
  value,
  low,
  high,
})

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
  ['few churned', { churned: 99 }, /Only 99 held-out accounts churned/],
  ['few retained', { retained: 40 }, /Only 40 held-out accounts stayed/],
  [
    'a tiny gain inside',
    { gain: gain(0.02, 0.002, 0.04) },
    /as small as \+0.002, less than the 0.01/,
  ],
  [
    'a real gain not ruled out',
    { decision: 'KEEP_INCUMBENT', gain: gain(0.01, -0.02, 0.04) },
    /up to \+0.040 is not ruled out; so many accounts show a gain reliably only from about 0.04/,
  ],
  ['most of it lost', { searchGain: 0.3 }, /search believed in \+0.300/],
  ['drift', { drift: [drifted] }, /logins has shifted/],
  ['no segment column', { segments: null, hasSegmentColumn: false }, /No segment column/],
  ['no noise study', { noise: null }, /how much it finds in pure noise is not known/],
  [
    'much of it noise',
    { noise: { ...reviewReport.noise!, meanGain: 0.09 } },
    /Noise alone buys 75.0 % of what/,
  ],
  ['looked often', { looks: 4 }, /consulted 4 times/],
  [
    'a leak',
    { warnings: [{ severity: 'warning', code: 'x', what: 'exit_code leaks', where: '', fix: '' }] },
    /^exit_code leaks\.$/,
  ],
] as [string, Partial<CautionInput>, RegExp][])('%s', (_, change, said) => {
  expect(cautions({ ...sound, ...change }).join('\n')).toMatch(said)
})

test('a shift within chance is not one, and notes are no warnings', () => {
  const within = { ...drifted, critical: 0.5 }
  const note = { severity: 'note' as const, code: 'x', what: 'Rounded.', where: '', fix: '' }
  expect(cautions({ ...sound, drift: [within], warnings: [note] })).toEqual([])
})

test('segments that are too small are named', () => {
  const blind = { ...reviewReport.segments![0]!, change: null, problem: 'only 3 churned' }
  expect(cautions({ ...sound, segments: [blind] })).toEqual([
    'Too small to check: plan pro. They were not merged with others.',
  ])
})
