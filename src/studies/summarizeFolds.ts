import { nadeauBengio } from '../statistics/nadeauBengio.ts'
import { Z_95 } from '../statistics/normal.ts'
import { mean } from './quantile.ts'
import type { FoldReplicate, Replicate } from './study.ts'
import { figure } from './words.ts'

/** Over folds. */
export interface FoldFigures {
  mean: number
  sd: number | null // between folds; null: of one fold
  se: number | null // of the mean, Nadeau–Bengio
}

export interface FoldsSummary {
  folds: number // with a value of both specs
  undefinedFolds: number // without one
  incumbent: FoldFigures
  candidate: FoldFigures
  ceiling: FoldFigures | null
  /** Candidate − incumbent, fold by fold; with a 95 % interval where there are folds enough. */
  gain: FoldFigures & { low: number | null; high: number | null }
  sentence: string
}

/**
 * What this search delivers on accounts it never saw. `searchRows`: how many there are. Null while
 * no fold has a value of both specs: the metric may need more accounts than a fold has.
 */
export function summarizeFolds(
  replicates: readonly Replicate[],
  searchRows: number,
): FoldsSummary | null {
  const own = replicates.filter((each): each is FoldReplicate => each.study === 'folds')
  const known = own.flatMap(({ incumbent, candidate, ceiling, rows }) =>
    incumbent === null || candidate === null ? [] : [{ incumbent, candidate, ceiling, rows }],
  )
  if (known.length === 0) return null
  const tested = mean(known.map(({ rows }) => rows))
  const of = (values: number[]): FoldFigures => figures(values, tested / (searchRows - tested))
  const ceilings = known.flatMap(({ ceiling }) => (ceiling === null ? [] : [ceiling]))
  const incumbent = of(known.map((each) => each.incumbent))
  const candidate = of(known.map((each) => each.candidate))
  const gain = of(known.map((each) => each.candidate - each.incumbent))
  const [low, high] =
    gain.se === null ? [null, null] : [gain.mean - Z_95 * gain.se, gain.mean + Z_95 * gain.se]
  return {
    folds: known.length,
    undefinedFolds: own.length - known.length,
    incumbent,
    candidate,
    ceiling: ceilings.length === known.length ? of(ceilings) : null,
    gain: { ...gain, low, high },
    sentence: `On accounts it never saw this search reaches ${figure(candidate.mean)} and the incumbent ${figure(incumbent.mean)}: a gain of ${figure(gain.mean)}${range(low, high)}.`,
  }
}

function range(low: number | null, high: number | null): string {
  return low === null || high === null ? '' : `, 95 % interval ${figure(low)} to ${figure(high)}`
}

function figures(values: number[], testToTrain: number): FoldFigures {
  const corrected = nadeauBengio(values, testToTrain)
  if (corrected === null) return { mean: mean(values), sd: null, se: null }
  const { mean: average, standardError: se } = corrected
  return { mean: average, sd: se / Math.sqrt(1 / values.length + testToTrain), se }
}
