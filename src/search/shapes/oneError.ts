import { candidateWords } from './candidates.ts'
import { type ColumnTrial, pairedGain, type TriedShape } from './crossValidate.ts'

/** Standard errors a simpler shape may be behind the best and still be taken. */
const ERRORS = 1

/** The simplest candidate that is not worse than the best by more than one standard error. */
export function chooseIndex({ tried, losses }: ColumnTrial): number {
  let best = 0
  tried.forEach(({ loss }, index) => {
    if (loss < tried[best].loss) best = index
  })
  for (let index = 0; index < best; index++) {
    if (!Number.isFinite(tried[index].loss)) continue
    const { gain, gainError } = pairedGain(losses[index], losses[best])
    if (gain <= ERRORS * gainError) return index
  }
  return best
}

export function whyChosen(tried: readonly TriedShape[], chosen: number): string {
  if (tried.length < 2) return 'the only shape for these values'
  const finite = tried.filter(({ loss }) => Number.isFinite(loss))
  const best = finite.reduce((a, b) => (b.loss < a.loss ? b : a))
  if (best === tried[chosen]) return 'the best out of fold'
  return `within one standard error of ${candidateWords(best.candidate)}, and simpler`
}
