import { appendFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { divideRows } from '../../src/accounts/rowSets.ts'
import { openPeriods, type PeriodsAsked, sameFingerprint } from '../../src/terminal/openPeriods.ts'
import { newFolder, ratchet } from './ratchet.ts'

const folder = newFolder()
const path = (name: string) => join(folder, 'd', name)
const asked: PeriodsAsked = {
  holdoutPath: path('holdout.parquet'),
  specPath: path('incumbent.json'),
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
    [{ holdoutPath: path('train.parquet') }, /train.parquet is not later/],
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
