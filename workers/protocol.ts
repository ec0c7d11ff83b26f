import type { ContractView } from '../src/accounts/contractView.ts'
import type { PeriodOrder } from '../src/accounts/periodOrder.ts'
import type { RoleAssignment } from '../src/accounts/role.ts'
import type { SplitRequest } from '../src/accounts/rowSets.ts'
import type { ShapeName } from '../src/accounts/shaped.ts'
import type { MissingPolicy, Spec } from '../src/accounts/spec.ts'
import type { SpecView } from '../src/accounts/specView.ts'
import type { Suited } from '../src/accounts/suited.ts'
import type { Metrics, PrimaryMetric } from '../src/evaluation/metrics.ts'
import type {
  DataRecord,
  RunFigures,
  RunHeader,
  RunState,
  RunSummary,
  SplitRecord,
} from '../src/journal/entry.ts'
import type { ExperimentFilter, ExperimentRow } from '../src/journal/experimentRows.ts'
import type { StoredFile } from '../src/journal/idbJournal.ts'
import type { Look } from '../src/journal/look.ts'
import type { HeldBytes } from '../src/lib/heldBytes.ts'
import type { Problem } from '../src/lib/problem.ts'
import type { Result } from '../src/lib/result.ts'
import type { ExperimentBatch, KeptExperiment, KeptFigures } from '../src/loop/experiment.ts'
import type { Guardrails } from '../src/loop/guardrails.ts'
import type { Win } from '../src/loop/win.ts'
import type { AccountExplanation } from '../src/review/explainAccount.ts'
import type { MovedPage, MovedQuery } from '../src/review/movedAccounts.ts'
import type { Decision, NoiseFigures, Review, Thresholds } from '../src/review/review.ts'
import type { Bounds } from '../src/search/bounds.ts'
import type { GuardTerms } from '../src/search/guard.ts'
import type { ShapesProgress } from '../src/search/shapes/progress.ts'
import type { ShapesReport } from '../src/search/shapes/report.ts'
import type { StepRequest, StepResult, TaskRequest, TaskResult } from '../src/search/stepper.ts'
import type { TaskFacts } from '../src/search/tasks/task.ts'
import type { SampleKind } from '../src/store/state.ts'
import type { Ceiling } from '../src/studies/ceiling.ts'
import type { Replicate, StudyKind, StudyRecord, StudySetup } from '../src/studies/study.ts'

/** The first message of every worker, after it can take calls. */
export const WORKER_READY = 'ratchet-worker-ready'

/** Asks a worker for a sign of life, which is the same message back. */
export const WORKER_PULSE = 'ratchet-worker-pulse'

export interface OpenProgress {
  stage: 'opening' | 'reading' | 'profiling'
  rowsRead: number
  rowsTotal: number | null
}

export interface OpenedData {
  rows: number
  readSeconds: number
  contract: ContractView
}

export interface OpenedLater {
  rows: number
  order: PeriodOrder
}

/** What a run needs besides its rows, which go straight to the search workers. */
export interface PreparedSummary {
  spec: Spec // with every feature on a grid
  split: SplitRecord
  bounds: Bounds
  groups: Uint16Array // of each weight: those that read one column are one feature
  featureNames: string[]
  kernel: string // how the rows are searched, for people
  usualStrategy: string // of a run whose strategy nobody chose
  startWeights: Int32Array
  baseline: RunFigures
}

/** The contract under a spec with chosen shapes, and how they were chosen. */
export interface ShapedContract {
  contract: ContractView
  report: ShapesReport
}

