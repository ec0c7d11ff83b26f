import { expect, test } from 'vitest'
import { joinProblems } from '../../src/accounts/joinProblems.ts'
import { problem } from '../../src/accounts/say.ts'

const note = (code: string, column: string) =>
  problem({ severity: 'note', code, what: `${code} in ${column}.`, column })

test('blanks of a column of numbers are told of once', () => {
  const found = [
    note('blank-missing', 'TotalCharges'),
    note('blank-missing', 'plan'),
    note('text-holds-numbers', 'TotalCharges'),
  ]
  expect(joinProblems(found)).toEqual([found[1], found[2]])
})

test('one problem names many columns', () => {
  const columns = ['a', 'b', 'c', 'd']
  const other = note('nan-missing', 'a')
  const joined = joinProblems([other, ...columns.map((each) => note('blank-missing', each))])
  expect(joined).toHaveLength(2)
  expect(joined[0]).toBe(other)
  expect(joined[1]!.what).toBe('Blank texts in 4 columns (a, b, c and d) count as missing.')
})
