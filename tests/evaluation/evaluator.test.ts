import fc from 'fast-check'
import { expect, test } from 'vitest'
import { availableMetrics, evaluate, primaryValue } from '../../src/evaluation/evaluator.ts'
import { metricInfo } from '../../src/evaluation/metricInfo.ts'
import { PRIMARY_METRICS } from '../../src/evaluation/metrics.ts'
import {
  addScoreTables,
  buildScoreTable,
  createScoreTableBuilder,
  subtractScoreTables,
} from '../../src/evaluation/scoreTable.ts'
import { firstDifference } from './firstDifference.ts'
import { pickRows, sampleArbitrary, shuffledRows } from './randomData.ts'
import { referenceMetrics } from './reference.ts'

const many = { numRuns: 800, seed: 7 }
const some = { numRuns: 300, seed: 11 }

test('every metric equals the account-by-account reference', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(sampleArbitrary, ({ scores, outcomes, tiers }) => {
      const metrics = evaluate(buildScoreTable(scores, outcomes), tiers)
      for (const key of Object.keys(metrics)) seen.add(key)
      expect(firstDifference(metrics, referenceMetrics(scores, outcomes, tiers))).toBeNull()
    }),
    many,
  )
  // The samples must have reached every metric, or the comparison proves less than it says.
  for (const key of EVERY_KEY) expect(seen).toContain(key)
})

test('primary values equal the metrics and are available exactly where they exist', () => {
  fc.assert(
    fc.property(sampleArbitrary, ({ scores, outcomes, tiers }) => {
      const table = buildScoreTable(scores, outcomes)
      const metrics = evaluate(table, tiers)
      const available = availableMetrics(outcomes)
      for (const metric of PRIMARY_METRICS) {
        expect(primaryValue(table, metric)).toBe(metrics[metric] ?? null)
        expect(available.includes(metric)).toBe(typeof metrics[metric] === 'number')
      }
    }),
    some,
  )
})

test('tables of parts add up to the whole, and the whole minus a part is the other part', () => {
  fc.assert(
    fc.property(sampleArbitrary, fc.double({ min: 0, max: 1, noNaN: true }), (sample, share) => {
      const rows = shuffledRows(sample.outcomes.rowCount, 3)
      const cut = Math.round(share * rows.length)
      const first = pickRows(sample, rows.slice(0, cut))
      const second = pickRows(sample, rows.slice(cut))
      const table = (it: typeof sample) => buildScoreTable(it.scores, it.outcomes)
      const whole = evaluate(table(sample), sample.tiers)
      const added = evaluate(addScoreTables(table(first), table(second)), sample.tiers)
      expect(firstDifference(added, whole)).toBeNull()
      const left = evaluate(subtractScoreTables(table(sample), table(first)), sample.tiers)
      expect(firstDifference(left, evaluate(table(second), sample.tiers))).toBeNull()
      for (const grr of Object.values(left.grr_by_tier ?? {}))
        expect(grr ?? 1).toBeLessThanOrEqual(1)
    }),
    some,
  )
})

test('row order does not matter', () => {
  fc.assert(
    fc.property(sampleArbitrary, fc.integer({ min: 0, max: 9999 }), (sample, seed) => {
      const { scores, outcomes, tiers } = pickRows(
        sample,
        shuffledRows(sample.outcomes.rowCount, seed),
      )
      const shuffled = evaluate(buildScoreTable(scores, outcomes), tiers)
      const straight = evaluate(buildScoreTable(sample.scores, sample.outcomes), tiers)
      expect(firstDifference(shuffled, straight)).toBeNull()
    }),
    some,
  )
})

test('a builder used again gives what a fresh one gives', () => {
  fc.assert(
    fc.property(sampleArbitrary, (sample) => {
      const builder = createScoreTableBuilder(sample.outcomes)
      const first = builder.build(sample.scores)
      const backwards = sample.scores.values.toReversed()
      const second = { ...sample.scores, values: backwards } as typeof sample.scores
      expect(builder.build(second)).toEqual(buildScoreTable(second, sample.outcomes))
      expect(builder.build(sample.scores)).toEqual(first)
    }),
    some,
  )
})

