import { addedSteps, bestBase } from '../accounts/clippedScores.ts'
import { DEFAULT_WEIGHT } from '../accounts/columnFeatures.ts'
import type { Dataset } from '../accounts/dataset.ts'
import type { Suited } from '../accounts/suited.ts'
import { takeRows } from '../accounts/takeRows.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { type Bounds, movableFeatures } from './bounds.ts'
import { createDeepContext, type DeepContext } from './deep/context.ts'
import { deepFacts } from './deep/performer.ts'
import { startWeights } from './deep/starts.ts'
import { createObjective } from './objective.ts'
import { sampleOf } from './shapes/folds.ts'

/** What numbers are suited to. */
export interface SuitedRun {
  search: Dataset
  metric: PrimaryMetric
  bounds: Bounds
  startWeights: Int32Array
}

const MOST_ROWS = 20_000
const EVERY = 3 // roundings, a third apart in size
const WORTH = 0.002 // of the metric

/**
 * A base score, in whole points, and lower bounds for the weights a search is going to find rather than those
 * it starts with; null where the present ones serve. The base score that centres many weights of one sign puts
 * nearly all accounts at 0 once signs are mixed or few weights are left, and where all tie no search sees a
 * difference. The usual bounds leave a feature of which less is better a fifth of the points of the others:
 * they are made symmetric for all where that is worth it, so that no outcome tells the sign of any one.
 */
export function suitedNumbers(run: SuitedRun, strategy: string): Suited | null {
  if (strategy !== 'sparse' && strategy !== 'deep') return null
  const { bounds, base } = forRegression(run)
  const to = strategy === 'sparse' ? baseForFew(run.search, bounds) : base
  const suited: Suited = {
    ...(to === null ? {} : { baseScore: { from: run.search.baseScore, to } }),
    ...(bounds === run.bounds
      ? {}
      : { lowest: { from: DEFAULT_WEIGHT.min, to: -DEFAULT_WEIGHT.max } }),
  }
  return Object.keys(suited).length === 0 ? null : suited
}

/** From where few features can move an account both ways. */
function baseForFew({ baseScore, maxScore }: Dataset, bounds: Bounds): number | null {
  if (baseScore >= 0) return null
  const mixed = movableFeatures(bounds).some((feature) => bounds.min[feature] < 0)
  return mixed ? Math.round(maxScore / 2) : 0
}

/** Of the roundings of a regression, each on the base that clips the fewest accounts: that of the best. */
function forRegression({ search, metric, bounds, startWeights: start }: SuitedRun) {
  const all = Uint32Array.from({ length: search.rowCount }, (_, row) => row)
  const rows = sampleOf(all, MOST_ROWS, 1)
  const dataset = rows.length === all.length ? search : takeRows(search, rows)
  const { maxScore, resolution } = dataset
  const contextOf = (within: Bounds) => createDeepContext(dataset, metric, within, 1)
  const roundingsIn = (context: DeepContext) => startWeights(context, start, { kind: 'logistic' })

  /** Better than `least`, each on the base that clips the fewest accounts, the middle one of several. */
  function bestOf(roundings: Int32Array[], least: number) {
    let best = { value: least, base: null as number | null }
    for (let i = 0; i < roundings.length; i += EVERY) {
      const { base } = bestBase(addedSteps(dataset, roundings[i]).sort(), maxScore, resolution)
      const reached = valueOn({ ...dataset, baseScore: base }, metric, [roundings[i]])
      if (reached > best.value) best = { value: reached, base }
    }
    return best
  }

  const context = contextOf(bounds)
  const roundings = roundingsIn(context)
  const present = valueOn(dataset, metric, [start, ...roundings])
  const best = bestOf(roundings, present + WORTH)
  const symmetric = symmetricBounds(bounds)
  const { exhaustible, provable } = deepFacts(context, start)
  if (symmetric === null || exhaustible || provable) return { bounds, base: best.base }
  const narrow = best.base === null ? present : best.value
  const wide = bestOf(roundingsIn(contextOf(symmetric)), narrow + WORTH)
  if (wide.base === null) return { bounds, base: best.base }
  return { bounds: symmetric, base: wide.base === dataset.baseScore ? null : wide.base }
}

/** The same, with room below 0 as above for weights with the usual bounds; null where none has them. */
function symmetricBounds(bounds: Bounds): Bounds | null {
  const usual = Array.from(movableFeatures(bounds)).filter(
    (feature) =>
      bounds.min[feature] === DEFAULT_WEIGHT.min && bounds.max[feature] === DEFAULT_WEIGHT.max,
  )
  if (usual.length === 0) return null
  const min = bounds.min.slice()
  for (const feature of usual) min[feature] = -DEFAULT_WEIGHT.max
  return { ...bounds, min }
}

/** The best of these weights. */
function valueOn(dataset: Dataset, metric: PrimaryMetric, weights: Int32Array[]): number {
  const objective = createObjective(dataset, metric)
  return Math.max(...weights.map((each) => objective.toValue(objective.reset(each))))
}
