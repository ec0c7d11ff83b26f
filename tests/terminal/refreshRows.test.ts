import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { numberColumn, textColumn } from '../../src/accounts/sampleColumns.ts'
import type { Column } from '../../src/accounts/table.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { noise } from '../accounts/tables.ts'
import { newFolder, ratchet } from './ratchet.ts'

const folder = newFolder()
const path = (name: string) => join(folder, name)

type Cell = string | number

const ROWS = 700

/** Accounts of one period; `change` gives further columns, or others of the same name. */
function columnsOf(salt: number, change: Record<string, (row: number) => Cell | null> = {}) {
  const cells: Record<string, (row: number) => Cell | null> = {
    account_id: (row) => `a${row}`,
    usage: (row) => noise(row, salt, 10),
    depth: (row) => noise(row, salt + 1, 10),
    churned: (row) => Number(noise(row, salt, 10) + noise(row, salt + 2, 8) < 6),
    ...change,
  }
  return Object.entries(cells).map(([name, of]): Column => {
    const values = Array.from({ length: ROWS }, (_, row) => of(row))
    const missing = values.includes(null)
      ? Uint8Array.from(values, (value) => Number(value === null))
      : null
    const column = values.some((value) => typeof value === 'string')
      ? textColumn(
          name,
          values.map((value) => String(value ?? '')),
        )
      : numberColumn(name, Float64Array.from(values, Number))
    return { ...column, missing }
  })
}

function write(name: string, columns: Column[]): void {
  const table = { rowCount: columns[0]!.values.length, columns }
  writeFileSync(path(name), new Uint8Array(tableParquet(table)))
}

const refresh = (train: string, holdout: string | null, output: string, ...more: string[]) =>
  ratchet(
    folder,
    ...['refresh', '--train', train, ...(holdout === null ? [] : ['--holdout', holdout])],
    ...['--output-dir', output, '--n', '60', ...more],
  )

const reportOf = (output: string) =>
  JSON.parse(readFileSync(join(folder, output, 'report.json'), 'utf8'))

write('a.parquet', columnsOf(1))

describe('a file that holds out the accounts it searches', () => {
  it('is refused where it is the same file, or a copy of it', async () => {
    writeFileSync(path('copy.parquet'), readFileSync(path('a.parquet')))
    const same = await refresh('a.parquet', 'a.parquet', 'same')
    expect([same.code, same.stderr]).toEqual([
      2,
      expect.stringContaining('a.parquet is to be searched and held out at once'),
    ])
    const copied = await refresh('a.parquet', 'copy.parquet', 'copied')
    expect([copied.code, copied.stderr]).toEqual([
      2,
      expect.stringContaining('copy.parquet holds the same bytes as a.parquet'),
    ])
  })

  it('leads the cautions where ids are in both files and no times part them', async () => {
    const id = (row: number) => (row < 300 ? `a${row}` : `b${row}`)
    write('overlap.parquet', columnsOf(5, { account_id: id }))
    write('others.parquet', columnsOf(5, { account_id: (row) => `b${row}` }))
    const ended = await refresh('a.parquet', 'overlap.parquet', 'overlap')
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    const words = /^300 accounts of the 700 of overlap\.parquet are in the file searched too/
    expect(reportOf('overlap').cautions[0]).toMatch(words)
    await refresh('a.parquet', 'others.parquet', 'others')
    expect(reportOf('others').cautions.join()).not.toMatch(/in the file searched too/)
  })
})

