import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellText } from '../../src/accounts/cell.ts'
import { concatTables } from '../../src/accounts/concatTables.ts'
import { joinColumns } from '../../src/accounts/joinColumns.ts'
import { laterFileProblems, periodOrder } from '../../src/accounts/periodOrder.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import { type Cell, cells, columnOf, noise, tableOf } from './tables.ts'

const SPEC: Spec = {
  model: 'm',
  max_score: 100,
  features: {
    x: { weight: 5, min: -5, max: 25 },
    'plan = Pro': {
      weight: 5,
      min: -5,
      max: 25,
      missing: 'zero_points',
      transform: { kind: 'equals', column: 'plan', value: 'Pro' },
    },
  },
  tiers: [{ label: 'A', min: 0, max: 101 }],
  retain_column: 'retained',
  extra: {},
}

function period(rows: number, salt: number, more: Record<string, Cell[]> = {}) {
  return tableOf({
    account_id: cells(rows, (row) => `a${row}`),
    plan: cells(rows, (row) => ['Pro', 'Team', null][noise(row, salt, 3)]),
    x: cells(rows, (row) => noise(row, salt + 1, 10)),
    retained: cells(rows, (row) => noise(row, salt + 2, 2)),
    ...more,
  })
}

const FIRST = { name: 'a.parquet', table: period(40, 1) }
const second = (more: Record<string, Cell[]> = {}) => ({
  name: 'b.parquet',
  table: period(30, 9, more),
})
const without = (name: string) => {
  const { table } = second()
  return {
    name: 'b.parquet',
    table: { ...table, columns: table.columns.filter((column) => column.name !== name) },
  }
}

describe('concatTables', () => {
  test('puts the rows of the second file after those of the first, cell by cell', () => {
    const later = second({ plan: cells(30, (row) => ['New', 'Pro', null][row % 3]) })
    const joined = concatTables(FIRST, later, SPEC)
    if (!joined.ok) throw new Error(joined.problems[0].what)
    expect(joined.value.rowCount).toBe(70)
    expect(joined.value.columns.map(({ name }) => name).sort()).toEqual([
      'account_id',
      'plan',
      'retained',
      'x',
    ])
    for (const column of joined.value.columns) {
      const of = (table: typeof FIRST.table) => table.columns.find((c) => c.name === column.name)!
      const expected = [
        ...cells(40, (row) => cellText(of(FIRST.table), row)),
        ...cells(30, (row) => cellText(of(later.table), row)),
      ]
      expect(cells(70, (row) => cellText(column, row))).toEqual(expected)
    }
  })

  test('a column the second file lacks is an error that names file, column and what to do', () => {
    const [found] = concatTables(FIRST, without('x'), SPEC).problems
    expect(found).toMatchObject({
      severity: 'error',
      code: 'later-file-column-absent',
      column: 'x',
    })
    expect(`${found.what} ${found.fix}`).toMatch(/b\.parquet has no column x.*Add the column/)
    expect(concatTables(FIRST, without('retained'), SPEC).ok).toBe(false)
  })

  test('a column of another kind is an error; numbers 0 and 1 are none beside true and false', () => {
    const text = concatTables(FIRST, second({ x: cells(30, () => 'many') }), SPEC)
    expect(text.problems[0].what).toBe('x holds numbers in a.parquet, but text in b.parquet.')
    const flags = second({ retained: cells(30, (row) => row % 2 === 0) })
    const joined = concatTables(FIRST, flags, SPEC)
    expect(joined.ok && joined.value.columns.find(({ name }) => name === 'retained')!.kind).toBe(
      'number',
    )
  })

  test('further columns are a note, columns nobody uses none', () => {
    const wider = second({ y: cells(30, () => 1), z: cells(30, () => 1) })
    expect(concatTables(FIRST, wider, SPEC).problems).toMatchObject([
      { severity: 'note', what: expect.stringContaining('2 further columns (y and z)') },
    ])
    const first = { ...FIRST, table: period(40, 1, { y: cells(40, () => 'text') }) }
    expect(concatTables(first, wider, SPEC).ok).toBe(true)
  })

  test('missing values that the spec has no word for are told with their own row', () => {
    const gap = second({ x: cells(30, (row) => (row === 4 ? null : row)) })
    expect(concatTables(FIRST, gap, SPEC).problems[0].what).toContain(
      'x has no value in 1 row of b.parquet, the first of them row 5',
    )
    const outcome = second({ retained: cells(30, (row) => (row === 4 ? null : row % 2)) })
    expect(concatTables(FIRST, outcome, SPEC).problems[0]).toMatchObject({
      code: 'outcome-missing',
      where: expect.stringContaining('file b.parquet'),
      row: 5,
    })
    const left: Spec = { ...SPEC, missing_outcomes: 'leave_out_rows' }
    expect(concatTables(FIRST, outcome, left).ok).toBe(true)
  })
})

