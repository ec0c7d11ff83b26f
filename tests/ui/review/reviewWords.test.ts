import { expect, test } from 'vitest'
import { sameThresholds } from '../../../src/review/review.ts'
import { gainRows } from '../../../src/ui/charts/gainRows.ts'
import {
  changeRows,
  reasonWords,
  signedPoints,
  tierWords,
} from '../../../src/ui/review/accountWords.ts'
import { calibrationSentence } from '../../../src/ui/review/calibrationWords.ts'
import { driftSentence, isDrifting, isTelling } from '../../../src/ui/review/driftWords.ts'
import { gateCount, gateLine, looksSentence } from '../../../src/ui/review/gateWords.ts'
import { reviewParts, tierMoves } from '../../../src/ui/review/reviewWords.ts'
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
    {
      name: 'Limits set for this score',
      figure: '—',
      asked: 'none was set',
      state: 'not verified',
    },
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
    figure: '1 limit broken',
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

test('drift counts only beyond what chance makes', () => {
  const [score] = reviewReport.drift!
  const row = (name: string, psi: number, critical: number, band: 'watch' | 'shifted') => ({
    ...score!,
    kind: 'feature' as const,
    name,
    psi,
    critical,
    band,
  })
  expect(isDrifting(row('a', 0.2, 0.3, 'watch'))).toBe(false)
  expect(driftSentence([score!, row('a', 0.2, 0.3, 'watch')])).toMatch(
    /^Yes: .* no column turned from staying to churning\.$/,
  )
  expect(driftSentence([row('a', 0.2, 0.1, 'watch')])).toMatch(/^Nearly: a moved a little\./)
  const shifted = row('b', 0.3, 0.1, 'shifted')
  expect(driftSentence([row('a', 0.2, 0.1, 'watch'), shifted])).toMatch(/^No: b shifted/)
  const scores = reviewReport.drift!.slice(0, 2).map((each) => ({ ...each, ...moved }))
  expect(driftSentence([...scores, shifted])).toMatch(/^No: both scores and b shifted/)
  expect(driftSentence([scores[1]!])).toMatch(/^No: the score of the candidate shifted/)
})

const moved = { psi: 0.4, critical: 0.1, band: 'shifted' as const }

test('a column that turned is told, though its values did not move', () => {
  const still = reviewReport.drift!.slice(0, 3)
  expect(still.some(isTelling)).toBe(false)
  const turned = still.map((each) => ({ ...each, turned: each.kind === 'feature' }))
  expect(turned.filter(isTelling)).toHaveLength(1)
  expect(driftSentence(turned)).toMatch(
    new RegExp(`^By their values yes: .* But ${turned[2]!.name} turned: .* right for both\\.$`),
  )
  expect(driftSentence([...turned, { ...turned[2]!, ...moved, name: 'b' }])).toMatch(
    /^No: b shifted\. .* And .* and b turned/,
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
    incumbent: { score: 20, tier: 'C', place: 9 },
    candidate: { score: 61.5, tier: 'A', place: 2 },
    tierSteps: 2,
    change: 41.5,
    reason: { name: 'seats', points: 40, average: 0.02 },
    mrr: null,
    all: {
      accounts: 9,
      change: 4,
      columns: [
        { name: 'base score', change: 0 },
        { name: 'seats', change: 0.02 },
        { name: 'logins', change: 3.98 },
      ],
    },
  }
  expect(tierWords(account)).toBe('↑ C → A')
  expect(tierWords({ ...account, tierSteps: -1 })).toBe('↓ C → A')
  expect(tierWords({ ...account, tierSteps: 0 })).toBe('A')
  expect(reasonWords(account.reason)).toBe('+40 seats')
  expect(reasonWords({ ...account.reason, average: 61.04 })).toBe('+40 seats (average +61)')
  expect(reasonWords(null)).toBe('—')
  const changes = [
    { name: 'base score', incumbent: 5, candidate: 5, difference: 0 },
    { name: 'logins', incumbent: 3, candidate: 3, difference: 0 },
    { name: 'seats', incumbent: 12, candidate: 52, difference: 40 },
  ]
  // Logins, which give it the same, hold it back: others gain by them. What gives all the same is left out.
  const names = (tierSteps: number) =>
    changeRows({ ...account, tierSteps }, changes).map(({ name }) => name)
  expect(changeRows(account, changes)[1]).toEqual({ ...changes[1], average: 3.98 })
  expect(names(2)).toEqual(['seats', 'logins'])
  expect(names(-2)).toEqual(['logins', 'seats'])
  expect([signedPoints(-1.5), signedPoints(0)]).toEqual(['−1.5', '0'])
})

test('parts that a review lacks cannot be jumped to', () => {
  const keys = (report: typeof reviewReport) => reviewParts(report).map(({ key }) => key)
  expect(keys(reviewReport)).toContain('drift')
  expect(keys(reviewPlain)).not.toContain('drift')
  expect(keys(reviewPlain)).not.toContain('calibration')
  expect(keys(reviewPlain)[0]).toBe('checks')
})
