import { expect, test } from 'vitest'
import type { AppState } from '../../../src/store/state.ts'
import {
  crowdedTier,
  memoryText,
  resultSentence,
  runHeadline,
  runLeaks,
  startWords,
} from '../../../src/ui/run/runWords.ts'
import { holdoutWorth } from '../../../src/ui/run/runWorth.ts'
import {
  runDeep,
  runFinished,
  runNoGain,
  runPausedByItself,
  runRunning,
  runWithoutHoldout,
} from '../../gallery/fixtures/runFixtures.ts'

test('a gain well beyond chance holds', () => {
  expect(runHeadline(runFinished)).toBe('Better, and it holds on accounts the search never saw')
  const { gain, margin } = holdoutWorth(runFinished.header, runFinished.best.holdoutValue)
  expect(gain).toBeCloseTo(0.7468 - 0.6312, 10)
  expect(margin).toBeGreaterThan(0)
  expect(margin).toBeLessThan(gain!)
})

test('a search gain that the held-out accounts do not share is no evidence', () => {
  expect(runHeadline(runNoGain)).toMatch(/^No evidence of a gain: −0\.014/)
})

test('the sentence never says more than the figures carry', () => {
  const say = (gain: number | null, margin: number | null, heldOut: boolean | 'unknown' = true) =>
    resultSentence({ gain, margin }, heldOut)
  expect(say(-0.02, 0.01)).toBe('Worse on accounts the search never saw: −0.020 ± 0.010')
  expect(say(-0.02, 0.02)).toMatch(/^No evidence of a gain: −0\.020 ± 0\.020/)
  expect(say(-0.02, null)).toMatch(/^No evidence/)
  expect(say(0.0004, null)).toMatch(/^No evidence/)
  expect(say(0.004, 0.011)).toMatch(/^No evidence of a gain: \+0\.004 ± 0\.011/)
  expect(say(0.009, 0.011)).toMatch(/^No evidence of a gain: \+0\.009 ± 0\.011/)
  expect(say(0.03, null)).toMatch(/whether that is more than chance is not known$/)
  expect(say(null, null, false)).toMatch(/none were held out/)
  expect(say(null, null, 'unknown')).toMatch(/^Better on the accounts searched; the imported/)
  expect(say(null, null, true)).toMatch(/cannot tell/)
  for (const gain of [-1, -0.01, 0, 0.0004, 0.004, 0.009])
    expect(say(gain, 0.011)).not.toMatch(/^Better/)
})

test('nothing kept, nothing held out, running, paused', () => {
  expect(runHeadline({ ...runFinished, kept: 0 })).toMatch(/^No evidence of a gain: none of 2,000/)
  expect(runHeadline(runWithoutHoldout)).toMatch(/none were held out/)
  expect(runHeadline(runRunning)).toBe('Searching…')
  expect(runHeadline(runPausedByItself)).toMatch(/^Paused by a problem/)
})

test('a best spec that puts nearly every account in one tier says so', () => {
  const { metrics } = runFinished.best
  expect(crowdedTier(metrics, ['A', 'B', 'C', 'D'])).toBeNull()
  const crowded = { ...metrics, pct_A_tier: 0, pct_B_tier: 0, pct_C_tier: 0.01, pct_D_tier: 0.99 }
  expect(crowdedTier(crowded, ['A', 'B', 'C', 'D'])).toMatch(/99 % of accounts are in tier D/)
})

test('a deep search that kept nothing is judged by what it went on from', () => {
  const { header } = runFinished
  const nothing = { ...runDeep, kept: 0 }
  expect(runHeadline(nothing)).toMatch(/^No evidence of a gain: none of 118,490/)
  const origin = { spec: header.spec, figures: header.baseline }
  const deeper = { ...nothing, header: { ...nothing.header, origin } }
  expect(runHeadline(deeper)).toBe('Better, and it holds on accounts the search never saw')
})

test('a column that may give the outcome away stands beside a gain, and not beside none', () => {
  const leak = { sentence: 'It may.', column: 'health_v3', vouched: false }
  expect(runHeadline(runFinished, [leak])).toBe(
    'Better, and it holds on accounts the search never saw; but health_v3 may give the outcome away',
  )
  expect(runHeadline(runFinished, [leak, { ...leak, column: 'x' }])).toMatch(/health_v3 and x may/)
  expect(runHeadline(runFinished, [{ ...leak, column: null }])).toMatch(
    /columns that Data warns of/,
  )
  expect(runHeadline(runNoGain, [leak])).not.toMatch(/may give/)
})

test('leaks are those of the open data that a run gives points', () => {
  const { header } = runFinished
  const [first] = Object.keys(header.spec.features)
  const found = (column: string) => ({
    ...{ severity: 'warning' as const, code: 'leak-suspected', where: '', fix: '', column },
    what: `${column} alone tells churned from retained accounts with an AUC of 0.9 or more.`,
  })
  const data = {
    ...({
      phase: 'ready',
      ...header.data,
      problems: [found(first!), found('elsewhere')],
    } as object),
  } as AppState['data']
  expect(runLeaks(runFinished, data).map(({ column }) => column)).toEqual([first])
  expect(runLeaks(runFinished, { ...data, name: 'other.parquet' } as AppState['data'])).toEqual([])
  expect(runLeaks(runFinished, { phase: 'empty', problem: null })).toEqual([])
})

test('charts name the spec they begin with where gains count from another one', () => {
  const { header } = runFinished
  const value = header.baseline.value
  const origin = { spec: header.spec, figures: { ...header.baseline, value: value - 0.1 } }
  const other = { ...header.spec, features: {} }
  expect(startWords(header)).toMatch(/^start 0\./)
  expect(startWords({ ...header, origin: { ...origin, figures: header.baseline } })).toMatch(
    /^start/,
  )
  expect(startWords({ ...header, origin })).toMatch(/^this run starts at 0\./)
  expect(startWords({ ...header, origin, suited: {} })).toMatch(/^search starts at 0\./)
  expect(startWords({ ...header, origin: { ...origin, spec: other }, suited: {} })).toMatch(/^this/)
})

test('memory of a worker says what is its own and what is shared', () => {
  expect(memoryText({ own: 820_000, shared: 0 }, 2)).toBe('820 kB each')
  expect(memoryText({ own: 820_000, shared: 1_430_000 }, 2)).toBe('820 kB each, 1.4 MB shared')
  expect(memoryText({ own: 820_000, shared: 1_430_000 }, 1)).toBe('820 kB, 1.4 MB shared')
})
