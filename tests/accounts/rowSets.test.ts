import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateText, readDates } from '../../src/accounts/readDates.ts'
import {
  divideRows,
  idSplit,
  type SplitRequest,
  splitRequestOf,
  usualSplit,
} from '../../src/accounts/rowSets.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import type { Table } from '../../src/accounts/table.ts'
import { type Cell, cells, columnOf, noise, tableOf } from './tables.ts'

const TIME = {
  features_asof: 'features_asof',
  outcome_start: 'outcome_start',
  outcome_end: 'outcome_end',
}
const SPEC: Spec = {
  model: 'm',
  max_score: 100,
  features: { x: { weight: 5, min: -5, max: 25 } },
  tiers: [{ label: 'A', min: 0, max: 101 }],
  retain_column: 'retained',
  time: TIME,
  extra: {},
}
const BY_TIME: SplitRequest = { kind: 'time', share: 0.3, asOf: null }

/** Accounts looked at on the first of `months` months of 2025, each for `window` months. */
function monthly(rows: number, months: number, window: number, more: Record<string, Cell[]> = {}) {
  const month = (row: number) => noise(row, 1, months)
  const first = (k: number) => dateText(Date.UTC(2025, k, 1))
  return tableOf({
    account_id: cells(rows, (row) => `a${row}`),
    x: cells(rows, (row) => noise(row, 2, 10)),
    retained: cells(rows, (row) => noise(row, 3, 2)),
    features_asof: cells(rows, (row) => first(month(row))),
    outcome_start: cells(rows, (row) => dateText(Date.UTC(2025, month(row), 2))),
    outcome_end: cells(rows, (row) => dateText(Date.UTC(2025, month(row) + window, 0))),
    ...more,
  })
}