test('NRR = GRR + expansion, GRR = 1 - contraction - churned share, GRR never above 1', () => {
  fc.assert(
    fc.property(sampleArbitrary, ({ scores, outcomes, tiers }) => {
      const table = buildScoreTable(scores, outcomes)
      const metrics = evaluate(table, tiers)
      const { churnedMrr, mrr } = table
      for (const [label, nrr] of Object.entries(metrics.nrr_by_tier ?? {})) {
        const of = (figures?: Record<string, number | null>) => figures?.[label] ?? Number.NaN
        if (nrr === null) continue
        expect(nrr).toBeCloseTo(of(metrics.grr_by_tier) + of(metrics.expansion_rate_by_tier), 10)
        expect(of(metrics.grr_by_tier)).toBeLessThanOrEqual(1)
      }
      const one = evaluate(table, [{ label: 'all', min: 0, max: 1000 }])
      const grr = one.grr_by_tier?.all
      if (typeof grr === 'number') {
        const churnedShare = sum(churnedMrr) / sum(mrr)
        expect(grr).toBeCloseTo(1 - (one.contraction_rate_by_tier?.all ?? 0) - churnedShare, 10)
      }
    }),
    some,
  )
})

test('tier figures times their MRR or accounts add up to those of the total', () => {
  let compared = 0
  fc.assert(
    fc.property(sampleArbitrary, ({ scores, outcomes, tiers }) => {
      const table = buildScoreTable(scores, outcomes)
      const metrics = evaluate(table, tiers)
      const total = evaluate(table, [{ label: 'all', min: 0, max: 1000 }])
      const shares = tiers.map((tier) => metrics[`pct_${tier.label}_tier`] ?? 0)
      if (metrics.n_scored > 0) expect(sum(shares)).toBeCloseTo(1, 10)
      const logo = metrics.logo_retention_by_tier
      if (logo === undefined || tiers.some((tier) => !Object.hasOwn(logo, tier.label))) return
      const weighted = tiers.map((tier, i) => (logo[tier.label] ?? Number.NaN) * shares[i])
      expect(sum(weighted)).toBeCloseTo(total.logo_retention_by_tier?.all ?? Number.NaN, 10)
      compared++
    }),
    some,
  )
  expect(compared).toBeGreaterThan(20)
})

test('AUC of churn is AUC of retention where one is the complement of the other', () => {
  fc.assert(
    fc.property(sampleArbitrary, ({ scores, outcomes }) => {
      const table = buildScoreTable(scores, { ...outcomes, churned: null })
      expect(primaryValue(table, 'auc_roc_churn')).toBe(primaryValue(table, 'auc_roc_retain'))
    }),
    some,
  )
})

test('every metric is described, and every claim of a good value names a year', () => {
  for (const key of EVERY_KEY) {
    const info = metricInfo(key)
    expect(info, key).not.toBeNull()
    expect(info?.meaning, key).toMatch(/\.$/)
    if (info !== null && info.good !== null) expect(info.good, key).toMatch(/\b20\d\d\b/)
  }
  expect(metricInfo('toString')).toBeNull()
})

const EVERY_KEY = [
  'auc_roc_retain',
  'auc_roc_churn',
  'revenue_capture_at_20',
  'tier_separation',
  'nrr_spread',
  'ks',
  'gini',
  'nrr_by_tier',
  'grr_by_tier',
  'logo_retention_by_tier',
  'expansion_rate_by_tier',
  'contraction_rate_by_tier',
  'quick_ratio_by_tier',
  'revenue_weighted_retention_by_tier',
  'winback_rate_by_former_tier',
  'winback_rate_by_baseline_tier',
  'activation_rate_by_tier',
  'arpa_by_tier',
  'revenue_concentration_hhi',
  'score_mean',
  'score_std',
  'n_scored',
  'pct_A_tier',
]

function sum(values: ArrayLike<number> | null): number {
  return Array.from(values ?? []).reduce((total, value) => total + value, 0)
}
