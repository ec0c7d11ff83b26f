import { permutationP } from '../statistics/permutationP.ts'
import { mean, quantile } from './quantile.ts'
import type { Replicate, ShuffleReplicate } from './study.ts'
import { figure } from './words.ts'

export interface ShuffleSummary {
  gains: number[] // of the searches on shuffled outcomes, in order of index
  realGain: number
  mean: number
  p95: number
  p: number // see `permutationP`
  sentence: string
}

/** What noise alone buys, against the gain of the run; null before the first repetition with a value. */
export function summarizeShuffle(
  replicates: readonly Replicate[],
  real: { start: number; best: number },
): ShuffleSummary | null {
  const gains = replicates
    .filter((each): each is ShuffleReplicate => each.study === 'shuffle')
    .flatMap(({ start, best }) => (start === null || best === null ? [] : [best - start]))
  if (gains.length === 0) return null
  const realGain = real.best - real.start
  const asLarge = gains.filter((gain) => gain >= realGain).length
  const p = permutationP(realGain, gains)
  const p95 = quantile(gains, 0.95)
  const average = mean(gains)
  const found = `Noise alone buys ${figure(average)}; you found ${figure(realGain)}.`
  const often =
    asLarge === 0
      ? `None of ${gains.length} searches on shuffled outcomes gained as much.`
      : `${asLarge} of ${gains.length} searches on shuffled outcomes gained as much or more.`
  const sentence = `${found} ${often} ${verdict(p, gains.length)}`
  return { gains, realGain, mean: average, p95, p, sentence }
}

/**
 * What the study says, beside the gain on held-out accounts (null: not known): one that stands out from
 * noise where it was found may still be gone there.
 */
export function shuffleSentence(
  { sentence, p, gains }: ShuffleSummary,
  held: { low: number } | null,
): string {
  const isFallen = held !== null && held.low <= 0
  if (!isFallen || !isClear(p, gains.length)) return sentence
  return sentence.replace(/\.$/, ', but it did not carry over to the held-out accounts.')
}

const FEW = 19 // searches below which no p can reach 0.05

function isClear(p: number, searches: number): boolean {
  return searches >= FEW && p <= 0.05
}

function verdict(p: number, searches: number): string {
  if (searches < FEW) return 'That is too few searches to tell.'
  return isClear(p, searches)
    ? 'The gain on the search rows is not noise.'
    : 'A gain of this size can be noise alone.'
}
