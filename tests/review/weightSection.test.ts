import { expect, test } from 'vitest'
import type { TableBlock } from '../../src/review/report/document.ts'
import { weightSection } from '../../src/review/report/weightSection.ts'
import type { StudySummaries } from '../../src/studies/runStudies.ts'
import type { WeightStability } from '../../src/studies/summarizeResample.ts'
import { reviewReport } from '../gallery/fixtures/reviewFixtures.ts'

const firm = (feature: string, low: number, high: number, noise = false): WeightStability => ({
  feature,
  weight: 12,
  median: 12,
  low,
  high,
  sameSign: 0.9,
  nonZero: 1,
  noise,
})
const review = {
  ...reviewReport,
  weights: ['logins', 'seats', 'tickets'].map((feature) => ({
    feature,
    before: 5,
    after: 12,
    swing: 7,
  })),
}
const studies: StudySummaries = {
  shuffle: null,
  resample: {
    searches: 100,
    weights: [firm('logins', 8, 16), firm('seats', 9.9, 22), firm('tickets', -1.05, 25.6, true)],
    consensus: [12, 12, 12],
    optimism: 0,
    corrected: 0.7,
    sentence: '',
  },
  folds: null,
  ceiling: null,
  tolerance: [
    { feature: 'logins', weight: 12, low: 10, high: 14, sentence: '' },
    { feature: 'seats', weight: 12, low: 12, high: 12, sentence: '' },
  ],
  story: null,
  withoutResult: [],
}

test('ranges of weights are whole points, as on the page, noise named in its range', () => {
  const table = weightSection(review, studies).blocks[0] as TableBlock
  expect(table.columns.map(({ title }) => title)).toEqual([
    'Feature',
    'Incumbent',
    'Candidate',
    'Change',
    '−2 to 26',
    'Resampled: middle 90 %',
    'same sign',
    'As good',
  ])
  const ends = table.rows.map((row) => ('cells' in row ? row.cells.slice(5) : []))
  expect(ends).toEqual([
    ['8 to 16', '90 %', '10 to 14'],
    ['10 to 22', '90 %', 'no other'],
    [{ text: 'noise: −1 to 26', tone: 'warn' }, '90 %', '–'],
  ])
})