describe('joinColumns', () => {
  test('keeps every cell whatever the kinds, or refuses', () => {
    const cell = fc.oneof(
      fc.constant(null),
      fc.integer({ min: 0, max: 2 }),
      fc.boolean(),
      fc.constantFrom('p', 'q'),
    )
    fc.assert(
      fc.property(
        fc.array(cell, { maxLength: 8 }),
        fc.array(cell, { maxLength: 8 }),
        (one, two) => {
          const [first, other] = [columnOf('c', one), columnOf('c', two)]
          const joined = joinColumns(first, other, 'values')
          if (joined === null) {
            expect(first.kind).not.toBe(other.kind)
            return
          }
          expect(joined.values.length).toBe(one.length + two.length)
          for (let row = 0; row < joined.values.length; row++) {
            const before =
              row < one.length ? cellText(first, row) : cellText(other, row - one.length)
            expect(sameCell(cellText(joined, row), before)).toBe(true)
          }
        },
      ),
    )
  })

  test('ids are one account whether written as text or as a number', () => {
    const joined = joinColumns(columnOf('id', ['7', '8']), columnOf('id', [8, 9]), 'names')
    expect(joined).toMatchObject({ kind: 'text', dictionary: ['7', '8', '9'] })
    expect([...joined!.values]).toEqual([0, 1, 1, 2])
  })

  test('dates of different forms become times', () => {
    const joined = joinColumns(
      columnOf('d', ['2026-01-02']),
      columnOf('d', [20260103, null]),
      'dates',
    )
    expect(joined!.kind).toBe('time')
    expect([...joined!.values]).toEqual([Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 3), 0])
    expect([...joined!.missing!]).toEqual([0, 0, 1])
  })
})

describe('two periods', () => {
  const time = { features_asof: 'seen', outcome_start: 'from', outcome_end: 'to' }
  const dated = (seen: string, from: string, to: string) => ({
    seen: cells(40, () => seen),
    from: cells(40, () => from),
    to: cells(40, () => to),
  })
  const early = {
    name: 'a.parquet',
    table: period(40, 1, dated('2025-01-01', '2025-01-02', '2025-03-31')),
  }
  const late = {
    name: 'b.parquet',
    table: period(40, 2, dated('2025-04-01', '2025-04-02', '2025-06-30')),
  }
  const spec = { ...SPEC, time }

  test('are in order by their time columns', () => {
    expect(periodOrder(early, late, spec)).toBe('later')
    expect(periodOrder(late, early, spec)).toBe('earlier')
    expect(periodOrder(early, early, spec)).toBe('overlapping')
    expect(periodOrder(early, late, SPEC)).toBe('unknown')
    expect(periodOrder(early, second(), spec)).toBe('unknown')
  })

  test('the wrong way round are an error', () => {
    expect(laterFileProblems(early, late, spec)).toEqual([])
    expect(laterFileProblems(late, early, spec)).toMatchObject([{ code: 'periods-overlap' }])
  })
})

function sameCell(joined: string | null, before: string | null): boolean {
  const even = (text: string | null) => (text === 'true' ? '1' : text === 'false' ? '0' : text)
  return even(joined) === even(before)
}
