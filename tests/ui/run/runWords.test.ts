import { expect, test } from 'vitest'
import {
  crowdedTier,
  memoryText,
  resultSentence,
  runHeadline,
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
  expect(say(-0.02, 0.01)).toMatch(/^No evidence of a gain: −0\.020 ± 0\.010/)
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

test('memory of a worker says what is its own and what is shared', () => {
  expect(memoryText({ own: 820_000, shared: 0 }, 2)).toBe('820 kB each')
  expect(memoryText({ own: 820_000, shared: 1_430_000 }, 2)).toBe('820 kB each, 1.4 MB shared')
  expect(memoryText({ own: 820_000, shared: 1_430_000 }, 1)).toBe('820 kB, 1.4 MB shared')
})
