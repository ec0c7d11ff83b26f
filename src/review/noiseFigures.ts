import type { ShuffleSummary } from '../studies/summarizeShuffle.ts'
import type { NoiseFigures } from './review.ts'

/** What a review says of the shuffled-outcome study; null where it was not run to its end. */
export function noiseFigures(shuffle: ShuffleSummary | null): NoiseFigures | null {
  if (shuffle === null) return null
  const { gains, mean, p95, p } = shuffle
  return { shuffles: gains.length, meanGain: mean, p95, p }
}
