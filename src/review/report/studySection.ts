import type { StudySummaries } from '../../studies/runStudies.ts'
import type { StudyKind } from '../../studies/study.ts'
import { ceilingSentence } from '../../studies/summarizeCeiling.ts'
import type { FoldFigures } from '../../studies/summarizeFolds.ts'
import { shuffleSentence } from '../../studies/summarizeShuffle.ts'
import { NO_RESULT } from '../../studies/words.ts'
import type { Review } from '../review.ts'
import { decimals, signed } from '../words.ts'
import { noiseHistogram } from './charts.ts'
import type { Block, Section, TableRow } from './document.ts'

/** What doing the whole search many times says about its result; null where none was done. */
export function studySection(
  { shuffle, resample, folds, ceiling, story, withoutResult }: StudySummaries,
  { ceiling: held, gain, metric }: Pick<Review, 'ceiling' | 'gain' | 'metric'>, // on the holdout
): Section | null {
  const blocks: Block[] = []
  if (shuffle !== null) {
    blocks.push(
      { kind: 'text', text: shuffleSentence(shuffle, gain) },
      { kind: 'charts', charts: [noiseHistogram(shuffle.gains, shuffle.realGain)] },
    )
  }
  if (folds !== null) {
    const row = (
      name: string,
      figures: FoldFigures | null,
      of: (value: number) => string,
    ): TableRow[] =>
      figures === null
        ? []
        : [{ cells: [name, of(figures.mean), spread(figures.sd), spread(figures.se)] }]
    blocks.push(
      { kind: 'text', text: folds.sentence },
      {
        kind: 'table',
        name: 'Folds',
        columns: [
          { title: `On accounts never seen, ${folds.folds} folds` },
          { title: 'Mean', align: 'right' },
          { title: 'Between folds', align: 'right' },
          { title: 'Error of the mean', align: 'right' },
        ],
        rows: [
          ...row('Incumbent', folds.incumbent, (value) => decimals(value, 4)),
          ...row('Candidate of this search', folds.candidate, (value) => decimals(value, 4)),
          ...row('Logistic regression', folds.ceiling, (value) => decimals(value, 4)),
          ...row('Gain', folds.gain, (value) => signed(value, 4)),
        ],
        note: 'The error of the mean allows for folds that share accounts (Nadeau and Bengio, 2003).',
      },
    )
  }
  const sentences = [
    ...(held === null ? [] : [ceilingSentence(held, 'held-out accounts', metric)]),
    ...[ceiling, resample, story].flatMap((each) => (each === null ? [] : [each.sentence])),
    ...withoutResult.map((kind) => `${NAMES[kind]}: no result. ${NO_RESULT[kind]}`),
  ]
  if (sentences.length > 0) blocks.push({ kind: 'list', items: sentences })
  if (blocks.length === 0) return null
  return {
    title: 'The whole search, many times',
    lead: 'The same search with the same budget, on shuffled outcomes, resampled accounts and folds. All of it on the accounts searched: it tells nothing of a later period.',
    blocks,
  }
}

const NAMES: Record<StudyKind, string> = {
  shuffle: 'Shuffled outcomes',
  resample: 'Resampled accounts',
  folds: 'Folds',
  ceiling: 'Ceiling',
  tolerance: 'Tolerance',
}

function spread(value: number | null): string {
  return value !== null && Number.isFinite(value) ? decimals(value, 4) : '–'
}