/** Holds the accounts; the only worker that ever sees held-out rows. */
export interface DataService {
  /** Opens the file to search; a later file that was open is closed. */
  open(file: File, onProgress: (progress: OpenProgress) => void): Promise<Result<OpenedData>>
  /** Opens a second file, held out whole beside the one that is open. */
  openLater(
    file: File,
    spec: Spec | null, // names the time columns that tell the order of the two
    onProgress: (progress: OpenProgress) => void,
  ): Promise<Result<OpenedLater>>
  closeLater(): Promise<void>
  /** The later file is searched from now on, and the other one held out. */
  swapFiles(): Promise<OpenedData>
  /** The last day outcomes are known of, in both files; null: not told, as after opening a file. */
  setAsOf(day: string | null): Promise<void>
  sampleParquet(kind: Exclude<SampleKind, 'refresh'>): Promise<ArrayBuffer>
  /** Two periods as parquet files, and the spec that stands. */
  sampleRefresh(): Promise<{ train: ArrayBuffer; holdout: ArrayBuffer; incumbent: Spec }>
  /** Which bytes are open, hashed on first demand. */
  dataRecord(): Promise<DataRecord>
  laterRecord(): Promise<DataRecord | null>
  /** Reads the file again, and on demand the later one; rejects where it is not the bytes of its record. */
  checkFiles(withLater: boolean): Promise<void>
  /** How the rows of this data are divided: by the later file if there is one, else as asked, else as usual. */
  usualSplit(spec: Spec, share: number, by: 'time' | 'id' | null): Promise<SplitRequest>
  /** Roles changed: the spec follows, weights of surviving features stay. */
  assignRoles(roles: RoleAssignment[], spec: Spec | null): Promise<ContractView>
  /** A spec from elsewhere: the roles follow; what a person chose among those before stays chosen. */
  adoptSpec(spec: Spec, before: RoleAssignment[]): Promise<ContractView>
  /** Columns that a spec scores by, that give the outcome away, and that nobody included by hand. */
  blockedLeaks(spec: Spec, roles: RoleAssignment[]): Promise<string[]>
  /** Roles and spec as they were before a reload. */
  restoreContract(roles: RoleAssignment[], spec: Spec): Promise<ContractView>
  setMissingPolicy(
    column: string,
    policy: MissingPolicy,
    roles: RoleAssignment[],
    spec: Spec,
  ): Promise<ContractView>
  describeSpec(spec: Spec): Promise<SpecView>
  /** The best shape for each feature of a spec, chosen on the rows a run with that split would search. */
  bestShapes(
    spec: Spec,
    roles: RoleAssignment[],
    split: SplitRequest,
    overrule: Record<string, ShapeName>, // by column
    onProgress: (progress: ShapesProgress) => void,
  ): Promise<Result<ShapedContract>>
  prepare(
    spec: Spec,
    metric: PrimaryMetric,
    split: SplitRequest,
    guardrails?: Guardrails, // only to say whether these rows can be held to them
  ): Promise<Result<PreparedSummary>>
  /** A base score that suits a strategy better than that of the spec prepared last; null: none does. */
  suitedNumbers(strategy: string): Promise<Suited | null>
  /** Sends the search rows of a run through the port, shared where the page is isolated. */
  sendSearchRows(port: MessagePort, header: RunHeader): Promise<void>
  /** The same with the scores of the incumbent, for studies. */
  sendStudyRows(port: MessagePort, header: RunHeader): Promise<void>
  /** Figures on search and held-out rows of a run of this data. */
  figures(header: RunHeader, weights: number[][]): Promise<RunFigures[]>
  /** A warning where these weights clip many accounts searched. */
  clippedBest(header: RunHeader, weights: number[]): Promise<Problem | null>
  /** The same of kept experiments, with the size of their gains. */
  keptFigures(header: RunHeader, wins: Win[]): Promise<KeptFigures[]>
  /** All metrics on the search rows of a run of this data, whichever run is being searched. */
  metricsOf(header: RunHeader, weights: number[][]): Promise<Metrics[]>
  /** Answers single weight vectors with all their metrics through the port. */
  serveMetrics(port: MessagePort, header: RunHeader): Promise<void>
  /** The best weights of a run (null: its start) against what it came from; one review at a time. */
  review(
    header: RunHeader,
    weights: number[] | null,
    options: ReviewOptions,
    onProgress: (progress: ReviewProgress) => void,
  ): Promise<Review>
  /** A review that is going on rejects with an AbortError. */
  stopReview(): Promise<void>
  movedAccounts(candidate: ReviewedCandidate, query: MovedQuery): Promise<MovedPage>
  /** `row`: of the table. */
  explainAccount(candidate: ReviewedCandidate, row: number): Promise<AccountExplanation>
  reviewFile(request: ReviewFileRequest): Promise<Blob>
}

