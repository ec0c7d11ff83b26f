import { expect, test } from 'vitest'
import { tooPredictable } from '../../src/review/tooPredictable.ts'

test('a candidate that foretells nearly every held-out outcome is told of, from 0.98 on', () => {
  expect(tooPredictable(null)).toEqual([])
  expect(tooPredictable({ n_scored: 9 })).toEqual([])
  expect(tooPredictable({ n_scored: 9, auc_roc_retain: 0.979 })).toEqual([])
  expect(tooPredictable({ n_scored: 9, auc_roc_retain: 0.98 })).toMatchObject([
    { severity: 'warning', what: expect.stringMatching(/^The candidate has an AUC of 0\.980 on/) },
  ])
})
