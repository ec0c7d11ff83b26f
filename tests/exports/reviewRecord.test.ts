import { expect, test } from 'vitest'
import { reviewRecord } from '../../src/exports/reviewRecord.ts'
import { reviewReport } from '../gallery/fixtures/reviewFixtures.ts'

const none = {
  shuffle: null,
  resample: null,
  folds: null,
  ceiling: null,
  tolerance: [],
  story: null,
  withoutResult: [],
}

test('decision, gain and gates stand first; keys are in snake_case, those of metrics as they are', () => {
  const record = reviewRecord(reviewReport, none)
  expect(Object.keys(record).slice(0, 3)).toEqual(['decision', 'gain', 'gates'])
  expect(record.gain).toMatchObject({
    value: 0.116,
    low: 0.085,
    high: 0.147,
    standard_error: 0.0158,
  })
  expect(record.gates).toEqual(reviewReport.gates)
  expect(record.incumbent).toEqual(reviewReport.incumbent)
  expect(record).toMatchObject({
    search_rows: 3500,
    thresholds: { min_gain: 0.01 },
    split: { kind: 'id-hash', holdout_rows: 1500 },
  })
  expect(JSON.stringify(record)).not.toContain('standardError')
})

test('no gain is null', () => {
  expect(reviewRecord({ ...reviewReport, gain: null }, none).gain).toBeNull()
})
