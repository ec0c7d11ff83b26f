import { expect, test } from 'vitest'
import { accountChangeLines } from '../../src/exports/accountChanges.ts'
import type { AccountPoints, MovedAccount } from '../../src/review/movedAccounts.ts'

type Listed = MovedAccount & { points: AccountPoints }

const account = (id: string, more: Partial<MovedAccount> = {}): Listed => ({
  row: 0,
  id,
  rows: 'holdout',
  incumbent: { score: 59.03, tier: 'A', place: 1 },
  candidate: { score: 37.87, tier: 'D', place: 4 },
  tierSteps: -3,
  change: 37.87 - 59.03,
  reason: { name: 'logins', points: -8.3, average: 2.125 },
  mrr: 3337.95,
  all: { accounts: 4, change: 1, columns: [] },
  points: { incumbent: [10, 49.03], candidate: [-2.13, 40] },
  ...more,
})

const lines = (listed: Listed) => [
  ...accountChangeLines({ columns: ['base score', 'logins, all'], all: () => [listed] }),
]

test('a header and a line an account', () => {
  expect(lines(account('acme'))).toEqual([
    'account_id,row_set,incumbent_score,candidate_score,score_change,incumbent_tier,candidate_tier,tier_steps,main_reason,main_reason_points,main_reason_average,mrr,incumbent points: base score,"incumbent points: logins, all",candidate points: base score,"candidate points: logins, all"\r\n',
    'acme,holdout,59.03,37.87,-21.16,A,D,-3,logins,-8.3,2.125,3337.95,10,49.03,-2.13,40\r\n',
  ])
})

test('texts are quoted where they must be, and none is a formula', () => {
  const lineOf = (id: string) => lines(account(id))[1]!
  expect(lineOf('a,"b"\nc')).toMatch(/^"a,""b""\nc",holdout/)
  expect(lineOf('=1+1')).toMatch(/^'=1\+1,/)
  expect(lineOf('@cmd')).toMatch(/^'@cmd,/)
  expect(lineOf('-7')).toMatch(/^-7,/)
})

test('what is not known is empty', () => {
  const [, line] = lines(account('x', { reason: null, mrr: null }))
  expect(line).toMatch(/,-3,,,,,10,49.03,-2.13,40\r\n$/)
})
