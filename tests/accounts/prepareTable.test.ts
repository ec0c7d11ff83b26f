import { describe, expect, test } from 'vitest'
import { prepareTable } from '../../src/accounts/prepareTable.ts'
import { columnOf, tableOf } from './tables.ts'

describe('prepareTable', () => {
  test('text of numbers becomes numbers, blanks are missing and counted', () => {
    const { table, problems } = prepareTable(
      tableOf({ TotalCharges: ['29.85', ' ', '-3', '1e2', ''] }),
    )
    const column = table.columns[0]
    expect(column.kind).toBe('number')
    expect([...column.values]).toEqual([29.85, 0, -3, 100, 0])
    expect([...column.missing!]).toEqual([0, 1, 0, 0, 1])
    expect(problems.map(({ code, what }) => [code, what])).toEqual([
      ['text-holds-numbers', 'TotalCharges is text holding numbers; 2 blanks are missing.'],
    ])
  })

  test('words for no value are missing in a column of numbers, and said', () => {
    const { table, problems } = prepareTable(tableOf({ score: ['1', 'NA', '3'] }))
    expect([...table.columns[0].missing!]).toEqual([0, 1, 0])
    expect(problems[0].what).toContain('"NA"')
  })

  test('dashes and question marks among numbers are no values', () => {
    const { table, problems } = prepareTable(tableOf({ tickets: ['1', '-', '?', '-4'] }))
    expect(table.columns[0].kind).toBe('number')
    expect([...table.columns[0].missing!]).toEqual([0, 1, 1, 0])
    expect(problems[0].what).toBe(
      'tickets is text holding numbers; 2 cells that hold nothing or "-" are missing.',
    )
  })

  test.each([
    ['leading zeros', 'code', ['00123', '00456']],
    ['digits no number can hold', 'ref', ['12345678901234567', '12345678901234568']],
    ['an id by name', 'customer_id', ['1001', '1002']],
    ['a zip code', 'Zip Code', ['10115', '80331']],
    ['other text among numbers', 'size', ['1', '2', 'many']],
    ['words alone', 'plan', ['None', 'None']],
  ])('%s stays text', (_, name, values) => {
    expect(prepareTable(tableOf({ [name]: values })).table.columns[0].kind).toBe('text')
  })

  test('blank texts among categories are missing', () => {
    const { table, problems } = prepareTable(tableOf({ plan: ['a', ' ', 'b', 'a'] }))
    const column = table.columns[0]
    expect(column).toMatchObject({ kind: 'text', dictionary: ['a', 'b'] })
    expect([...column.values]).toEqual([0, 0, 1, 0])
    expect([...column.missing!]).toEqual([0, 1, 0, 0])
    expect(problems[0].code).toBe('blank-texts-missing')
  })

  test('names that occur twice are told apart', () => {
    const columns = ['x', 'x', 'x (2)', 'x'].map((name) => columnOf(name, [1, 2]))
    const { table, problems } = prepareTable({ rowCount: 2, columns })
    expect(table.columns.map(({ name }) => name)).toEqual(['x', 'x (3)', 'x (2)', 'x (4)'])
    expect(problems[0].code).toBe('duplicate-column-names')
  })

  test('a column without a name is called by its place', () => {
    const columns = ['', 'column 1', ''].map((name) => columnOf(name, [1, 2]))
    const { table } = prepareTable({ rowCount: 2, columns })
    expect(table.columns.map(({ name }) => name)).toEqual(['column 1', 'column 1 (2)', 'column 3'])
  })

  test('numbers with signs and separators are pointed out, not guessed', () => {
    const prices = Array.from({ length: 20 }, (_, i) => `$1,${100 + i}.50`)
    const { table, problems } = prepareTable(tableOf({ price: prices }))
    expect(table.columns[0].kind).toBe('text')
    expect(problems[0].code).toBe('text-almost-numbers')
  })

  test('a table without text comes back as it is', () => {
    const table = tableOf({ a: [1, 2], b: [true, false] })
    expect(prepareTable(table)).toEqual({ table, problems: [] })
  })
})
