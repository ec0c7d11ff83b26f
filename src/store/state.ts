import type { BeforeRun } from '../accounts/contractView.ts'
import type { PeriodOrder } from '../accounts/periodOrder.ts'
import type { ColumnProfile } from '../accounts/profile.ts'
import type { RoleAssignment } from '../accounts/role.ts'
import type { SplitRequest } from '../accounts/rowSets.ts'
import type { ShapeName } from '../accounts/shaped.ts'
import type { Spec } from '../accounts/spec.ts'
import type { ScoreDistribution } from '../accounts/specView.ts'
import type { Metrics, PrimaryMetric } from '../evaluation/metrics.ts'
import type { RunHeader, RunState, RunSummary } from '../journal/entry.ts'
import type { ExperimentRow } from '../journal/experimentRows.ts'
import type { Look } from '../journal/look.ts'
import type { HeldBytes } from '../lib/heldBytes.ts'
import type { Problem } from '../lib/problem.ts'
import type {
  Certificate,
  ChangePoint,
  CurvePoint,
  KeptExperiment,
  RunFigures,
} from '../loop/experiment.ts'
import type { Guardrails, RefusalCounts } from '../loop/guardrails.ts'
import type { TieCounts } from '../loop/ties.ts'
import type { Review, Thresholds } from '../review/review.ts'
import type { ShapesProgress } from '../search/shapes/progress.ts'
import type { ShapesReport } from '../search/shapes/report.ts'
import type { StudyKind, StudyRecord } from '../studies/study.ts'

export type { ShapeName } from '../accounts/shaped.ts'
export type { ScoreDistribution } from '../accounts/specView.ts'
export type { ExperimentRow } from '../journal/experimentRows.ts'
export type { ColumnReport, ShapesReport } from '../search/shapes/report.ts'

/** Everything the page shows, as immutable snapshots. Rows of accounts are never in here. */
export interface AppState {
  data: DataState
  model: ModelState | null // null until data is ready
  run: RunView | null // the run of this page, or the one opened last
  runOptions: Partial<RunOptions> // of the next run, where they differ from the defaults
  changing: boolean // what the columns are for is about to change
  preparing: boolean // a run was asked for and has not begun
  shaping: ShapingState | null // the best shape for each feature is being chosen
  journal: JournalState
  review: ReviewState
  thresholds: Thresholds // that the next run is reviewed by
  studies: StudiesState
  notice: Notice | null // the one place where a failed command is told
}

export interface Notice {
  tone: 'error' | 'done'
  text: string
}

export type SampleKind = 'health' | 'churn' | 'refresh'

export type DataState =
  | { phase: 'empty'; problem: Problem | null } // why the last file could not be opened
  | {
      phase: 'loading'
      name: string
      bytes: number
      stage: 'opening' | 'reading' | 'profiling'
      rowsRead: number
      rowsTotal: number | null
    }
  | DataReady

export interface DataReady {
  phase: 'ready'
  name: string
  bytes: number
  sample: SampleKind | null
  rows: number
  later: LaterFile | null // held out whole
  asOf: string | null // the last day outcomes are known of, as 2026-09-01; null: not told
  readingLater: string | null // name of a file that is about to be the later one
  readSeconds: number
  profiles: ColumnProfile[] // file order
  roles: RoleAssignment[] // same order
  usage: Record<string, string> // column -> how it is used: 'as is', 'scaled 3 – 361 to 0 – 1'
  laterMissing: Record<string, number> // rows of the later file without a value, by column; only columns with such rows
  problems: Problem[]
  metrics: PrimaryMetric[] // that the outcomes allow, the default first
  retainedShare: number | null
  beforeRun: BeforeRun
}

/** A second file, of a later period. */
export interface LaterFile {
  name: string
  bytes: number
  rows: number
  order: PeriodOrder // by the time columns of both files
}

export interface ModelState {
  spec: Spec // as edited: the start of the next run
  source: 'default' | 'completed' | 'imported' | 'edited' | 'run' | 'shaped'
  problems: Problem[]
  scores: ScoreDistribution | null // of all accounts under `spec`; null while computing or impossible
  best: Record<string, number> | null // best weights of the last run on this data
  shapes: ModelShapes | null // how the shapes of `spec` were chosen; null: they were not
  incumbent: Spec | null // the imported spec: what gains count from, whatever is changed since; null: `spec` itself
}

