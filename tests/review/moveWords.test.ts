import { expect, test } from 'vitest'
import type { MovedAccount } from '../../src/review/movedAccounts.ts'
import { moveDirection, moveReason } from '../../src/review/moveReason.ts'
import { moveWords } from '../../src/review/moveWords.ts'

interface Move {
  tiers: string // 'AC': from A to C
  places?: [number, number]
  change: number
  average: number // of all scores
  columns: Record<string, [own: number, average: number]> // changes
}

/** The sentence for an account of 10,000 that moved like that, by the reason the rule gives. */
function said({ tiers, places = [500, 500], change, average, columns }: Move): string {
  const [was, is] = tiers as unknown as [string, string]
  const where = {
    incumbent: { score: 50, tier: was, place: places[0] },
    candidate: { score: 50 + change, tier: is, place: places[1] },
    tierSteps: was.charCodeAt(0) - is.charCodeAt(0),
  }
  const entries = Object.entries(columns)
  const all = {
    accounts: 10_000,
    change: average,
    columns: entries.map(([name, [, average]]) => ({ name, change: average })),
  }
  const changes = entries.map(([, [own]]) => own)
  const account: MovedAccount = {
    row: 0,
    id: 'acme',
    rows: 'holdout',
    ...where,
    change,
    reason: moveReason(changes, all, moveDirection(where)),
    mrr: null,
    all,
  }
  return moveWords(account)
}

test('a rise can be a fall: others rose more', () => {
  const columns: Move['columns'] = { promo_usage: [0, 22.513], seats: [6.21, -0.01], base: [3, 3] }
  expect(said({ tiers: 'AC', change: 6.21, average: 22.503, columns })).toBe(
    'Falls from tier A to C: it gains 6.21 points where accounts gain 22.5 on average, most of the difference by promo_usage (no change here, +22.5 on average).',
  )
})

test('a loss can be a rise: others lost more', () => {
  expect(
    said({
      tiers: 'CB',
      change: -1,
      average: -20,
      columns: { a: [-1, -8], b: [0, -6], c: [0, -6] },
    }),
  ).toBe(
    'Rises from tier C to B: it loses 1 point where accounts lose 20 on average, the largest part of the difference by a (−1 here, −8 on average).',
  )
})

test('cut-offs that moved otherwise than the scores are no reason made up', () => {
  const columns: Move['columns'] = { promo_usage: [20, 22.5], seats: [3, 0] }
  expect(said({ tiers: 'AB', change: 23, average: 22.5, columns })).toBe(
    'Falls from tier A to B, although it gains 23 points where accounts gain 22.5 on average; what holds it back most is promo_usage (+20 here, +22.5 on average).',
  )
  expect(said({ tiers: 'CB', change: 6, average: 22, columns: { seats: [6, 22] } })).toBe(
    'Rises from tier C to B: it gains 6 points where accounts gain 22 on average.',
  )
  expect(said({ tiers: 'CB', change: 4, average: 4, columns: { base: [4, 4] } })).toBe(
    'Rises from tier C to B: it gains 4 points, as accounts do on average.',
  )
})

test('in the same tier the place tells which way it went, or that it did not', () => {
  const columns: Move['columns'] = { seats: [12.34, 12.31], logins: [-2, 0] }
  const stays = { tiers: 'BB', change: 10.34, average: 12.31, columns }
  expect(said({ ...stays, places: [1218, 1930] })).toBe(
    'Stays in tier B, at place 1,930 of 10,000 instead of 1,218: it gains 10.3 points where accounts gain 12.3 on average, most of the difference by logins (−2 here, no change on average).',
  )
  expect(said({ ...stays, places: [1930, 1218] })).toBe(
    'Stays in tier B, at place 1,218 of 10,000 instead of 1,930: it gains 10.3 points where accounts gain 12.3 on average; what helps it most is seats (+12.34 here, +12.31 on average).',
  )
  expect(said(stays)).toBe(
    'Stays in tier B, at place 500 of 10,000 as before: it gains 10.3 points where accounts gain 12.3 on average.',
  )
  expect(said({ ...stays, change: 3.83, average: 3.841 })).toContain(
    ': it gains 3.83 points where accounts gain 3.841 on average.',
  )
  expect(said({ ...stays, change: 4.34, average: 3.816 })).toContain(
    ': it gains 4.34 points where accounts gain 3.8 on average.',
  )
  expect(said({ ...stays, change: 0, average: 0 })).toBe(
    'Stays in tier B, at place 500 of 10,000 as before: its score is the same under both.',
  )
  expect(said({ ...stays, change: 0, average: 2 })).toContain(
    ': its score stays the same where accounts gain 2 on average.',
  )
  expect(said({ ...stays, change: -5, average: 0 })).toContain(
    ': it loses 5 points where accounts keep theirs on average.',
  )
})
