import { type StudiedRun, summarizeStudies } from '../studies/runStudies.ts'
import type { StudyRecord } from '../studies/study.ts'
import type { NoiseFigures } from './review.ts'

/**
 * What a review says of the shuffled-outcome study of its run; null where it was not run, or stopped
 * before its end: a few searches cannot tell a gain from noise, however large it is.
 */
export function noiseFigures(
  studies: readonly StudyRecord[],
  run: StudiedRun,
): NoiseFigures | null {
  const done = studies.filter(({ kind, state }) => kind === 'shuffle' && state === 'done')
  const { shuffle } = summarizeStudies(done, run)
  if (shuffle === null) return null
  const { gains, mean, p95, p } = shuffle
  return { shuffles: gains.length, meanGain: mean, p95, p }
}
