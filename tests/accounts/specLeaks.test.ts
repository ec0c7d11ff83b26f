import { expect, test } from 'vitest'
import { specLeaks } from '../../src/accounts/specLeaks.ts'
import { specOf } from '../review/reviewed.ts'
import { cells, noise, tableOf } from './tables.ts'

const churned = cells(400, (row) => (noise(row, 1, 3) === 0 ? 1 : 0))
const table = tableOf({
  churned,
  logins: cells(400, (row) => noise(row, 2, 9)),
  last_word: cells(400, (row) => churned[row]! * 5 + 1),
  nearly: cells(400, (row) => churned[row]! * 6 + noise(row, 3, 10)),
  cancel_reason_code: cells(400, (row) => noise(row, 4, 4)),
})
const leaks = (...names: string[]) =>
  specLeaks(table, specOf(Object.fromEntries(names.map((name) => [name, 5]))))

test('a column that is the outcome in disguise is named, whoever put it into the spec', () => {
  const [found, ...others] = leaks('logins', 'last_word')
  expect(others).toEqual([])
  expect(found).toMatchObject({ severity: 'warning', code: 'feature-leaks', column: 'last_word' })
  expect(found!.what).toMatch(
    /uses last_word, but .*without a single error\. Unless it is known when/,
  )
})

test('by its name, and by how well it tells alone', () => {
  expect(leaks('cancel_reason_code')).toMatchObject([{ code: 'feature-leaks' }])
  expect(leaks('nearly')).toMatchObject([{ code: 'leak-suspected', column: 'nearly' }])
  expect(leaks('logins')).toEqual([])
})
