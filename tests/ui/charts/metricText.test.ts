import { expect, test } from 'vitest'
import {
  metricChange,
  metricLabel,
  metricText,
  tierKeys,
  wholeKeys,
} from '../../../src/ui/charts/metricText.ts'

test('values are told in the unit of their metric', () => {
  expect(metricText('auc_roc_retain', 0.74681)).toBe('0.7468')
  expect(metricText('nrr_by_tier', 1.1234)).toBe('112.3 %')
  expect(metricText('pct_A_tier', 0.1244)).toBe('12.4 %')
  expect(metricText('revenue_concentration_hhi', 3120.4)).toBe('3,120')
  expect(metricText('quick_ratio_by_tier', null)).toBe('no loss')
  expect(metricText('tier_separation', null)).toBe('undefined')
  expect(metricText('ks', undefined)).toBe('—')
})

test('changes carry a sign, shares are told in points', () => {
  expect(metricChange('auc_roc_retain', 0.63, 0.7468)).toBe('+0.1168')
  expect(metricChange('nrr_by_tier', 1.12, 1)).toBe('−12.0 pt')
  expect(metricChange('pct_A_tier', 0.091, 0.124)).toBe('+3.3 pt')
  expect(metricChange('n_scored', 5, 5)).toBe('0')
  expect(metricChange('ks', 0.1, null)).toBe('—')
})

test('whole-table metrics and those by tier are told apart, whichever side has them', () => {
  const one = { n_scored: 3, ks: 0.1, nrr_by_tier: { A: 1 } }
  const two = { n_scored: 3, tier_separation: null }
  expect(wholeKeys(one, two, null)).toEqual(['n_scored', 'ks', 'tier_separation'])
  expect(tierKeys(one, two, null)).toEqual(['nrr_by_tier'])
  expect(metricLabel('pct_A_tier')).toBe('Accounts in tier A')
  expect(metricLabel('no_such_metric')).toBe('no_such_metric')
})
