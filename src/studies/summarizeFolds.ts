import { mean } from './quantile.ts'
import type { FoldReplicate, Replicate } from './study.ts'
import { figure } from './words.ts'

/** Over folds. */
export interface FoldFigures {
  mean: number
  sd: number // between folds
  se: number // of the mean, Nadeau–Bengio
}

export interface FoldsSummary {
  folds: number // with a value of both specs
  undefinedFolds: number // without one
  incumbent: FoldFigures
  candidate: FoldFigures
  ceiling: FoldFigures | null
  gain: FoldFigures & { low: number; high: number } // candidate − incumbent, fold by fold; 95 %
  sentence: string
}

const Z_95 = 1.959964

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
  const [low, high] = [gain.mean - Z_95 * gain.se, gain.mean + Z_95 * gain.se]
  return {
    folds: known.length,
    undefinedFolds: own.length - known.length,
    incumbent,
    candidate,
    ceiling: ceilings.length === known.length ? of(ceilings) : null,
    gain: { ...gain, low, high },
    sentence: `On accounts it never saw this search reaches ${figure(candidate.mean)} and the incumbent ${figure(incumbent.mean)}: a gain of ${figure(gain.mean)}${range(low, high, gain.se)}.`,
  }
}

function range(low: number, high: number, se: number): string {
  return Number.isFinite(se) ? `, 95 % interval ${figure(low)} to ${figure(high)}` : ''
}

function figures(values: number[], testShare: number): FoldFigures {
  const average = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0)
  const sd = values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1))
  // Nadeau and Bengio, Machine Learning 52 (2003), 239–281: folds share most of their rows.
  return { mean: average, sd, se: sd * Math.sqrt(1 / values.length + testShare) }
}
