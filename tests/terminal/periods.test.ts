import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { divideRows } from '../../src/accounts/rowSets.ts'
import { numberColumn, textColumn } from '../../src/accounts/sampleColumns.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { openPeriods, type PeriodsAsked, sameFingerprint } from '../../src/terminal/openPeriods.ts'
import { newFolder, ratchet } from './ratchet.ts'

const folder = newFolder()
const path = (name: string) => join(folder, 'd', name)
const asked: PeriodsAsked = {
  holdoutPath: path('holdout.parquet'),
  specPath: path('incumbent.json'),
  allowLeaks: [],
  share: 0.3,
  asOf: '2026-09-01',
  idColumn: null,
  segmentColumn: null,
}

beforeAll(async () => {
  const written = await ratchet(folder, 'sample', 'refresh', '--out-dir', 'd', '--accounts', '600')
  expect(written).toMatchObject({ code: 0, stderr: '' })
  expect(readdirSync(join(folder, 'd')).sort()).toEqual([
    'holdout.parquet',
    'incumbent.json',
    'train.parquet',
  ])
})

describe('openPeriods', () => {
  it('gives both files as one table, the second held out whole', async () => {
    const { table, searched, records, split, start, problems } = await openPeriods(
      path('train.parquet'),
      asked,
    )
    expect([table.rowCount, searched.rowCount, records.holdout?.rows]).toEqual([1200, 600, 600])
    expect(problems).toEqual([])
    const sets = divideRows(table, start.spec, split)
    expect(sets.ok && sets.value.record).toMatchObject({
      kind: 'file',
      searchRows: 600,
      holdoutRows: 600,
      second: { name: 'holdout.parquet', rows: 600 },
      windows: {
        search: { outcomeEndTo: '2026-03-31' },
        holdout: { featuresAsofFrom: '2026-04-30' },
      },
    })
  })

  it('makes the spec from the searched file alone where none is given', async () => {
    const one = await openPeriods(path('train.parquet'), { ...asked, specPath: null })
    const other = await openPeriods(path('train.parquet'), {
      ...asked,
      specPath: null,
      holdoutPath: null,
    })
    expect(one.start.spec).toEqual(other.start.spec)
    expect(other.split.kind).toBe('id') // one snapshot: nothing is later
  })

  it.each([
    [{ asOf: null }, /--as-of DATE/],
    [{ asOf: '2026-07-01' }, /outcome_end is after 2026-07-01.*600 rows.*row 1 of holdout.parquet/],
    [{ asOf: '2026-01-31', holdoutPath: null }, /outcome_end is after 2026-01-31/],
    [
      { holdoutPath: path('train.parquet') },
      /train.parquet is to be searched and held out at once/,
    ],
    [{ idColumn: 'nobody' }, /--id-column nobody/],
    [{ idColumn: 'executive_sponsor' }, /repeat an id of executive_sponsor/],
  ])('refuses %o', async (change, words) => {
    await expect(openPeriods(path('train.parquet'), { ...asked, ...change })).rejects.toThrow(words)
  })

  it('takes a segment column and knows its files again', async () => {
    const periods = await openPeriods(path('train.parquet'), {
      ...asked,
      segmentColumn: 'executive_sponsor',
    })
    expect(periods.start.spec.segments).toEqual(['executive_sponsor'])
    const { train } = periods.records
    expect(await sameFingerprint(path('train.parquet'), train)).toBe(true)
    appendFileSync(path('train.parquet'), 'x')
    expect(await sameFingerprint(path('train.parquet'), train)).toBe(false)
  })
})

it('a sample of two periods needs a folder that is empty', async () => {
  const again = await ratchet(folder, 'sample', 'refresh', '--out-dir', 'd')
  expect(again).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--out-dir .* is not empty/),
  })
  const none = await ratchet(folder, 'sample', 'refresh')
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('--out-dir') })
})

describe('run', () => {
  const months = ['2025-01', '2025-02', '2025-03', '2025-04', '2025-05', '2025-06']
  const day = (row: number, of: string) => `${months[row % 6]}-${of}`
  const texts = (name: string, of: (row: number) => string) =>
    textColumn(
      name,
      Array.from({ length: 900 }, (_, row) => of(row)),
    )
  const numbers = (name: string, of: (row: number) => number) =>
    numberColumn(
      name,
      Float64Array.from({ length: 900 }, (_, row) => of(row)),
    )
  const table = {
    rowCount: 900,
    columns: [
      texts('account_id', (row) => `a${row}`),
      numbers('usage', (row) => (row * 7) % 11),
      numbers('depth', (row) => (row * 5) % 13),
      numbers('churned', (row) => ((row * 7) % 11 < 4 ? 1 : 0) ^ (row % 9 === 0 ? 1 : 0)),
      texts('features_asof', (row) => day(row, '01')),
      texts('outcome_start', (row) => day(row, '02')),
      texts('outcome_end', (row) =>
        row % 6 < 4 && row % 20 === 0 ? '2025-05-15' : day(row, '28'),
      ),
    ],
  }
  const run = (...args: string[]) =>
    ratchet(folder, 'run', '--data', 'months.parquet', '--n', '40', ...args)

  beforeAll(() => {
    writeFileSync(join(folder, 'months.parquet'), new Uint8Array(tableParquet(table)))
  })

  it('holds later outcomes out by itself, and says so in words and manifest', async () => {
    const ended = await run('--output-dir', 'by-time')
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ended.stdout).toMatch(
      /Held out are later outcomes: 300 accounts looked at from 2025-05-01/,
    )
    expect(ended.stdout).toMatch(/30 accounts between are left out/)
    const { split } = JSON.parse(readFileSync(join(folder, 'by-time', 'manifest.json'), 'utf8'))
    expect(split).toEqual({
      kind: 'time',
      seed: 0,
      share: 0.3,
      search_rows: 570,
      holdout_rows: 300,
      left_out_rows: 30,
      windows: {
        search: {
          features_asof: ['2025-01-01', '2025-04-01'],
          outcome_end: ['2025-01-28', '2025-04-28'],
        },
        holdout: {
          features_asof: ['2025-05-01', '2025-06-01'],
          outcome_end: ['2025-05-28', '2025-06-28'],
        },
      },
    })
  })

  it('splits by id when told to, and refuses a time split that breaks its rules', async () => {
    const byId = await run('--split', 'id', '--output-dir', 'by-id', '--json')
    expect(byId.code).toBe(0)
    const { split } = JSON.parse(readFileSync(join(folder, 'by-id', 'manifest.json'), 'utf8'))
    expect(split).toMatchObject({ kind: 'id-hash', seed: 42 })
    for (const by of ['time', 'id']) {
      const early = await run('--split', by, '--as-of', '2025-06-01', '--output-dir', 'no')
      expect(early).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('outcome_end is after 2025-06-01'),
      })
    }
    await run('--split', 'id', '--as-of', '2025-07-01', '--output-dir', 'told')
    expect(JSON.parse(readFileSync(join(folder, 'told', 'manifest.json'), 'utf8')).split).toEqual({
      ...split,
      as_of: '2025-07-01',
    })
    const odd = await run('--as-of', 'soon', '--output-dir', 'no')
    expect(odd).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--as-of must be a day'),
    })
  })
})
