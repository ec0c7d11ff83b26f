import { describe, expect, it } from 'vitest'
import { holdoutKey, lookId, lookOf, storedLook } from '../../src/journal/look.ts'
import { DEFAULT_THRESHOLDS, type Thresholds } from '../../src/review/review.ts'
import { reviewReport } from '../gallery/fixtures/reviewFixtures.ts'

const data = { name: 'a.parquet', fingerprint: 'aa', rows: 100, columns: 5 }
const split = { kind: 'id-hash', seed: 1, share: 0.3, searchRows: 70, holdoutRows: 30 } as const

describe('which accounts were consulted', () => {
  it('is told by the data and the rule, not by the share or the name of the file', () => {
    const key = holdoutKey(data, split)
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect(holdoutKey({ ...data, name: 'b.parquet' }, { ...split, share: 0.2 })).toBe(key)
    expect(holdoutKey({ ...data, fingerprint: 'bb' }, split)).not.toBe(key)
    expect(holdoutKey(data, { ...split, seed: 2 })).not.toBe(key)
    expect(holdoutKey(data, { ...split, kind: 'time', seed: 0 })).not.toBe(key)
  })

  it('is a later file, whatever was searched before it', () => {
    const second = { ...data, fingerprint: 'later' }
    const later = { ...split, kind: 'file', seed: 0, second } as const
    expect(holdoutKey({ ...data, fingerprint: 'bb' }, later)).toBe(holdoutKey(data, later))
    expect(holdoutKey(data, later)).not.toBe(
      holdoutKey(data, { ...later, second: { ...second, fingerprint: 'other' } }),
    )
  })

  it('is nothing where none were held out', () => {
    expect(holdoutKey(data, { ...split, kind: 'none', share: 0, holdoutRows: 0 })).toBe(null)
  })
})

describe('one look', () => {
  it('is a run, its best experiment and the thresholds, in whatever order they stand', () => {
    const { minGain, ...rest } = DEFAULT_THRESHOLDS
    const id = lookId('run-a', 7, DEFAULT_THRESHOLDS)
    expect(lookId('run-a', 7, { ...rest, minGain })).toBe(id)
    expect(lookId('run-a', 8, DEFAULT_THRESHOLDS)).not.toBe(id)
    expect(lookId('run-b', 7, DEFAULT_THRESHOLDS)).not.toBe(id)
    expect(lookId('run-a', 7, { ...DEFAULT_THRESHOLDS, maxNoiseP: 0.1 })).not.toBe(id)
  })
  it('before tier sizes could be kept is one with the cut-offs of the run, under the id it had', () => {
    const before = { minGain: 0.01, maxTierMovement: 0.25, maxSegmentDrop: 0.02, maxNoiseP: 0.05 }
    const asIs = { ...before, keepTierSizes: false }
    expect(lookId('run-a', 7, asIs)).toBe('["run-a",7,0.01,0.25,0.02,0.05]')
    expect(lookId('run-a', 7, { ...asIs, keepTierSizes: true })).not.toBe(lookId('run-a', 7, asIs))
    const look = lookOf(reviewReport, 'holdout', 'look-1')
    expect(storedLook({ ...look, thresholds: before as Thresholds }).thresholds).toEqual(asIs)
    expect(storedLook(look)).toEqual(look)
  })
})