/** How far the choice of shapes has come. */
export interface ShapingState {
  progress: ShapesProgress | null // null: nothing was tried yet
  secondsLeft: number | null // null: not known yet
}

/** The best shape for each feature: what was tried, what was overruled, and the way back. */
export interface ModelShapes {
  report: ShapesReport // of the choice that stands
  free: ShapesReport // of the choice before anything was overruled
  overrule: Record<string, ShapeName> // by column
  holdoutShare: number // of the accounts no row was read
  heldOutBy: string // which accounts these are, see `heldOutKey`
  splitKind: SplitRequest['kind']
  before: { spec: Spec; source: ModelState['source'] }
}

export interface RunOptions {
  metric: string // a PrimaryMetric
  strategy: string
  seed: number
  budget: number // experiments; a strategy that searches to its certificate has none
  holdoutShare: number // 0 to 0.9
  splitBy: 'time' | 'id' // absent: later outcomes where the data has them
  workers: number
  guardrails: Guardrails
}

export interface RunView {
  runId: string
  header: RunHeader
  state: RunState
  experiments: number
  kept: number
  journaled: number // committed to the journal
  experimentsPerSecond: number
  searchSeconds: number
  secondsLeft: number | null // null: not known, or without a budget
  best: RunFigures & { weights: number[] }
  points: RunPoint[] // at most 800
  keptPoints: KeptPoint[] // the baseline and every kept experiment, thinned to at most 800
  lastKept: KeptExperiment[] // newest first, at most 8
  certificate: Certificate | null // of a search that went to its end
  refused: RefusalCounts // better specs that were not kept, by reason
  ties?: TieCounts // absent: no gain was measured in standard errors
  curve?: CurvePoint[] // of a search for few features, as far as it has come
  changeCurve?: ChangePoint[] // by number of weights changed, see `changesFrom`; of a search that went to its end
  workers: { id: number; state: 'starting' | 'searching' | 'idle' | 'failed' }[]
  memory: HeldBytes | null // of the worker that holds most; null: not known
  problem: Problem | null // why the run paused by itself
  clipped?: Problem | null // a warning of accounts searched that the best spec clips; absent: not looked for
}

/** A stretch of experiments: the band of what was tried, and the best so far at its end. */
export interface RunPoint {
  from: number // experiment index
  to: number // inclusive
  low: number
  high: number
  best: number
}

export interface KeptPoint {
  index: number // 0: the baseline
  value: number
  holdoutValue: number | null
  gainInStandardErrors?: number // see KeptFigures
}

export interface JournalState {
  phase: 'loading' | 'ready' | 'error'
  runs: RunSummary[] // newest first
  interrupted: string[] // ids of runs that stopped without an end and can be resumed
  bytesUsed: number | null
  problem: Problem | null
}

export type ReviewState =
  | { phase: 'empty' }
  | { phase: 'loading'; runId: string; done: number; planned: number | null } // resamples; null: not begun
  | { phase: 'cancelled'; runId: string }
  | ReviewReady
  | { phase: 'error'; runId: string; problem: Problem }

export interface ReviewReady {
  phase: 'ready'
  report: Review
  looks: Look[] // decisions drawn from these held-out accounts, oldest first, this one among them
  judging: boolean // by other thresholds, or with another study: the report will be replaced
}

export interface StudiesState {
  runId: string | null // whose studies `records` are; null: none were asked for
  records: StudyRecord[] // the one that is running too, as far as it has come
  running: StudyProgress | null // of any run; one at a time
  problem: Problem | null // why the last one ended by itself
}

export interface StudyProgress {
  runId: string
  kind: StudyKind
  done: number
  planned: number
  secondsLeft: number | null // null: not known yet
}

export interface ExperimentDetail extends ExperimentRow {
  weights: Record<string, number>
  holdoutValue: number | null
  metrics: Metrics | null // null: not stored, and the run's data is not open
}
