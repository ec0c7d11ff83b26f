import type { Metrics } from '../evaluation/metrics.ts'
import type { Refusal } from './guardrails.ts'

/** Most features one experiment may change. */
export const MAX_CHANGES = 3

/** Consecutive experiments of a run as columns; experiment 0 is the baseline and in no batch. */
export interface ExperimentBatch {
  firstIndex: number // index of the first experiment, from 1
  count: number
  values: Float64Array // primary metric of each candidate; NaN where it is not defined
  kept: Uint8Array // 1 where the candidate became the incumbent
  changeCount: Uint8Array // 1 to 3; 0 only in imported journals, where nothing was changed
  changedFeatures: Uint16Array // 3 an experiment, feature positions in the spec; unused: 0
  newWeights: Int32Array // 3 an experiment; unused: 0
  durationMs: number // wall time the batch took
  refused?: Refusal[] // better than the incumbent of that moment, and not kept
  sweeps?: Sweep[] // where present they say what was tried, and the three columns of changes are empty
  certificate?: Certificate // of the search that ends with this batch
  curve?: CurvePoint[] // as far as the search has come, in place of earlier ones
  changeCurve?: ChangePoint[] // of the search that ends with this batch
  recorded?: RecordedTimes // imported journals know each experiment's own
}

/**
 * Experiments measured from one position: every value of one weight or of two, or the position alone.
 * The best candidate stands first, the others follow in order of their values, the second fastest. It
 * reaches to the next sweep or the end of its batch, and may go on in the next batch.
 */
export interface Sweep {
  at: number // slot of its first experiment in this batch
  from: number // candidates of it that stand in earlier batches
  base: Int32Array // the position: all weights
  features: number[] // none, one or two positions in the spec
  low: number[] // beside `features`, inclusive
  high: number[] // inclusive; a candidate differs from `base` in each of its features
  first: number // which candidate, in order of values, stands first
}

/** What a finished search knows about its best spec. */
export interface Certificate {
  single: boolean // no change of one weight over its bounds improves the metric
  pairs: true | string // no change of two, over their whole bounds, or within 'window 3'
  wholePairs?: number // pairs tried over their whole bounds where others are within a window
  global: boolean // no weights within their bounds are better
  byStandardError: boolean // "improves" means by more than `standardErrors`
  standardErrors?: number // above 1, where accounts of the rarer outcome are few; absent: 1
  asked?: number // changes of each two weights that were held to it, those with the highest metric; absent: not told
  guarded?: true // among the specs that pass the guardrails
  checked: number // candidates of the last, fruitless sweeps
}

/** The best spec a search found with so many features at most. */
export interface CurvePoint {
  features: number // that have points; all features that read one column count once
  weights: number[] // all weights, in the spec's order
  value: number // primary metric, search rows
  holdoutValue: number | null // filled in by whoever journals it: the loop never sees those rows
}

/** The best spec a search found that differs from the start in so many weights at most. */
export interface ChangePoint {
  changes: number // weights that differ from the start's
  weights: number[] // all weights, in the spec's order
  value: number // primary metric, search rows
  holdoutValue: number | null // filled in by whoever journals it
}

/** When each experiment of an imported batch was written down and how long it took; NaN: not told. */
export interface RecordedTimes {
  timestamps: Float64Array // milliseconds since 1970-01-01 UTC
  durationsMs: Float64Array
}

/** One feature's weight before and after: a move is a list of these, undone by swapping. */
export interface Change {
  feature: string
  from: number
  to: number
}

/** What one spec's weights come to, on the rows the search chose on and on those it never reads. */
export interface RunFigures {
  value: number // primary metric, search rows
  holdoutValue: number | null
  metrics: Metrics // search rows
  holdoutMetrics: Metrics | null
}

/** What a spec comes to that was kept in place of the incumbent. */
export interface KeptFigures extends RunFigures {
  gainInStandardErrors?: number // over that incumbent, search rows, DeLong's; absent: no AUC, or not told
}

/** An experiment whose candidate was kept, whole. */
export interface KeptExperiment extends KeptFigures {
  index: number // within the run, from 1
  timestamp: string // UTC ISO 8601
  changes: Change[]
  weights: number[] // all weights after, in the spec's order
  baselineValue: number // the incumbent's primary metric before
}
