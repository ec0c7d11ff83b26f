/**
 * What happened to the accounts, one entry a row; `null` where the data has no such column.
 * Where a row stands for several accounts (`count`), the 0/1 columns hold how many of them, and
 * money columns hold their sums.
 */
export interface Outcomes {
  rowCount: number
  count: Float64Array | null // accounts a row stands for; null: one each
  retained: Uint8Array | Float64Array | null // 0/1, or how many of `count`
  churned: Uint8Array | Float64Array | null // given, or the complement of `retained`
  mrr: Float64Array | null // recurring revenue a month at the start of the outcome window, >= 0
  mrrEnd: Float64Array | null // the same at its end, 0 if churned
  ltv: Float64Array | null // NaN where unknown
  activated: Uint8Array | Float64Array | null // 0/1, or how many of `activationKnown`
  activationKnown: Uint8Array | Float64Array | null // 0 where activation is unknown
  wonBack: Uint8Array | Float64Array | null // meaningful where `formerTier` is set
  formerTier: FormerTier | null
}

/** The tier an account had when it churned earlier, as codes into labels. */
export interface FormerTier {
  codes: Uint16Array // 0: none, k: labels[k - 1]
  labels: string[]
  source: 'column' | 'baseline' // a column of the data, or the tier the baseline spec gives
}