describe('divideRows by time', () => {
  test('holds out later snapshots alone, searches outcomes that were over, counts what is between', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 5, max: 60 }),
        (months, window, hundredths) => {
          const table = monthly(300, months, window)
          const share = hundredths / 100
          const result = divideRows(table, SPEC, { ...BY_TIME, share })
          const expected = slowCut(table, share)
          if (expected === null) {
            expect(result.problems[0].code).toBe('no-later-outcomes')
            return
          }
          if (!result.ok) throw new Error(result.problems[0].what)
          const { search, holdout, record } = result.value
          const asof = readDates(table.columns[3])
          const end = readDates(table.columns[5])
          expect([...holdout]).toEqual(rowsWhere(300, (row) => asof[row] >= expected))
          expect([...search]).toEqual(
            rowsWhere(300, (row) => asof[row] < expected && end[row] < expected),
          )
          expect(record.leftOutRows).toBe(300 - search.length - holdout.length)
          const { windows } = record
          expect(windows!.search.outcomeEndTo < windows!.holdout.featuresAsofFrom).toBe(true)
          expect(windows!.holdout.featuresAsofFrom).toBe(dateText(expected))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('the order of rows does not matter', () => {
    const table = monthly(200, 6, 2)
    const turned: Table = {
      rowCount: 200,
      columns: table.columns.map((column) =>
        columnOf(
          column.name,
          cells(200, (row) => cellOf(table, column.name, 199 - row)),
        ),
      ),
    }
    const one = divideRows(table, SPEC, BY_TIME)
    const other = divideRows(turned, SPEC, BY_TIME)
    if (!one.ok || !other.ok) throw new Error('not divided')
    expect(other.value.record).toEqual(one.value.record)
    expect([...other.value.holdout].map((row) => 199 - row).reverse()).toEqual([
      ...one.value.holdout,
    ])
  })

  test('a journaled record divides the same rows again', () => {
    const table = monthly(200, 6, 2)
    for (const request of [BY_TIME, idSplit(0.4, null, 9), idSplit(0.4, '2025-07-31', 9)]) {
      const first = divideRows(table, SPEC, request)
      if (!first.ok) throw new Error(first.problems[0].what)
      const stored = JSON.parse(JSON.stringify(first.value.record))
      const again = divideRows(table, SPEC, splitRequestOf(stored, { rows: 200 }))
      expect(again.ok && again.value).toEqual(first.value)
    }
    const older = {
      kind: 'id-hash',
      seed: 42,
      share: 0.3,
      searchRows: 140,
      holdoutRows: 60,
    } as const
    expect(splitRequestOf(older, { rows: 200 })).toEqual({ kind: 'id', share: 0.3, seed: 42 })
  })

  test.each([
    [
      'features_asof',
      '2025-03-02',
      'features_asof is not before outcome_start in 1 row, the first of them row 8',
    ],
    [
      'outcome_end',
      '2020-01-01',
      'outcome_start is after outcome_end in 1 row, the first of them row 8',
    ],
    [
      'outcome_end',
      '2030-01-01',
      'outcome_end is after 2026-01-31, the last day outcomes are known of, in 1 row, the first of them row 8',
    ],
    [
      'outcome_start',
      'soon',
      'outcome_start holds no date that can be read in 1 row, the first of them row 8',
    ],
    [
      'outcome_start',
      null,
      'outcome_start holds no date that can be read in 1 row, the first of them row 8',
    ],
  ])('%s of %s breaks the order', (column, value, words) => {
    const table = monthly(60, 6, 1)
    const at = (row: number) =>
      row === 7
        ? value
        : column === 'features_asof'
          ? '2024-12-01'
          : String(cellOf(table, column, row))
    const kept: Record<string, Cell[]> = { [column]: cells(60, at) }
    if (column === 'features_asof') {
      kept.outcome_start = cells(60, () => '2025-03-02')
      kept.outcome_end = cells(60, () => '2025-04-02')
    }
    const result = divideRows(monthly(60, 6, 1, kept), SPEC, { ...BY_TIME, asOf: '2026-01-31' })
    expect(result.ok).toBe(false)
    expect(result.problems.map(({ what }) => what).join(' ')).toContain(words)
  })

  test('an outcome that ends on the as-of day is over', () => {
    const table = monthly(60, 6, 1)
    expect(divideRows(table, SPEC, { ...BY_TIME, asOf: '2025-06-30' }).ok).toBe(true)
    expect(divideRows(table, SPEC, { ...BY_TIME, asOf: '2025-06-29' }).ok).toBe(false)
  })

  test('a split by id keeps the as-of day, and outcomes after it are an error there too', () => {
    const table = monthly(60, 6, 1)
    const known = divideRows(table, SPEC, idSplit(0.3, '2025-06-30'))
    expect(known.ok && known.value.record).toMatchObject({ kind: 'id-hash', asOf: '2025-06-30' })
    const early = divideRows(table, SPEC, idSplit(0.3, '2025-06-29'))
    expect(codes(early)).toEqual(['outcome-not-over'])
    const late = cells(60, (row) => noise(row, 1, 6) === 5)
    const said = `in ${late.filter(Boolean).length} rows, the first of them row ${late.indexOf(true) + 1}:`
    expect(early.problems[0].what).toContain(said)
    const unread = monthly(60, 6, 1, {
      outcome_end: cells(60, (row) => (row === 3 ? null : '2025-06-30')),
    })
    expect(codes(divideRows(unread, SPEC, idSplit(0.3, '2025-06-30')))).toEqual(['time-unreadable'])
    expect(divideRows(unread, SPEC, idSplit(0.3, null)).ok).toBe(true)
    const left = { ...SPEC, missing_outcomes: 'leave_out_rows' } as const
    const open = monthly(60, 6, 1, {
      retained: cells(60, (row) => (late[row] ? null : noise(row, 3, 2))),
    })
    expect(divideRows(open, left, idSplit(0.3, '2025-06-29')).ok).toBe(true)
  })

  test('ids must be there, and each once in a period', () => {
    const twice = monthly(60, 6, 1, { account_id: cells(60, (row) => `a${row % 30}`) })
    expect(codes(divideRows(twice, SPEC, BY_TIME))).toContain('id-repeated-in-period')
    const unnamed = monthly(60, 6, 1, { account_id: cells(60, (row) => (row ? `a${row}` : null)) })
    expect(codes(divideRows(unnamed, SPEC, BY_TIME))).toEqual(['id-missing'])
  })

  test('one snapshot leaves nothing later: it says to split by id', () => {
    const result = divideRows(monthly(60, 1, 1), SPEC, BY_TIME)
    expect(result.problems[0].fix).toMatch(/Split by id/)
  })

  test('without the three columns it says which the spec does not name', () => {
    const { outcome_end, ...time } = TIME
    const result = divideRows(monthly(60, 6, 1), { ...SPEC, time }, BY_TIME)
    expect(result.problems[0].what).toContain('names none for outcome_end')
  })
})

describe('usualSplit', () => {
  const usual = (table: Table, spec = SPEC, share = 0.3) => usualSplit(table, spec, share)

  test('is by time where later outcomes are there and enough', () => {
    expect(usual(monthly(600, 8, 2))).toEqual({ request: BY_TIME, problems: [] })
  })

  test('is by id, with a note, where a side would keep under 30 of an outcome', () => {
    const rare = monthly(600, 8, 2, { retained: cells(600, (row) => (row % 20 === 0 ? 0 : 1)) })
    const { request, problems } = usual(rare)
    expect(request.kind).toBe('id')
    expect(problems).toMatchObject([{ severity: 'note', code: 'not-split-by-time' }])
    expect(problems[0].what).toMatch(/churned accounts, too few/)
  })

  test('is by id, with a warning, where windows are broken', () => {
    const table = monthly(600, 8, 2, { outcome_start: cells(600, () => '2024-01-01') })
    expect(usual(table)).toMatchObject({
      request: { kind: 'id' },
      problems: [{ severity: 'warning', what: expect.stringContaining('600 rows') }],
    })
  })

  test('with outcomes not known by the as-of day is refused, not replaced by another', () => {
    const table = monthly(600, 8, 2)
    const { request, problems } = usualSplit(table, SPEC, 0.3, '2025-03-01')
    expect(problems).toEqual([])
    expect(codes(divideRows(table, SPEC, request))).toEqual(['outcome-not-over'])
    const few = usualSplit(monthly(60, 6, 1), SPEC, 0.3, '2025-06-30')
    expect(few.request).toEqual(idSplit(0.3, '2025-06-30'))
    expect(usualSplit(table, SPEC, 0.3, '2026-01-01').request).toEqual({
      ...BY_TIME,
      asOf: '2026-01-01',
    })
  })

  test('is by id where the spec names no times, or nothing is held out', () => {
    const { time, ...timeless } = SPEC
    expect(usual(monthly(600, 8, 2), timeless)).toMatchObject({
      request: { kind: 'id' },
      problems: [],
    })
    expect(usual(monthly(600, 8, 2), SPEC, 0)).toMatchObject({
      request: { kind: 'id', share: 0 },
      problems: [],
    })
  })
})

