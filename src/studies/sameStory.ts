import { FOLDS } from './study.ts'
import type { FoldsSummary } from './summarizeFolds.ts'
import type { ResampleSummary } from './summarizeResample.ts'
import { figure } from './words.ts'

export interface SameStory {
  corrected: number // the candidate's value less Harrell's optimism
  folds: number // what the search delivers outside its folds
  agree: boolean // within two standard errors of the folds
  sentence: string
}

const ENOUGH_SEARCHES = 20

/** Two ways to ask what the candidate is worth on unseen accounts; null until both have enough repetitions. */
export function sameStory(
  resample: ResampleSummary | null,
  folds: FoldsSummary | null,
  shaped: boolean, // folds choose shapes anew, resampling does not
): SameStory | null {
  const corrected = resample?.corrected ?? null
  if (resample === null || corrected === null || resample.searches < ENOUGH_SEARCHES) return null
  if (folds === null || folds.folds < FOLDS || folds.candidate.se === null) return null
  const { mean, se } = folds.candidate
  const agree = Math.abs(corrected - mean) <= 2 * se
  const both = shaped
    ? `Resampling, which keeps the shapes, says ${figure(corrected)}; folds, which choose them anew, say ${figure(mean)}`
    : `Resampling says ${figure(corrected)}, folds say ${figure(mean)}`
  const sentence = agree
    ? `${both}: the two tell the same story.`
    : `${both}: the two differ by more than two standard errors, so trust the lower one.`
  return { corrected, folds: mean, agree, sentence }
}
