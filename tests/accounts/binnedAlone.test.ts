import { describe, expect, test } from 'vitest'
import { binnedAlone } from '../../src/accounts/binnedAlone.ts'
import { guessOf } from './guessCase.ts'
import { type Cell, cells, columnOf, noise, tableOf } from './tables.ts'

const ROWS = 1500
const flags = cells(ROWS, (row) => Number(noise(row, 1, 10) < 7))
const retained = Uint8Array.from(flags, Number)
const of = (values: Cell[]) => binnedAlone(columnOf('c', values), retained)

/** Retained in the middle of the range; the outcome is wrong for one account in `wrong`. */
const middle = (wrong: number) =>
  cells(ROWS, (row) => {
    const inside = (noise(row, 2, wrong) === 0) !== (retained[row] === 1)
    const part = noise(row, 3, 2000) / 10_000
    return inside ? 0.4 + part : noise(row, 4, 2) * 0.7 + part
  })

describe('binnedAlone', () => {
  test('finds outcomes in the middle of a range, in many texts and in a code', () => {
    expect(of(middle(ROWS * 10))).toBeGreaterThan(0.98)
    const many = cells(ROWS, (row) => `${retained[row] === 1 ? 'K' : 'L'}${noise(row, 5, 60)}`)
    expect(of(many)).toBeGreaterThan(0.98)
    const odd = cells(ROWS, (row) => 2 * noise(row, 5, 12) + retained[row])
    expect(of(odd)).toBeGreaterThan(0.98)
    const gaps = cells(ROWS, (row) => (retained[row] === 1 ? noise(row, 5, 100) : null))
    expect(of(gaps)).toBe(1)
  })

  test('stays near 0.5 in noise of any number of values, and is null for few rows', () => {
    for (let salt = 10; salt < 60; salt++) {
      for (const bound of [2, 30, 1200, 1_000_000]) {
        const number = of(cells(ROWS, (row) => noise(row, salt, bound)))
        const text = of(cells(ROWS, (row) => `t${noise(row, salt, bound)}`))
        expect(Math.abs(number! - 0.5)).toBeLessThan(0.12)
        expect(Math.abs(text! - 0.5)).toBeLessThan(0.12)
      }
    }
    const few = Uint8Array.from({ length: 70 }, (_, row) => row % 2)
    expect(
      binnedAlone(
        columnOf(
          'c',
          cells(70, (row) => row % 2),
        ),
        few,
      ),
    ).toBe(null)
  })

  test('keeps noise of the fewest rows it takes below what is warned of', () => {
    const rows = 84
    const classes = Uint8Array.from({ length: rows }, (_, row) => (row >> 1) & 1)
    const values = Array.from({ length: 1000 }, (_, salt) =>
      binnedAlone(
        columnOf(
          'c',
          cells(rows, (row) => noise(row, salt, 5000)),
        ),
        classes,
      ),
    )
    expect(values).not.toContain(null)
    expect(Math.max(...values.map(Number))).toBeLessThan(0.9)
  })

  test('blocks such a column at 0.98 and warns of it at 0.9, as of any leak', () => {
    const problems = (column: Cell[]) =>
      guessOf(
        tableOf({
          account_id: cells(ROWS, (row) => `a${row}`),
          retained: flags,
          usage: cells(ROWS, (row) => noise(row, 9, 40)),
          zq: column,
        }),
      ).problems.filter(({ column: name }) => name === 'zq')
    expect(problems(middle(ROWS * 10))).toMatchObject([
      { code: 'column-leaks', what: expect.stringContaining('by ranges of its values') },
    ])
    expect(problems(middle(20))).toMatchObject([{ code: 'leak-suspected' }])
    expect(problems(middle(3))).toEqual([])
  })
})
