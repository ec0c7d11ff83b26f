import type { ReviewFileKind } from '../../workers/protocol.ts'
import type { Role } from '../accounts/role.ts'
import type { FeatureSpec, MissingPolicy } from '../accounts/spec.ts'
import type { Tier } from '../evaluation/tiers.ts'
import type { AccountExplanation } from '../review/explainAccount.ts'
import type { MovedPage, MovedQuery } from '../review/movedAccounts.ts'
import type { Thresholds } from '../review/review.ts'
import type {
  ExperimentDetail,
  ExperimentRow,
  RunOptions,
  SampleKind,
  ShapeName,
} from '../store/state.ts'
import type { StudyKind } from '../studies/study.ts'

export type { ReviewFileKind } from '../../workers/protocol.ts'

export type ExperimentFilter = 'all' | 'won' | 'lost'

/** What the specs of a run's curve are counted by. */
export type CurveKind = 'features' | 'changes'

/** What the page can ask for. Failures end in `state.notice` or the state's own problem, never in a throw. */
export interface Commands {
  /** Opens a file; of several dropped together the first two, the earlier to be searched, the other held out. */
  openFile(file: File, others?: File[]): Promise<void>
  addLater(file: File): Promise<void> // a second file, held out whole
  removeLater(): Promise<void>
  swapFiles(): Promise<void> // searches the later file and holds out the other
  setAsOf(day: string | null): Promise<void> // last day outcomes are known of, as 2026-09-01; null: not told
  openSample(kind: SampleKind): Promise<void>
  downloadSample(kind: Exclude<SampleKind, 'refresh'>): Promise<void>
  cancelLoading(): void
  closeData(): Promise<void>

  setRole(column: string, role: Role): Promise<void>
  setEvent(column: string, event: string): Promise<void> // the text of a two-value outcome that counts as 1
  setMissingPolicy(column: string, policy: MissingPolicy): Promise<void>
  leaveOutRowsWithoutOutcome(): Promise<void>

  updateFeature(name: string, patch: Partial<FeatureSpec>): Promise<void>
  updateTiers(tiers: Tier[]): Promise<void>
  updateBaseScore(points: number): Promise<void> // what every account starts with
  resetSpec(): Promise<void>
  /** The best shape for each feature, some of them overruled by column; the spec before stays to go back to. */
  chooseShapes(overrule: Record<string, ShapeName>): Promise<void>
  cancelShapes(): void // the spec stays as it was
  undoShapes(): Promise<void>
  importSpec(file: File): Promise<void>
  exportSpec(format: 'json' | 'yaml', which: 'start' | 'best'): Promise<void>

  setRunOptions(options: Partial<RunOptions>): void
  startRun(options: Partial<RunOptions>): Promise<void>
  goDeeper(): Promise<void> // searches on from the best of the run shown, to a certificate
  pause(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
  resumeInterrupted(runId: string): Promise<void>

  /** Kept experiments first, then the others by index. */
  experiments(
    runId: string,
    filter: ExperimentFilter,
    offset: number,
    limit: number,
  ): Promise<ExperimentRow[]>
  experiment(runId: string, index: number): Promise<ExperimentDetail | null>
  openRun(runId: string): Promise<void> // shows a journaled run in the Run view
  useSpec(runId: string, index: number): Promise<void> // its weights become the spec of the Model view
  useCurveSpec(runId: string, kind: CurveKind, size: number): Promise<void> // the same of a spec on its curve
  /** Every experiment, or the kept ones alone where all make a very large file, unless all are asked for. */
  exportJournal(runId: string, lines?: 'all'): Promise<void>
  importJournal(file: File): Promise<void>
  setNote(runId: string, note: string): Promise<void>
  removeRun(runId: string): Promise<void>

  openReview(runId: string): Promise<void>
  cancelReview(): void
  /** What reviews are judged by from now on; the one that is open is judged anew, which is another look. */
  setThresholds(thresholds: Thresholds): Promise<void>
  /** Accounts of the run under review, furthest moved first; rejects where there is none. */
  movedAccounts(query: MovedQuery): Promise<MovedPage>
  explainAccount(row: number): Promise<AccountExplanation>
  downloadReview(kind: ReviewFileKind): Promise<void>
  /** The candidate under review, with the cut-offs it was judged by, becomes the spec of the Model view. */
  useCandidateSpec(): Promise<void>
  openStudies(runId: string): Promise<void> // what the studies of a run have come to
  startStudy(runId: string, kind: StudyKind): Promise<void> // goes on where it was stopped; done before: anew
  stopStudy(): Promise<void> // at once; what is done is kept
  useConsensusSpec(runId: string): Promise<void> // medians of resampling become the spec of the Model view
  dismissNotice(): void
}
