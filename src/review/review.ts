import type { SplitRecord } from '../accounts/splitRecord.ts'
import type { Metrics, PrimaryMetric } from '../evaluation/metrics.ts'
import type { Tier } from '../evaluation/tiers.ts'

/** What a review decides: whether people should look at the candidate, never that it goes live. */
export type Decision = 'READY_FOR_REVIEW' | 'KEEP_INCUMBENT'

/** Incumbent against candidate, judged on rows the search never read. JSON-serialisable throughout. */
export interface Review {
  runId: string
  createdAt: string // UTC ISO 8601
  filesCheckedAt: string | null // when its files were found to hold the bytes that were searched; null: not checked
  metric: PrimaryMetric
  tiers: { incumbent: Tier[]; candidate: Tier[] } // same labels in the same order
  tierFit: TierFit
  incumbentIsDefault: boolean // nobody gave a score: the incumbent is a stand-in made from the columns
  incumbentIsFound?: boolean // by an earlier run; absent: not, or not told
  decision: Decision
  gates: Gate[] // in the order of GATES
  thresholds: Thresholds
  split: SplitRecord
  searchRows: number
  holdoutRows: number
  gain: GainEstimate | null // on the holdout; null: nothing held out, or the metric not defined there
  searchGain: number | null // on the rows searched: what the search believes
  smallestDetectable: number | null // gain that this holdout would show 8 times of 10, metric units
  noiseCeiling: number | null // AUC that chance alone can reach on the search rows
  noise: NoiseFigures | null // of the shuffled-outcome study; null: not run
  ceiling: CeilingFigures | null // of the ceiling study, on the holdout; null: not run, or no value there
  incumbent: RowSetFigures
  candidate: RowSetFigures
  weights: WeightChange[]
  migration: TierMigration
  segments: SegmentFigures[] | null // null: no segment column
  swap: SwapSet | null
  calibration: { incumbent: CalibrationFigures; candidate: CalibrationFigures } | null
  gainCurve: { incumbent: GainCurve; candidate: GainCurve } | null
  drift: DriftRow[] | null // search rows against holdout rows; null: nothing held out
  turned: TurnedColumn[] // that the candidate scores by, what matters most first
  leaks: Leak[] // that a spec scores by, the gravest first
  guardrails: GuardrailFigure[] // of the run, measured on the holdout
  looks: number | null // decisions drawn from this holdout so far, this one included; null: not known here
  cautions: string[] // what could still be wrong, in plain sentences
}

export const GATES = ['gain', 'tier_movement', 'segments', 'guardrails', 'noise'] as const
export type GateName = (typeof GATES)[number]

export interface Gate {
  name: GateName
  value: number | null // null: could not be computed, or not asked for
  threshold: number | null
  passed: boolean | null // null: not verified, which blocks nothing; what cannot be computed is false
  sentence: string // what was measured and what it means, in plain words
}

/** What a candidate is judged by. */
export interface Thresholds {
  minGain: number // metric units
  maxTierMovement: number // share of accounts
  maxSegmentDrop: number // metric units
  maxNoiseP: number // of the shuffled-outcome study
  keepTierSizes: boolean // move the candidate's cut-offs so that tiers stay as large as under the incumbent
}

export const DEFAULT_THRESHOLDS: Thresholds = {
  minGain: 0.01,
  maxTierMovement: 0.25,
  maxSegmentDrop: 0.02,
  maxNoiseP: 0.05,
  keepTierSizes: true,
}

/** Whether two sets of thresholds ask the same. */
export function sameThresholds(a: Thresholds, b: Thresholds): boolean {
  return (Object.keys(DEFAULT_THRESHOLDS) as (keyof Thresholds)[]).every(
    (name) => a[name] === b[name],
  )
}

/** How far an additive score of the candidate's features could get on accounts never seen. */
export interface CeilingFigures {
  value: number // of a logistic regression on the search rows, measured on the holdout
  candidate: number // on the holdout
}

/** Whether the candidate's cut-offs were moved to keep the sizes of the incumbent's tiers. */
export interface TierFit {
  kept: boolean
  sentence: string // what was done, or why not
}

