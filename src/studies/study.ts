import type { Dataset } from '../accounts/dataset.ts'
import type { Shaped } from '../accounts/shaped.ts'
import type { Spec } from '../accounts/spec.ts'
import type { Table } from '../accounts/table.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import type { Guardrails } from '../loop/guardrails.ts'
import type { Bounds } from '../search/bounds.ts'
import type { GuardTerms } from '../search/guard.ts'

/** What is asked of a search by doing it again, or of its result. */
export type StudyKind = 'shuffle' | 'resample' | 'folds' | 'ceiling' | 'tolerance'

export const STUDY_KINDS: readonly StudyKind[] = [
  'shuffle',
  'resample',
  'folds',
  'ceiling',
  'tolerance',
]

/** Those that choose shapes anew, where the run did. */
export const SHAPING_KINDS: ReadonlySet<StudyKind> = new Set<StudyKind>(['shuffle', 'folds'])

/** What a study reads of the search rows. */
export interface StudyRows {
  dataset: Dataset
  incumbent: ScoreVector // the scores that gains are counted from
  table?: Table // the columns of the same rows, where the setup chooses shapes anew
}

/** What a run did to its spec before it searched, to be done again on other rows. */
export interface ShapesAgain {
  spec: Spec // as it stood before
  overrule: Shaped['overrule']
  suits: boolean // with numbers suited to the search
  guardrails?: Guardrails
}

/** The search that is repeated, and what it found; the search rows stand beside it. */
export interface StudySetup {
  metric: PrimaryMetric
  strategy: string
  seed: number
  budget: number // experiments; Infinity: until the strategy is done
  bounds: Bounds
  groups: Uint16Array // of each weight: those of one group are one feature
  startWeights: Int32Array // the run's
  fittedStart?: boolean // they may come from all search rows; absent: they do not
  shapes?: ShapesAgain // how they were chosen, where they were, see `SHAPING_KINDS`
  suitedFrom?: Spec // before the run chose a base score and bounds by the outcomes, without shapes; absent: it did not
  bestWeights: Int32Array // the candidate's
  maxFeatures?: number // of `sparse`; absent: as many as help
  guard?: GuardTerms // of the run's guardrails
}

/** One repetition, a pure function of setup, rows and index. Values are of the primary metric; null: not defined. */
export type Replicate =
  | ShuffleReplicate
  | ResampleReplicate
  | FoldReplicate
  | CeilingReplicate
  | ToleranceReplicate

/** The search on shuffled outcomes. */
export interface ShuffleReplicate {
  study: 'shuffle'
  index: number
  start: number | null // of the incumbent
  best: number | null
}

/** The search on resampled accounts. */
export interface ResampleReplicate {
  study: 'resample'
  index: number
  weights: number[] // found
  start: number | null // on the resampled accounts
  best: number | null // on the resampled accounts
  bestOnAll: number | null // of the weights found, on the search rows as they are
}

/** The search without the rows of a fold, and how what it found does on them. */
export interface FoldReplicate {
  study: 'folds'
  index: number // repetition × its folds + fold
  incumbent: number | null // on the fold
  candidate: number | null // on the fold
  ceiling: number | null // on the fold, of the regression fitted without it
  rows: number // of the fold
}

/** Ridge logistic regression on the features of the spec. */
export interface CeilingReplicate {
  study: 'ceiling'
  index: 0
  coefficients: number[] // log odds a unit of each feature; empty: the outcomes allow no regression
  intercept: number
  lambda: number // of ½ λ ‖β‖² on standardised features
  value: number | null // on the rows it was fitted to
}

/** Values of one weight that are within one standard error of the candidate's. */
export interface ToleranceReplicate {
  study: 'tolerance'
  index: number // feature
  low: number
  high: number
}

export const REPETITIONS = 100
export const FOLDS = 5 // fewer where they would be too small, see `foldOf`
export const FOLD_REPETITIONS = 4

/** Repetitions of a whole study. */
export function plannedReplicates(kind: StudyKind, features: number): number {
  switch (kind) {
    case 'shuffle':
    case 'resample':
      return REPETITIONS
    case 'folds':
      return FOLDS * FOLD_REPETITIONS
    case 'ceiling':
      return 1
    case 'tolerance':
      return features
  }
}

/** A study of a run as it is stored: it may be continued where replicates are missing. */
export interface StudyRecord {
  runId: string
  kind: StudyKind
  planned: number
  replicates: Replicate[] // ascending by index
  state: 'running' | 'done' | 'stopped'
  seconds: number // of work at it, by the clock on the wall
}

/** Indices still to be done, ascending. */
export function missingIndices({ planned, replicates }: StudyRecord): number[] {
  const done = new Set(replicates.map(({ index }) => index))
  return Array.from({ length: planned }, (_, index) => index).filter((index) => !done.has(index))
}

/** The record with replicates added, ascending by index; one that is there already is replaced. */
export function withReplicates(record: StudyRecord, added: Replicate[]): StudyRecord {
  const all = new Map([...record.replicates, ...added].map((each) => [each.index, each]))
  const replicates = [...all.values()].sort((a, b) => a.index - b.index)
  return { ...record, replicates }
}
