import { expect, test } from 'vitest'
import { gainStandardError } from '../../src/review/gainMargin.ts'
import { hanleyMcNeil } from '../../src/statistics/hanleyMcNeil.ts'

const holdout = {
  n_scored: 1500,
  pct_A_tier: 0.5,
  pct_B_tier: 0.5,
  logo_retention_by_tier: { A: 0.9, B: 0.7 },
}

test('the error of a gain joins those of both values', () => {
  const error = gainStandardError('auc_roc_retain', 0.63, 0.75, holdout, ['A', 'B'])!
  const one = hanleyMcNeil(0.63, 1200, 300)
  const two = hanleyMcNeil(0.75, 1200, 300)
  expect(error).toBeCloseTo(Math.hypot(one, two), 12)
  const gini = gainStandardError('gini', 0.26, 0.5, holdout, ['A', 'B'])!
  expect(gini).toBeCloseTo(2 * error, 12)
})

test('it is not told where no formula or no class count is known', () => {
  expect(gainStandardError('tier_separation', 1, 2, holdout, ['A', 'B'])).toBeNull()
  expect(gainStandardError('auc_roc_retain', 0.6, 0.7, null, ['A'])).toBeNull()
  expect(gainStandardError('auc_roc_retain', 0.6, 0.7, holdout, ['A'])).toBeNull()
  const one = { ...holdout, logo_retention_by_tier: { A: 1, B: 1 } }
  expect(gainStandardError('auc_roc_retain', 0.6, 0.7, one, ['A', 'B'])).toBeNull()
})
