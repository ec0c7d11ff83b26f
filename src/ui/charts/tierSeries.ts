import type { ByTier, Metrics } from '../../evaluation/metrics.ts'
import type { Tier } from '../../evaluation/tiers.ts'

/** What the data allows to say of a tier's money or accounts, best first. */
export interface TierSeries {
  kind: 'nrr' | 'mrr-retained' | 'accounts-retained'
  title: string
  thick: string // name of the thick bar
  thin: string | null // name of the thin bar
  rows: TierRow[]
}

/** One tier; shares of one. `null`: nothing to divide by; absent: too few accounts to say. */
export interface TierRow {
  label: string
  accounts: number | null
  accountsBefore: number | null
  value: number | null | undefined
  before: number | null | undefined
  thin: number | null | undefined
  thinBefore: number | null | undefined
}

/** NRR and GRR where MRR at the end is known; else retained MRR, which is not NRR; else retained accounts. */
export function tierSeries(tiers: Tier[], best: Metrics, baseline: Metrics): TierSeries | null {
  const kind =
    best.nrr_by_tier !== undefined
      ? 'nrr'
      : best.revenue_weighted_retention_by_tier !== undefined
        ? 'mrr-retained'
        : best.logo_retention_by_tier !== undefined
          ? 'accounts-retained'
          : null
  if (kind === null) return null
  const thick = (metrics: Metrics) => metrics[KEYS[kind]]
  const thin = (metrics: Metrics) => (kind === 'nrr' ? metrics.grr_by_tier : undefined)
  return {
    kind,
    ...WORDS[kind],
    rows: tiers.map(({ label }) => ({
      label,
      accounts: tierAccounts(best, label),
      accountsBefore: tierAccounts(baseline, label),
      value: own(thick(best), label),
      before: own(thick(baseline), label),
      thin: own(thin(best), label),
      thinBefore: own(thin(baseline), label),
    })),
  }
}

const KEYS = {
  nrr: 'nrr_by_tier',
  'mrr-retained': 'revenue_weighted_retention_by_tier',
  'accounts-retained': 'logo_retention_by_tier',
} as const

const WORDS = {
  nrr: { title: 'NRR and GRR by tier', thick: 'NRR', thin: 'GRR' },
  'mrr-retained': {
    title: 'MRR retained by tier (not NRR)',
    thick: 'MRR retained',
    thin: null,
  },
  'accounts-retained': {
    title: 'Retained accounts by tier',
    thick: 'accounts retained',
    thin: null,
  },
} as const

function own(values: ByTier | undefined, label: string): number | null | undefined {
  return values !== undefined && Object.hasOwn(values, label) ? values[label] : undefined
}

/** Accounts of a tier from its share; null where the share is not known. */
export function tierAccounts(metrics: Metrics, label: string): number | null {
  const share = metrics[`pct_${label}_tier`]
  return share === undefined ? null : Math.round(share * metrics.n_scored)
}

/** Why there is no figure, in words. */
export function missingWords(value: null | undefined, kind: TierSeries['kind']): string {
  if (value === undefined) return '10 accounts or fewer: no figure'
  return kind === 'accounts-retained' ? 'no accounts' : 'no MRR in this tier'
}
