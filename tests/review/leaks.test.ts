import { expect, test } from 'vitest'
import { leaksAmong } from '../../src/review/leaks.ts'
import { specOf } from './reviewed.ts'

const found = (code: string, what: string, column?: string) => ({
  severity: 'warning' as const,
  code,
  what,
  where: '',
  fix: '',
  ...(column === undefined ? {} : { column }),
})
const specs = [specOf({ exit: 0, logins: 3 }), specOf({ exit: 9, logins: 0, unused: 0 })]

test('the gravest comes first, and other problems are none', () => {
  const problems = [
    found('leak-suspected', 'logins alone tells churned from retained accounts.', 'logins'),
    found('scores-clipped', 'Many scores are clipped.'),
    found('leak-included', 'exit is probably the outcome in disguise', 'exit'),
  ]
  expect(leaksAmong(problems, specs)).toEqual([
    { sentence: 'exit is probably the outcome in disguise.', column: 'exit', vouched: true },
    {
      sentence:
        'logins alone tells churned from retained accounts: it may be the outcome in disguise.',
      column: 'logins',
      vouched: false,
    },
  ])
})

test('a column that no spec gives points for is none; several in one problem are', () => {
  expect(leaksAmong([found('leak-included', 'x in disguise', 'unused')], specs)).toEqual([])
  expect(leaksAmong([found('leak-included', 'a and b in disguise')], specs)).toEqual([
    { sentence: 'a and b in disguise.', column: null, vouched: true },
  ])
})