describe('divideRows by file', () => {
  const second = { name: 'late.parquet', fingerprint: 'f', rows: 40, columns: 6 }
  const request: SplitRequest = { kind: 'file', firstRow: 60, asOf: null, second }
  const asof = (late: string) =>
    monthly(100, 1, 1, {
      account_id: cells(100, (row) => `a${row % 60}`),
      features_asof: cells(100, (row) => (row < 60 ? '2025-01-01' : late)),
      outcome_start: cells(100, (row) => (row < 60 ? '2025-01-02' : '2025-03-02')),
      outcome_end: cells(100, (row) => (row < 60 ? '2025-01-31' : '2025-04-02')),
    })

  test('the second file is held out whole; an account may stand in both', () => {
    const result = divideRows(asof('2025-02-01'), SPEC, request)
    if (!result.ok) throw new Error(result.problems[0].what)
    const { search, holdout, record } = result.value
    expect([search.length, search[0], holdout.length, holdout[0]]).toEqual([60, 0, 40, 60])
    expect(record).toMatchObject({ kind: 'file', second, searchRows: 60, holdoutRows: 40 })
    expect(record.windows!.holdout.featuresAsofFrom).toBe('2025-02-01')
    expect(splitRequestOf(JSON.parse(JSON.stringify(record)), { rows: 60 })).toEqual(request)
  })

  test('a file looked at before those outcomes were over is refused', () => {
    const result = divideRows(asof('2025-01-31'), SPEC, request)
    expect(result.problems[0].what).toContain('2025-01-31 (outcome_end)')
    expect(result.problems[0].what).toContain('late.parquet is not later')
  })

  test('rows of the second file are counted from its own first row', () => {
    const table = monthly(100, 1, 1, {
      account_id: cells(100, (row) => `a${row === 99 ? 60 : row}`),
    })
    const { time, ...timeless } = SPEC
    const result = divideRows(table, timeless, request)
    expect(result.problems[0].what).toContain('row 1 of late.parquet and row 40 of late.parquet')
  })
})

test('dates are read in every form that says its year first', () => {
  const day = Date.UTC(2026, 8, 1)
  const read = (cell: Cell) => readDates(columnOf('d', [cell]))[0]
  for (const cell of ['2026-09-01', '2026/9/1', '2026-09', ' 2026.09.01 ', 20260901]) {
    expect(read(cell)).toBe(day)
  }
  expect(read('2026-09-01T10:30:00Z')).toBe(day + 10.5 * 3_600_000)
  expect(read('2026-09-01 02:00+02:00')).toBe(day)
  expect([read(day), read(day / 1000), read(day * 1000)]).toEqual([day, day, day])
  for (const cell of ['01/09/2026', '2026-13-01', '2026-02-30', 'soon', 5, true]) {
    expect(read(cell)).toBeNaN()
  }
})

/** The snapshot nearest to the share, by trying them all; null where none leaves rows to search. */
function slowCut(table: Table, share: number): number | null {
  const asof = [...readDates(table.columns[3])]
  const end = [...readDates(table.columns[5])]
  const cuts = [...new Set(asof)].sort((a, b) => a - b).slice(1)
  const usable = cuts.filter((cut) => end.some((date) => date < cut))
  const away = (cut: number) =>
    Math.abs(asof.filter((date) => date >= cut).length / asof.length - share)
  return usable.reduce<number | null>(
    (best, cut) => (best === null || away(cut) <= away(best) ? cut : best),
    null,
  )
}

function rowsWhere(rows: number, holds: (row: number) => boolean): number[] {
  return cells(rows, (row) => row).filter(holds)
}

function cellOf(table: Table, name: string, row: number): Cell {
  const column = table.columns.find((each) => each.name === name)!
  return column.kind === 'text' ? column.dictionary[column.values[row]] : column.values[row]
}

function codes({ problems }: { problems: { code: string }[] }): string[] {
  return problems.map(({ code }) => code)
}
