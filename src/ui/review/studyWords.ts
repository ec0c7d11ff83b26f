import type { RunSummary } from '../../journal/entry.ts'
import {
  missingIndices,
  SHAPING_KINDS,
  type StudyKind,
  type StudyRecord,
} from '../../studies/study.ts'
import { formatSeconds, plural } from '../shared/format.ts'

/** A study as people meet it. */
export interface StudyWords {
  kind: StudyKind
  name: string
  question: string // what it answers, and how
  unit: string // what is done so many times
  units: string
  isSearch: boolean // each repetition is a whole search
}

const search = { unit: 'search', units: 'searches', isSearch: true } as const

export const STUDIES: readonly StudyWords[] = [
  {
    kind: 'shuffle',
    name: 'Shuffled outcomes',
    question:
      'How much would this search gain if there were nothing to find? Every account gets the outcome of another that your score rates about the same, then the same search runs.',
    ...search,
  },
  {
    kind: 'resample',
    name: 'Resampled accounts',
    question:
      'Which weights are firm? The accounts are drawn anew, some twice, some not at all, and the same search runs on each draw.',
    ...search,
  },
  {
    kind: 'folds',
    name: 'Folds',
    question:
      'What does this search deliver on accounts it never saw? It runs without a fifth of the accounts (a larger part where there are few) and is measured on them, each part in turn, several times over.',
    ...search,
  },
  {
    kind: 'ceiling',
    name: 'Ceiling',
    question:
      'How much is left to gain with these features? A logistic regression on them, without bounds and whole points, shows what any sum of them could reach.',
    unit: 'regression',
    units: 'regressions',
    isSearch: false,
  },
  {
    kind: 'tolerance',
    name: 'Tolerance',
    question:
      'How exactly must a weight be set? Each weight is moved alone until the metric is worse by more than one standard error.',
    unit: 'weight',
    units: 'weights',
    isSearch: false,
  },
]

/** '100 searches, at most about 4 s': the run took `searchSeconds`, and a study does the same without its journal. */
export function plannedWords(
  { kind, unit, units, isSearch }: StudyWords,
  planned: number,
  { searchSeconds, header: { workers, shaped } }: Pick<RunSummary, 'searchSeconds' | 'header'>,
): string {
  const count = plural(planned, unit, units)
  if (!isSearch) return count
  if (shaped !== undefined && SHAPING_KINDS.has(kind))
    return `${count}, each with shapes of its own`
  return `${count}, at most about ${formatSeconds((planned * searchSeconds) / Math.max(1, workers))}`
}

/** '34 of 100 searches, 3 s left'. */
export function progressWords(
  { units }: StudyWords,
  done: number,
  planned: number,
  secondsLeft: number | null,
): string {
  const left = secondsLeft === null ? '' : `, ${formatSeconds(secondsLeft)} left`
  return `${done} of ${planned} ${units}${left}`
}

/** '100 searches in 1.2 s', 'stopped after 34 of 100 searches'. */
export function doneWords({ unit, units }: StudyWords, record: StudyRecord): string {
  const { replicates, planned, seconds, state } = record
  return state === 'done'
    ? `${plural(planned, unit, units)} in ${formatSeconds(seconds)}`
    : `stopped after ${replicates.length} of ${planned} ${units}`
}

/** Repetitions still to be done once Continue is pressed; all where there is none to go on with. */
export function leftOf(record: StudyRecord | null, planned: number): number {
  return actionWord(record) === 'Continue' ? missingIndices(record!).length : planned
}

/** What a press on the button of a study does. */
export function actionWord(record: StudyRecord | null): string {
  if (record === null || record.replicates.length === 0) return 'Run'
  return record.state === 'done' ? 'Run again' : 'Continue'
}