/** What the same search gains where there is nothing to find. */
export interface NoiseFigures {
  shuffles: number
  meanGain: number // metric units, on the search rows
  p95: number // 95 % of the shuffles gained no more
  p: number // (1 + shuffles that gained at least as much as the real search) / (1 + shuffles)
}

/** A difference with its 95 % interval by paired bootstrap; for AUC also by DeLong's variance. */
export interface GainEstimate {
  incumbent: number
  candidate: number
  value: number // candidate - incumbent
  low: number
  high: number
  standardError: number
  replicates: number
  deLong: { low: number; high: number; standardError: number } | null
}

export interface RowSetFigures {
  search: Metrics
  holdout: Metrics | null
}

/** A weight in both specs; null where a spec lacks the feature. */
export interface WeightPair {
  feature: string
  before: number | null
  after: number | null
}

export interface WeightChange extends WeightPair {
  swing: number | null // points that the change moves accounts, their standard deviation; null: in one spec only
}

/** From the incumbent's tier (first index) to the candidate's (second index), in the spec's tier order. */
export interface TierMigration {
  tiers: string[]
  rows: 'holdout' | 'search' // holdout where there is one
  accounts: number[][]
  mrr: number[][] | null // currency units a month
}

/** One segment of one column on the holdout. */
export interface SegmentFigures {
  column: string
  label: string
  accounts: number
  incumbent: number | null // null: not computable, with `problem`
  candidate: number | null
  change: number | null
  topShare: { incumbent: number; candidate: number } // of its accounts, in the best tier
  problem: string | null
}

/** Accounts that enter and leave the top 20 % by score. */
export interface SwapSet {
  share: number
  entering: SwapSide
  leaving: SwapSide
  difference: { value: number; low: number; high: number } | null // retained share, entering - leaving
}

export interface SwapSide {
  accounts: number
  mrr: number | null
  retainedShare: number | null
}

/** What happened to the accounts of each band of scores. */
export interface CalibrationFigures {
  tiers: CalibrationBand[] // ascending by score
  deciles: CalibrationBand[] // about a tenth of the accounts each, ascending by score
  monotone: boolean // the observed share never falls from decile to decile
}

export interface CalibrationBand {
  label: string // of the tier; '1' to '10' for deciles
  from: number // points
  to: number // points, inclusive
  accounts: number
  retainedShare: number
  low: number // 95 %, Wilson
  high: number
}

/** Points of a curve, both 0 to 1, from (0, 0) to (1, 1). */
export interface GainCurve {
  of: 'churned accounts' | 'revenue' // what is gathered: from the lowest score up, or from the highest down
  share: number[] // of accounts
  gained: number[]
}

export interface DriftRow {
  name: string // feature column, or 'score, incumbent' and 'score, candidate'
  kind: 'score' | 'feature'
  meanSearch: number | null // null: not a number
  meanHoldout: number | null
  zeroSearch: number | null // share
  zeroHoldout: number | null
  missingSearch: number // share
  missingHoldout: number
  psi: number
  critical: number // chi-square, 95 %, for these numbers of rows
  band: 'stable' | 'watch' | 'shifted'
  aloneSearch: number | null // AUC of its values alone for retention, see AloneFigures; null: not told
  aloneHoldout: number | null
  turned: boolean // it goes with staying on one row set and with churning on the other
}

/** A column that goes with staying on one row set and with churning on the other. */
export interface TurnedColumn {
  column: string
  before: number | null // weight of the one feature that reads it; null: there is none, or several
  after: number | null // null: several
  leaned: boolean // the candidate leans on it more than the incumbent
  rising: boolean | null // more of it went with staying on the rows searched; null: names, which have no order
}

/** A column that may give the outcome away. */
export interface Leak {
  sentence: string
  column: string | null // null: the sentence names several
  vouched: boolean // by a person, who included the column by hand
}

export type GuardrailName = 'hhi' | 'tier_share' | 'segments' | 'non_zero'

/** A limit set for the score, measured on the holdout. */
export interface GuardrailFigure {
  name: GuardrailName
  sentence: string
  value: number | null // of the candidate; null: cannot be measured
  incumbent: number | null // null: cannot be measured, or the limit is about a change
  limit: number
  passed: boolean | null // null: cannot be measured
}
