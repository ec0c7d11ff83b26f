import type { DataRecord } from '../accounts/dataRecord.ts'
import type { Shaped } from '../accounts/shaped.ts'
import type { Spec } from '../accounts/spec.ts'
import type { SplitRecord } from '../accounts/splitRecord.ts'
import type { Suited } from '../accounts/suited.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type {
  Certificate,
  ChangePoint,
  CurvePoint,
  KeptExperiment,
  RunFigures,
} from '../loop/experiment.ts'
import type { Guardrails, RefusalCounts } from '../loop/guardrails.ts'
import type { TieCounts } from '../loop/ties.ts'

export type { DataRecord } from '../accounts/dataRecord.ts'
export type { SplitRecord } from '../accounts/splitRecord.ts'
export type { RunFigures } from '../loop/experiment.ts'

export const JOURNAL_FORMAT_VERSION = 1

/** Everything a run is a function of, written before its first experiment. */
export interface RunHeader {
  formatVersion: number
  runId: string
  createdAt: string // UTC ISO 8601
  appVersion: string
  buildHash?: string // SHA-256 of the sources of the app; journals before it do not say
  evaluationVersion: number
  data: DataRecord
  spec: Spec // the start: experiment 0
  metric: PrimaryMetric
  strategy: string
  seed: number // NaN: an imported journal does not say
  budget: number // experiments; Infinity: until the strategy is done
  maxFeatures?: number // features a kept spec may have; absent: all
  guardrails?: Guardrails // what a kept spec passes besides being better; absent: none
  split: SplitRecord
  workers: number
  kernel?: string // how rows were searched, for people; journals before it do not say
  baseline: RunFigures
  source: 'search' | 'import'
  defaultIncumbent?: boolean // gains count from a spec made from the columns, as nobody gave one; absent: given, or not told
  foundIncumbent?: boolean // gains count from a spec that an earlier run found; absent: not, or not told
  suited?: Suited // where the search departs from the spec as it was made from the columns; absent: nowhere
  shaped?: Shaped // how the shapes of `spec` were chosen; absent: they were given, or journals before it do not say
  changesFrom?: number[] // weights that the curve of changes counts from, of the incumbent; absent: the start's
  origin?: Origin // what `spec` was made from: by shapes, or by the run this one goes deeper than
}

/** The spec that led to the start of a run, as it stood before: what a gain is counted from. */
export interface Origin {
  spec: Spec
  figures: RunFigures
}

export type RunState = 'running' | 'paused' | 'finished' | 'stopped'

/** A run as lists show it. A run that is `running` in storage but in no tab was interrupted. */
export interface RunSummary {
  header: RunHeader
  state: RunState
  experiments: number // journaled
  kept: number
  best: KeptExperiment | null // null: the baseline stands
  searchSeconds: number // of search alone, journaled
  endedAt: string | null
  note: string
  refused?: RefusalCounts // better specs that were not kept, by reason
  ties?: TieCounts // absent: no gain was measured in standard errors
  certificate?: Certificate // of a search that went to its end
  curve?: CurvePoint[] // by number of features, ascending
  changeCurve?: ChangePoint[] // by number of weights changed, see `changesFrom`; ascending
}
