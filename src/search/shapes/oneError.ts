import { type Candidate, candidateWords } from './candidates.ts'
import { type ColumnTrial, pairedGain, type TriedShape } from './crossValidate.ts'

/** Standard errors a simpler shape may be behind the best and still be taken. */
const ERRORS = 1

/**
 * Standard errors a shape must gain over the usual one: the best of some fifteen shapes of noise often
 * gains two. On 2,000 accounts whose outcomes follow straight lines 2 instead of 2.5 cost 0.010 of AUC
 * on unseen ones; on 10,000 with bends 2.5 instead of 2 cost 0.003.
 */
const errorsOfUsual = (rows: number) => (rows < MANY_ROWS ? 2.5 : 2)
const MANY_ROWS = 5000

/**
 * The simplest candidate that is not worse than the best by more than one standard error, if it is clearly
 * better than the usual one; a wide line is as simple as one that caps more, and asks for less. Many texts are
 * grouped if that is better than no points.
 */
export function chooseIndex(
  { tried, losses }: Pick<ColumnTrial, 'tried' | 'losses'>,
  usual: number,
  wideErrors = ERRORS, // standard errors that a wide line must gain over the usual
): number {
  const groups = tried.findIndex(({ candidate }) => candidate.kind === 'groups')
  const none = tried.findIndex(({ candidate }) => candidate.kind === 'none')
  if (groups >= 0 && none >= 0) return tried[groups].loss < tried[none].loss ? groups : none
  let best = 0
  tried.forEach(({ loss }, index) => {
    if (loss < tried[best].loss) best = index
  })
  const rows = losses[0].length
  for (let index = 0; index <= best; index++) {
    const { candidate, loss } = tried[index]
    if (index === usual || !Number.isFinite(loss)) continue
    const behind = pairedGain(losses[index], losses[best])
    if (index < best && behind.gain > ERRORS * behind.gainError) continue
    const errors = candidate.kind === 'wide' ? wideErrors : errorsOfUsual(rows)
    const { gain, gainError } = pairedGain(losses[usual], losses[index])
    if (!Number.isFinite(losses[usual][0]) || gain > errors * gainError) return index
  }
  return usual
}

export function whyChosen(
  tried: readonly TriedShape[],
  chosen: Candidate,
  usual: Candidate,
): string {
  if (chosen.kind === 'groups') return 'better out of fold than no points'
  if (chosen.kind === 'none') return 'groups of like texts are no better out of fold'
  const finite = tried.filter(({ loss }) => Number.isFinite(loss))
  if (finite.length < 2) return 'the only shape for these values'
  const best = finite.reduce((a, b) => (b.loss < a.loss ? b : a))
  if (best.candidate === chosen) return 'the best out of fold'
  const words = candidateWords(best.candidate)
  if (chosen === usual) return `nothing is clearly better; ${words} comes nearest`
  const near = `within one standard error of ${words}, and simpler`
  return chosen.kind === 'wide' && usual.kind === 'line'
    ? `${near}; more than one better than over the middle 98 %`
    : near
}
