import { expect, test } from 'vitest'
import { sameThresholds } from '../../../src/review/review.ts'
import { gainRows } from '../../../src/ui/charts/gainRows.ts'
import { reasonWords, signedPoints, tierWords } from '../../../src/ui/review/accountWords.ts'
import { calibrationSentence } from '../../../src/ui/review/calibrationWords.ts'
import { driftSentence, isDrifting } from '../../../src/ui/review/driftWords.ts'
import { gateCount, gateLine, looksSentence } from '../../../src/ui/review/gateWords.ts'
import { reviewParts, tierMoves } from '../../../src/ui/review/reviewWords.ts'
import { swapSentence } from '../../../src/ui/review/swapWords.ts'
import { reviewPlain, reviewReport } from '../../gallery/fixtures/reviewFixtures.ts'

test('moves are counted above, below and on the diagonal', () => {
  const moves = tierMoves([
    [5, 2, 1],
    [4, 7, 3],
    [6, 8, 9],
  ])
  expect(moves).toEqual({ up: 18, down: 6, stay: 21, total: 45 })
})

test('a check tells what was measured, what was asked for, and how it stands', () => {
  expect(reviewReport.gates.map((gate) => gateLine(gate, reviewReport))).toEqual([
    {
      name: 'Better on accounts never seen',
      figure: '+0.116 (+0.085 to +0.147)',
      asked: 'at least 0.01, interval above zero',
      state: 'passes',
    },
    {
      name: 'Accounts that change tier',
      figure: '41.1 %',
      asked: 'at most 25.0 %',
      state: 'fails',
    },
    { name: 'Largest fall of a segment', figure: '0.000', asked: 'at most 0.02', state: 'passes' },
    { name: 'Guardrails of the run', figure: '—', asked: 'none was set', state: 'not verified' },
    {
      name: 'More than noise would find',
      figure: 'p = 0.010',
      asked: 'p at most 0.05',
      state: 'passes',
    },
  ])
  expect(gateCount(reviewReport)).toBe('3 of 5 checks pass, 1 fails, 1 not verified')
  const unknown = { ...reviewReport.gates[0]!, value: null, passed: false }
  expect(gateLine(unknown, reviewPlain)).toMatchObject({ figure: '—', state: 'fails' })
  const broken = { ...reviewReport.gates[3]!, value: 1, threshold: 0, passed: false }
  expect(gateLine(broken, reviewReport)).toMatchObject({
    figure: '1 rule broken',
    asked: 'none broken',
  })
})

test('looks are counted, and told apart by run', () => {
  expect(looksSentence(1, 'a', ['a'])).toMatch(/^This is the first decision/)
  expect(looksSentence(2, 'a', ['a', 'a'])).toMatch(/^2 decisions .* all about this run/)
  expect(looksSentence(3, 'a', ['b', 'a', 'b'])).toMatch(/^3 decisions .* about 2 runs\. /)
  expect(sameThresholds(reviewReport.thresholds, { ...reviewReport.thresholds })).toBe(true)
  expect(
    sameThresholds(reviewReport.thresholds, { ...reviewReport.thresholds, minGain: 0.02 }),
  ).toBe(false)
})

test('the gain is drawn for what is known of it', () => {
  expect(gainRows(reviewReport).map(({ key, low, high }) => [key, low, high])).toEqual([
    ['holdout', 0.085, 0.147],
    ['search', null, null],
    ['noise', 0, 0.021],
  ])
  expect(gainRows(reviewPlain).map(({ key }) => key)).toEqual(['search'])
})

test('who enters the top is judged by its interval', () => {
  const swap = reviewReport.swap!
  expect(swapSentence(swap)).toBe(
    'Of those that enter 93 % stayed, of those that leave 78 %: the new top is the better one (95 % interval +7 to +23 points).',
  )
  const luck = { ...swap, difference: { value: 0.02, low: -0.05, high: 0.09 } }
  expect(swapSentence(luck)).toContain('that may be luck (95 % interval −5 to +9 points)')
  const worse = { ...swap, difference: { value: -0.1, low: -0.2, high: -0.01 } }
  expect(swapSentence(worse)).toContain('the new top is the worse one')
  const none = { accounts: 0, mrr: null, retainedShare: null }
  expect(swapSentence({ ...swap, entering: none, leaving: none, difference: null })).toContain(
    'The same accounts stand in the top 20 %',
  )
  const blind = { ...swap.entering, retainedShare: null }
  expect(swapSentence({ ...swap, entering: blind })).toContain('is not in the data')
})

test('drift counts only beyond what chance makes', () => {
  const [score] = reviewReport.drift!
  const row = (name: string, psi: number, critical: number, band: 'watch' | 'shifted') => ({
    ...score!,
    name,
    psi,
    critical,
    band,
  })
  expect(isDrifting(row('a', 0.2, 0.3, 'watch'))).toBe(false)
  expect(driftSentence([score!, row('a', 0.2, 0.3, 'watch')])).toMatch(
    /^Yes: .* may have changed all the same/,
  )
  expect(driftSentence([row('a', 0.2, 0.1, 'watch')])).toContain('1 column moved a little (a)')
  expect(driftSentence([row('a', 0.2, 0.1, 'watch'), row('b', 0.3, 0.1, 'shifted')])).toMatch(
    /^No: b shifted/,
  )
})

test('calibration is told from end to end', () => {
  const calibration = reviewReport.calibration!
  expect(calibrationSentence(calibration)).toBe(
    'From its lowest tenth to its highest 55 % to 96 % stayed with the candidate, 72 % to 88 % with the incumbent. More points always mean that more stay.',
  )
  const wavy = { ...calibration.candidate, monotone: false }
  expect(calibrationSentence({ ...calibration, candidate: wavy })).toContain('not always')
})

test('an account in few words', () => {
  const account = {
    row: 3,
    id: 'acc_1',
    rows: 'holdout' as const,
    incumbent: { score: 20, tier: 'C' },
    candidate: { score: 61.5, tier: 'A' },
    tierSteps: 2,
    change: 41.5,
    reason: { name: 'seats', points: 40 },
    mrr: null,
  }
  expect(tierWords(account)).toBe('↑ C → A')
  expect(tierWords({ ...account, tierSteps: -1 })).toBe('↓ C → A')
  expect(tierWords({ ...account, tierSteps: 0 })).toBe('A')
  expect(reasonWords(account.reason)).toBe('+40 seats')
  expect(reasonWords(null)).toBe('—')
  expect([signedPoints(-1.5), signedPoints(0)]).toEqual(['−1.5', '0'])
})

test('parts that a review lacks cannot be jumped to', () => {
  const keys = (report: typeof reviewReport) => reviewParts(report).map(({ key }) => key)
  expect(keys(reviewReport)).toContain('drift')
  expect(keys(reviewPlain)).not.toContain('drift')
  expect(keys(reviewPlain)).not.toContain('calibration')
  expect(keys(reviewPlain)[0]).toBe('checks')
})