describe('time columns the spec does not name', () => {
  const times = (month: string) => ({
    features_asof: () => `2026-${month}-01`,
    outcome_start: () => `2026-${month}-02`,
    outcome_end: () => `2026-${month}-28`,
  })
  const spec = { model: 'm', features: { usage: { weight: 5 }, depth: { weight: 5 } } }
  const asOf = ['--as-of', '2026-09-01']

  it('are those of these three names, and their order is checked', async () => {
    write('early.parquet', columnsOf(1, times('01')))
    write('late.parquet', columnsOf(5, times('04')))
    writeFileSync(path('spec.json'), JSON.stringify(spec))
    const given = ['--spec', 'spec.json', ...asOf]
    const wrong = await refresh('late.parquet', 'early.parquet', 'wrong', ...given)
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('early.parquet is not later'),
    ])
    const right = await refresh('early.parquet', 'late.parquet', 'right', ...given)
    expect([right.code, right.stderr]).toEqual([0, ''])
    const { split } = JSON.parse(readFileSync(path('right/manifest.json'), 'utf8'))
    expect(split.windows.holdout.features_asof).toEqual(['2026-04-01', '2026-04-01'])
    const undated = await refresh('early.parquet', 'late.parquet', 'no', '--spec', 'spec.json')
    expect([undated.code, undated.stderr]).toEqual([2, expect.stringContaining('--as-of DATE')])
  })

  it.each([
    ['early.parquet', 'a.parquet', /a\.parquet has no column features_asof/],
    ['a.parquet', 'late.parquet', /late\.parquet has the time columns .* a\.parquet has not all/],
  ])('of %s held out by %s are in one file only, which is refused', async (one, other, words) => {
    const { code, stderr } = await refresh(one, other, 'one', '--spec', 'spec.json', ...asOf)
    expect([code, stderr]).toEqual([2, expect.stringMatching(words)])
  })

  it('are refused where the spec names some the file lacks, and told of where there are none', async () => {
    const time = { features_asof: 'seen', outcome_start: 'from', outcome_end: 'to' }
    writeFileSync(path('named.json'), JSON.stringify({ ...spec, time }))
    const named = await refresh('a.parquet', null, 'named', '--spec', 'named.json', ...asOf)
    const words = 'time columns the file does not have: seen, from and to'
    expect([named.code, named.stderr]).toEqual([2, expect.stringContaining(words)])
    const ended = await refresh('a.parquet', null, 'none', '--spec', 'spec.json', ...asOf)
    expect(ended.code).toBe(0)
    expect(ended.stdout).toMatch(/Warning: Whether the outcomes were known by 2026-09-01 is not/)
    expect(reportOf('none').cautions.join()).toMatch(/known by 2026-09-01 is not checked/)
  })
})

describe('ids of one file', () => {
  const twice = { account_id: (row: number) => `a${row < 650 ? row : row - 600}` }
  const gaps = { account_id: (row: number) => (row === 7 || row === 20 ? null : `a${row}`) }
  const two = (row: number) => (row < 400 ? '01' : '04')
  const panel = {
    account_id: (row: number) => `a${row % 400}`,
    features_asof: (row: number) => `2026-${two(row)}-01`,
    outcome_start: (row: number) => `2026-${two(row)}-02`,
    outcome_end: (row: number) => `2026-${two(row)}-28`,
  }

  it('are refused by refresh where they repeat or are missing', async () => {
    write('twice.parquet', columnsOf(1, twice))
    write('gaps.parquet', columnsOf(1, gaps))
    const repeated = await refresh('twice.parquet', null, 'twice')
    const words = /50 rows of the file repeat an id of account_id: row 51 and row 651 are one/
    expect([repeated.code, repeated.stderr]).toEqual([2, expect.stringMatching(words)])
    const missing = await refresh('gaps.parquet', null, 'gaps')
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringMatching(/2 rows of the file have no account_id, the first of them row 8/),
    ])
  })

  it('are warned of by run', async () => {
    const run = (data: string) =>
      ratchet(folder, 'run', '--data', data, '--n', '40', '--output-dir', `run-${data}`)
    const repeated = await run('twice.parquet')
    expect([repeated.code, repeated.stdout]).toEqual([
      0,
      expect.stringMatching(/Warning: 50 rows repeat an id of account_id; "a50" stands in rows 51/),
    ])
    const missing = await run('gaps.parquet')
    expect([missing.code, missing.stdout]).toEqual([
      0,
      expect.stringMatching(/Warning: 2 rows have no account_id, the first of them row 8/),
    ])
  })

  it('may stand once in each period', async () => {
    write('panel.parquet', columnsOf(1, panel))
    const ended = await refresh('panel.parquet', null, 'panel', '--as-of', '2026-09-01')
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    expect(ended.stdout).toMatch(/Held out are later outcomes: 300 accounts/)
    expect(ended.stdout).not.toMatch(/repeat an id/)
    const doubled = { ...panel, account_id: (row: number) => `a${row === 399 ? 398 : row % 400}` }
    write('doubled.parquet', columnsOf(1, doubled))
    const broken = await refresh('doubled.parquet', null, 'no', '--as-of', '2026-09-01')
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringMatching(/row 399 and row 400/)])
  })
})
