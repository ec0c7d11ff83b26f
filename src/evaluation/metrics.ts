/** Per tier label; `null` where the denominator is zero, absent where a tier is too small to say. */
export type ByTier = Record<string, number | null>

/** All metrics of one spec on one set of rows, keyed as in the journal. Absent: not computable here. */
export interface Metrics {
  auc_roc_retain?: number
  auc_roc_churn?: number
  revenue_capture_at_20?: number
  tier_separation?: number | null
  nrr_spread?: number | null
  ks?: number
  gini?: number
  nrr_by_tier?: ByTier
  grr_by_tier?: ByTier
  logo_retention_by_tier?: ByTier
  expansion_rate_by_tier?: ByTier
  contraction_rate_by_tier?: ByTier
  quick_ratio_by_tier?: ByTier
  revenue_weighted_retention_by_tier?: ByTier
  winback_rate_by_former_tier?: ByTier // former tiers from a column of the data
  winback_rate_by_baseline_tier?: ByTier // no such column: tiers of the baseline spec
  activation_rate_by_tier?: ByTier
  arpa_by_tier?: ByTier
  revenue_concentration_hhi?: number | null
  score_mean?: number
  score_std?: number
  n_scored: number
  [share: `pct_${string}_tier`]: number // share of accounts in the tier, 0 to 1
}

/** What a run may maximise. */
export const PRIMARY_METRICS = [
  'auc_roc_retain',
  'auc_roc_churn',
  'revenue_capture_at_20',
  'tier_separation',
  'nrr_spread',
  'ks',
  'gini',
] as const

export type PrimaryMetric = (typeof PRIMARY_METRICS)[number]
