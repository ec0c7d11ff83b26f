import { expect, test } from 'vitest'
import { evaluate } from '../../src/evaluation/evaluator.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import type { Guardrails } from '../../src/loop/guardrails.ts'
import { guardrailFigures, isRefused } from '../../src/review/guardrailFigures.ts'
import { guardrailSentence } from '../../src/review/guardrailWords.ts'
import { scoreBoth } from '../../src/review/rowScores.ts'
import { cells, noise, tableOf } from '../accounts/tables.ts'
import { reviewed, rowsFrom, specOf, TIERS } from './reviewed.ts'

const ROWS = 900
const plan = cells(ROWS, (row) => (row % 2 === 0 ? 'eu' : 'us'))
const churned = cells(ROWS, (row) => (noise(row, 1, 3) === 0 ? 1 : 0))
const signal = cells(ROWS, (row) => (churned[row] === 1 ? 0 : 4) + noise(row, 2, 6))
const table = tableOf({
  plan,
  churned,
  good: signal,
  noisy: cells(ROWS, (row) => (plan[row] === 'us' ? noise(row, 3, 9) : signal[row]!)),
  mrr: cells(ROWS, (row) => noise(row, 4, 100)),
})

function figures(guardrails: Guardrails, first = 300, back = false) {
  const rows = rowsFrom(table, first)
  const spec = (weights: Record<string, number>) =>
    reviewed(table, specOf(weights, { segments: ['plan'] }), rows)
  const [before, after] = [spec({ good: 7, noisy: 0 }), spec({ good: 2, noisy: 9 })]
  const [incumbent, candidate] = back ? [after, before] : [before, after]
  const scores = scoreBoth(incumbent, candidate, 'holdout')
  const metricsOf = (which: 'incumbent' | 'candidate') =>
    scores === null
      ? null
      : (evaluate(buildScoreTable(scores[which], scores.outcomes), TIERS) as unknown as Record<
          string,
          number
        >)
  const told = guardrailFigures(guardrails, incumbent, candidate, 'auc_roc_retain')
  return { told, before: metricsOf('incumbent'), after: metricsOf('candidate') }
}

test('none without guardrails', () => {
  expect(guardrailFigures(undefined, ...both(), 'auc_roc_retain')).toEqual([])
  expect(figures({}).told).toEqual([])
})

function both() {
  const spec = reviewed(table, specOf({ good: 7 }, { segments: ['plan'] }), rowsFrom(table, 300))
  return [spec, spec] as const
}

test('each is measured on the holdout, as the evaluator has it, and names what breaks it', () => {
  const { after } = figures({})
  const hhi = after!.revenue_concentration_hhi!
  const shares = TIERS.map(({ label }) => after![`pct_${label}_tier`]!)
  const limits = { maxHhi: 1, minTierShare: 1, maxSegmentDrop: 0.02, maxNonZero: 1 }
  const { told, before } = figures(limits)
  expect(told.map(({ name }) => name)).toEqual(['hhi', 'tier_share', 'segments', 'non_zero'])
  const [ofHhi, ofTier, ofSegments, ofFeatures] = told
  expect(ofHhi!.value).toBeCloseTo(hhi, 9)
  expect(ofHhi).toMatchObject({ passed: false, limit: 1 })
  expect(ofHhi!.incumbent).toBeCloseTo(before!.revenue_concentration_hhi!, 9)
  expect(ofTier!.value).toBeCloseTo(Math.min(...shares), 12)
  expect(ofSegments).toMatchObject({ limit: 0.02, passed: false })
  expect(ofSegments!.value).toBeGreaterThan(0.1)
  expect(ofSegments!.sentence).toMatch(
    /^Largest fall of a segment 0\.\d{3} \(plan us\), above the limit of 0\.020\.$/,
  )
  expect(ofFeatures).toMatchObject({ value: 2, limit: 1, passed: false })
  const kept = figures({ maxHhi: hhi + 1, minTierShare: 0, maxSegmentDrop: 1, maxNonZero: 2 })
  expect(kept.told.map(({ passed }) => passed)).toEqual([true, true, true, true])
})

test('a limit that the incumbent breaks too is broken; a search refuses only what is worse', () => {
  const limits = { maxHhi: 1, minTierShare: 1, maxNonZero: 0 }
  const forth = figures(limits).told
  const back = figures(limits, 300, true).told
  for (const [i, figure] of forth.entries()) {
    const other = back[i]!
    expect([figure.passed, other.passed]).toEqual([false, false])
    expect([figure.value, figure.incumbent]).toEqual([other.incumbent, other.value])
    expect([isRefused(figure), isRefused(other)].sort()).toEqual([false, true])
  }
  expect(back[2]!.sentence).toBe(
    'Columns with points 1, above the limit of 0 (the incumbent has 2).',
  )
})

test('figures are told in their unit, apart from a limit they miss by little', () => {
  const hhi = { name: 'hhi', value: 4663.6, incumbent: 4900, limit: 4000 } as const
  expect(guardrailSentence(hhi)).toBe(
    'Revenue concentration over tiers (HHI) 4,664, above the limit of 4,000 (the incumbent has 4,900)',
  )
  expect(guardrailSentence({ ...hhi, value: 4000.3 })).toContain('4000.3, above the limit of 4,000')
  expect(guardrailSentence({ ...hhi, value: 4000 })).toContain('4,000, within the limit of 4,000')
  const share = { name: 'tier_share', value: 0.0496, incumbent: null, limit: 0.05 } as const
  expect(guardrailSentence(share)).toBe('Smallest tier 4.96 %, below the limit of 5.0 %')
  expect(guardrailSentence({ ...share, value: null })).toContain('cannot be measured')
})

test('nothing held out: not measured, and not passed', () => {
  const { told } = figures({ maxHhi: 9000, maxSegmentDrop: 0.5 }, ROWS)
  expect(told.map(({ value, passed }) => ({ value, passed }))).toEqual([
    { value: null, passed: null },
    { value: null, passed: null },
  ])
  expect(told[0]!.sentence).toContain('cannot be measured')
})
