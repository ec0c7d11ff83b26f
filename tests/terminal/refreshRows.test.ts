import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { numberColumn, textColumn } from '../../src/accounts/sampleColumns.ts'
import type { Column } from '../../src/accounts/table.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { newFolder, ratchet } from './ratchet.ts'

const folder = newFolder()
const path = (name: string) => join(folder, name)

type Cell = string | number

const ROWS = 700

/** Accounts of one period; `change` gives further columns, or others of the same name. */
function columnsOf(salt: number, change: Record<string, (row: number) => Cell | null> = {}) {
  const noise = (row: number, by: number) => Math.abs(Math.sin(row * 12.9898 + by * 78.233)) % 1
  const cells: Record<string, (row: number) => Cell | null> = {
    account_id: (row) => `a${row}`,
    usage: (row) => Math.floor(10 * noise(row, salt)),
    depth: (row) => Math.floor(10 * noise(row, salt + 1)),
    churned: (row) => Number(10 * noise(row, salt) + 8 * noise(row, salt + 2) < 6),
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