/** The candidate of a review, as who asks about single accounts names it. */
export interface ReviewedCandidate {
  header: RunHeader
  weights: number[] | null // the best of the run; null: its start
  keepTierSizes: boolean
}

/** What a review is judged by. */
export interface ReviewOptions {
  createdAt: string // UTC ISO 8601
  filesCheckedAt: string | null // UTC ISO 8601, see `checkFiles`
  thresholds: Thresholds
  noise: NoiseFigures | null // null: the study was not run
  ceiling: Ceiling | null // likewise
  looks: number | null // this one included
  firstDecision: Decision | null // of this run by other thresholds, before these
}

export interface ReviewProgress {
  done: number // resamples
  planned: number | null // null: the rows are being prepared
}

export type ReviewFileKind = 'html' | 'markdown' | 'changes' | 'spec' | 'manifest'

/** A file made of a review. */
export interface ReviewFileRequest {
  kind: ReviewFileKind
  summary: RunSummary
  review: Review
  studies: StudyRecord[]
  roles: RoleAssignment[]
}

export type MetricsOfWeights = (weights: number[]) => Metrics

export interface SearchSetup {
  metric: PrimaryMetric
  strategy: string
  seed: number
  bounds: Bounds
  groups: Uint16Array
  guard?: GuardTerms
}

/** Holds search rows only and tries candidates. */
export interface SearchService {
  setup(port: MessagePort, setup: SearchSetup): Promise<void>
  step(request: StepRequest): Promise<StepResult>
  perform(request: TaskRequest): Promise<TaskResult>
  facts(start: Int32Array): Promise<TaskFacts>
  /** What the worker holds now. */
  memory(): Promise<HeldBytes>
}

/** Holds search rows only and repeats a search on them. */
export interface StudyService {
  setup(port: MessagePort, setup: StudySetup): Promise<void>
  replicate(kind: StudyKind, index: number): Promise<Replicate>
}

/** Ids of imported runs that were added, and of those the journal already had. */
export interface StoredRuns {
  stored: string[]
  present: string[]
}

/** The one writer of the journal, and everything that is read from it. */
export interface JournalService {
  start(header: RunHeader): Promise<void>
  append(runId: string, batch: ExperimentBatch, kept: KeptExperiment[]): Promise<void>
  setState(runId: string, state: RunState, at: string): Promise<void>
  setNote(runId: string, note: string): Promise<void>
  remove(runId: string): Promise<void>
  putStudy(study: StudyRecord): Promise<void>
  studies(runId: string): Promise<StudyRecord[]>
  putLook(look: Look): Promise<void>
  looks(holdout: string): Promise<Look[]>
  runs(): Promise<RunSummary[]>
  run(runId: string): Promise<RunSummary | null>
  kept(runId: string): Promise<KeptExperiment[]>
  /** Hands every batch of a run over, in order. */
  replay(runId: string, onBatch: (batch: ExperimentBatch) => Promise<void>): Promise<void>
  rows(
    runId: string,
    filter: ExperimentFilter,
    offset: number,
    limit: number,
  ): Promise<ExperimentRow[]>
  row(runId: string, index: number): Promise<ExperimentRow | null>
  weights(runId: string, index: number): Promise<number[] | null>
  /** JSONL; `metrics` answers all metrics of a losing experiment's weights, null leaves them out. */
  exportLines(
    runId: string,
    which: 'all' | 'kept',
    metrics: MessagePort | null,
    onProgress: (experiments: number) => void,
  ): Promise<Blob>
  importFile(file: File): Promise<Result<StoredRuns>>
  bytesUsed(): Promise<number | null>
  saveFile(file: StoredFile): Promise<void>
  loadFile(): Promise<StoredFile | null>
  removeFile(): Promise<void>
}
