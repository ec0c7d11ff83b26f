import { describe, expect, it } from 'vitest'
import type { SplitRecord } from '../../src/journal/entry.ts'
import { periodWords } from '../../src/ui/data/periodWords.ts'
import { splitWords } from '../../src/ui/shared/splitWords.ts'

describe('periodWords', () => {
  const later = { name: 'b.parquet', bytes: 1, rows: 4800, order: 'later' } as const

  it('says which file is searched and which is held out', () => {
    expect(periodWords('a.parquet', 5000, later)).toBe(
      'Searched: a.parquet, 5,000 accounts. Held out: b.parquet, 4,800 later accounts.',
    )
  })

  it('calls no file later where nothing says so, and offers to swap', () => {
    const words = periodWords('a.parquet', 5000, { ...later, order: 'unknown' })
    expect(words).not.toContain('later accounts')
    expect(words).toContain('swap them')
  })
})

describe('splitWords', () => {
  const record: SplitRecord = {
    kind: 'id-hash',
    seed: 42,
    share: 0.3,
    searchRows: 70,
    holdoutRows: 30,
  }
  const window = {
    featuresAsofFrom: '2026-04-01',
    featuresAsofTo: '',
    outcomeEndFrom: '',
    outcomeEndTo: '',
  }

  it.each<[Partial<SplitRecord>, string]>([
    [{}, '30 % held out'],
    [{ kind: 'none', share: 0 }, 'none held out'],
    [{ kind: 'unknown' }, ''],
    [{ kind: 'time', windows: { search: window, holdout: window } }, 'held out from 2026-04-01 on'],
    [{ kind: 'time' }, 'later outcomes held out'],
    [
      { kind: 'file', second: { name: 'b.parquet', fingerprint: '', rows: 1, columns: 1 } },
      'b.parquet held out',
    ],
  ])('of %o', (patch, words) => {
    expect(splitWords({ ...record, ...patch })).toBe(words)
  })
})
