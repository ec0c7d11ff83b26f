import { expect, test } from 'vitest'
import { missingWords, tierAccounts, tierSeries } from '../../../src/ui/charts/tierSeries.ts'

const tiers = [
  { label: 'A', min: 50, max: 101 },
  { label: 'B', min: 0, max: 50 },
]

test('NRR is called NRR only where MRR at the end is known', () => {
  const money = { n_scored: 100, revenue_weighted_retention_by_tier: { A: 0.9 } }
  const series = tierSeries(tiers, money, money)
  expect(series?.kind).toBe('mrr-retained')
  expect(series?.title).toContain('not NRR')
  expect(series?.thick).not.toContain('NRR')
  expect(series?.thin).toBeNull()
})

test('with MRR at the end there are NRR, GRR, and the start beside them', () => {
  const best = { n_scored: 100, pct_A_tier: 0.3, nrr_by_tier: { A: 1.1 }, grr_by_tier: { A: 0.9 } }
  const baseline = { n_scored: 100, nrr_by_tier: { A: 1, B: null }, grr_by_tier: { A: 0.8 } }
  const series = tierSeries(tiers, best, baseline)!
  expect(series.rows[0]).toMatchObject({
    label: 'A',
    accounts: 30,
    value: 1.1,
    before: 1,
    thin: 0.9,
    thinBefore: 0.8,
  })
  expect(series.rows[1]).toMatchObject({ value: undefined, before: null, accounts: null })
})

test('with accounts only, their retention; with nothing, nothing', () => {
  const series = tierSeries(tiers, { n_scored: 9, logo_retention_by_tier: {} }, { n_scored: 9 })
  expect(series?.kind).toBe('accounts-retained')
  expect(tierSeries(tiers, { n_scored: 9 }, { n_scored: 9 })).toBeNull()
})

test('absent and undefined are different words', () => {
  expect(missingWords(undefined, 'nrr')).toContain('10 accounts or fewer')
  expect(missingWords(null, 'nrr')).toContain('no MRR')
})

test('a hostile tier label is only a label', () => {
  const metrics = { n_scored: 10, nrr_by_tier: { A: 1 } }
  const series = tierSeries([{ label: 'toString', min: 0, max: 1 }], metrics, metrics)
  expect(series?.rows[0]?.value).toBeUndefined()
  expect(tierAccounts(metrics, 'A')).toBeNull()
})
