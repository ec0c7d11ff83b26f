import { expect, test } from 'vitest'
import { primaryValue } from '../../src/evaluation/evaluator.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import { sampleAccounts, trueValues } from '../bench/coveragePopulation.ts'

test('the true metrics of the coverage study are those of a very large sample', () => {
  const accounts = sampleAccounts(400_000, 77)
  for (const [metric, within] of [
    ['auc_roc_retain', 0.004],
    ['revenue_capture_at_20', 0.004],
    ['nrr_spread', 0.01],
    ['tier_separation', 0.03],
    ['ks', 0.008],
  ] as const) {
    const truth = trueValues(metric)
    for (const which of ['incumbent', 'candidate'] as const) {
      const value = primaryValue(buildScoreTable(accounts[which], accounts.outcomes), metric)!
      expect(Math.abs(value - truth[which]), `${metric} ${which}`).toBeLessThan(within)
    }
  }
})
