import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitById } from '../../src/accounts/splitById.ts'
import { cells, columnOf } from './tables.ts'

describe('splitById', () => {
  test('holds out about the share it is told to', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 }),
        fc.integer({ min: 0, max: 90 }),
        (seed, hundredths) => {
          const share = hundredths / 100
          const rowCount = 4000
          const id = columnOf(
            'id',
            cells(rowCount, (row) => row + seed),
          )
          for (const column of [id, null]) {
            const holdout = splitById({ rowCount, id: column, share, seed })
            const held = holdout.reduce((sum, side) => sum + side, 0)
            const spread = 5 * Math.sqrt((share * (1 - share)) / rowCount)
            expect(holdout.length).toBe(rowCount)
            expect(Math.abs(held / rowCount - share)).toBeLessThanOrEqual(spread)
          }
        },
      ),
      { numRuns: 15 },
    )
  })

  test('an account stays on its side when rows are reordered or added', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 60 }),
        fc.integer(),
        (names, seed) => {
          const sides = sidesOf(names, seed)
          const others = sidesOf([...names].reverse().concat(names.map((name) => `${name}+`)), seed)
          for (const name of names) expect(others.get(name)).toBe(sides.get(name))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('numbers go by their decimal text, so text ids and number ids agree', () => {
    const numbers = cells(500, (row) => row * 3 + 0.5)
    const side = (id: ReturnType<typeof columnOf>) => [
      ...splitById({ rowCount: 500, id, share: 0.3, seed: 7 }),
    ]
    expect(side(columnOf('id', numbers))).toEqual(side(columnOf('id', numbers.map(String))))
  })

  test('rows of one id stay together, rows without an id go by their number', () => {
    const ids = cells(300, (row) => (row % 10 === 9 ? null : `a${row % 50}`))
    const holdout = splitById({
      rowCount: 300,
      id: columnOf('id', ids),
      share: 0.4,
      seed: 3,
    })
    for (let row = 0; row < 50; row++) {
      if (row % 10 !== 9) expect(holdout[row + 50]).toBe(holdout[row])
    }
    const unnamed = new Set(cells(30, (k) => holdout[k * 10 + 9]))
    expect(unnamed.size).toBe(2)
  })

  test('share 0 holds nothing out; another seed holds out other rows', () => {
    const none = splitById({ rowCount: 100, id: null, share: 0, seed: 1 })
    expect(none).toEqual(new Uint8Array(100))
    const one = splitById({ rowCount: 100, id: null, share: 0.5, seed: 1 })
    const two = splitById({ rowCount: 100, id: null, share: 0.5, seed: 2 })
    expect(one).not.toEqual(two)
  })

  test('a share of 1 is refused', () => {
    expect(() => splitById({ rowCount: 5, id: null, share: 1, seed: 1 })).toThrow('holdout share')
  })
})

function sidesOf(names: string[], seed: number): Map<string, number> {
  const id = columnOf('id', names)
  const holdout = splitById({ rowCount: names.length, id, share: 0.5, seed })
  return new Map(names.map((name, row) => [name, holdout[row]]))
}
