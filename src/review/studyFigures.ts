import type { Ceiling } from '../studies/ceiling.ts'
import { type StudiedRun, summarizeStudies } from '../studies/runStudies.ts'
import type { CeilingReplicate, StudyRecord } from '../studies/study.ts'
import type { NoiseFigures } from './review.ts'

/** What a review takes from the studies of its run. */
export interface StudyFigures {
  noise: NoiseFigures | null // null: not run, or not to its end
  ceiling: Ceiling | null // null: not run, or the outcomes allow no regression
}

/**
 * Of the shuffled outcomes and the ceiling, each only where it was done to its end: a few searches cannot
 * tell a gain from noise, however large it is.
 */
export function studyFigures(studies: readonly StudyRecord[], run: StudiedRun): StudyFigures {
  const done = studies.filter(({ state }) => state === 'done')
  const { shuffle } = summarizeStudies(
    done.filter(({ kind }) => kind === 'shuffle'),
    run,
  )
  const ceiling = done
    .flatMap(({ replicates }) => replicates)
    .find((each): each is CeilingReplicate => each.study === 'ceiling')
  return {
    noise:
      shuffle === null
        ? null
        : {
            shuffles: shuffle.gains.length,
            meanGain: shuffle.mean,
            p95: shuffle.p95,
            p: shuffle.p,
          },
    ceiling: ceiling === undefined || ceiling.value === null ? null : ceiling,
  }
}
