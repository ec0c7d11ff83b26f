import type { Tier } from '../evaluation/tiers.ts'

/** How a column becomes a feature's value. Absent: the raw value. */
export type Transform = NumberTransform | FlagTransform | AllTransform

/** From a number to a number. `descending`: less is better, 1 minus the value. */
export type NumberTransform =
  | { kind: 'round'; column?: string; decimals: number } // rounded half away from zero
  | ({ kind: 'minmax' } & ScaleRange) // clip((x-low)/(high-low), 0, 1), rounded to `step`
  | ({ kind: 'log' } & ScaleRange) // the same of ln(1+x), ln(1+low) and ln(1+high); low >= 0
  | { kind: 'rank'; column?: string; cuts: number[]; descending?: boolean } // share of the ascending cuts that are <= x, to 0.01

interface ScaleRange {
  column?: string
  low: number
  high: number
  step: number
  descending?: boolean
}

/** 1 or 0. `descending`: the other way round. */
export type FlagTransform =
  | { kind: 'equals'; column: string; value: string; descending?: boolean } // 1 where the column has this value
  | { kind: 'any_of'; column: string; values: string[]; descending?: boolean } // 1 where it has one of these
  | { kind: 'range'; column: string; from?: number; to?: number; descending?: boolean } // 1 where from <= x < to; absent: open
  | { kind: 'unknown'; column: string; descending?: boolean } // 1 where the column has no value

/** 1 where all of the flags are 1. `descending`: the other way round. */
export interface AllTransform {
  kind: 'all'
  of: FlagTransform[]
  descending?: boolean
}

/** What a row without a value contributes. Absent and needed: an error, never a silent zero. */
export type MissingPolicy = 'zero_points' | { fill: number } // zero points; or as if the raw value were `fill`

export interface FeatureSpec {
  weight: number // points, whole
  min: number // whole, <= weight
  max: number // whole, >= weight
  locked?: boolean // the search leaves the weight alone
  label?: string
  transform?: Transform
  missing?: MissingPolicy
  extra?: Record<string, unknown> // unknown keys of the file, kept for the round trip
}

/** The scoring spec: what the search may change, and all that is needed to score and evaluate a table. */
export interface Spec {
  model: string
  version?: string | number
  max_score: number // points; scores are clipped to [0, max_score]
  base_score?: number // points added before clipping
  features: Record<string, FeatureSpec> // insertion order is the order of weights everywhere
  tiers: Tier[] // best first; in files a mapping label -> {min, max}
  tierExtra?: Record<string, Record<string, unknown>> // unknown keys of a tier, by label, kept for the round trip
  mrr_column?: string
  retain_column?: string
  churn_column?: string
  ltv_column?: string
  columns?: Partial<Record<SpecColumn, string>>
  events?: Record<string, string> // outcome column -> the text that counts as 1
  missing_outcomes?: 'leave_out_rows' // rows without retained/churned/mrr/mrr_end; absent: an error
  segments?: string[]
  time?: Partial<Record<'features_asof' | 'outcome_start' | 'outcome_end', string>>
  required_columns?: string[]
  extra: Record<string, unknown> // unknown top-level keys, kept for the round trip
}

export type SpecColumn = 'id' | 'mrr_end' | 'activated' | 'former_tier' | 'won_back' | 'count'
