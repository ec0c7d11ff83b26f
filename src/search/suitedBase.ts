import { addedSteps, bestBase } from '../accounts/clippedScores.ts'
import type { Dataset } from '../accounts/dataset.ts'
import { takeRows } from '../accounts/takeRows.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { type Bounds, movableFeatures } from './bounds.ts'
import { createDeepContext } from './deep/context.ts'
import { startWeights } from './deep/starts.ts'
import { createObjective } from './objective.ts'
import { sampleOf } from './shapes/folds.ts'

/** What a base score is suited to. */
export interface BasedRun {
  search: Dataset
  metric: PrimaryMetric
  bounds: Bounds
  startWeights: Int32Array
}

const MOST_ROWS = 20_000
const EVERY = 3 // roundings, a third apart in size
const WORTH = 0.002 // of the metric

/**
 * A base score, in whole points, for the weights a search is going to find rather than those it starts with;
 * null where the present one serves. The one that centres many weights of one sign puts nearly all accounts
 * at 0 once signs are mixed or few weights are left, and where all tie no search sees a difference.
 */
export function suitedBase(run: BasedRun, strategy: string): number | null {
  if (strategy === 'sparse') return baseForFew(run)
  return strategy === 'deep' ? baseForRegression(run) : null
}

/** From where few features can move an account both ways. */
function baseForFew({ search, bounds }: BasedRun): number | null {
  if (search.baseScore >= 0) return null
  const mixed = movableFeatures(bounds).some((feature) => bounds.min[feature] < 0)
  return mixed ? Math.round(search.maxScore / 2) : 0
}

/** Of the roundings of a regression, each on the base that clips the fewest accounts: that of the best. */
function baseForRegression({ search, metric, bounds, startWeights: start }: BasedRun) {
  const all = Uint32Array.from({ length: search.rowCount }, (_, row) => row)
  const rows = sampleOf(all, MOST_ROWS, 1)
  const dataset = rows.length === all.length ? search : takeRows(search, rows)
  const context = createDeepContext(dataset, metric, bounds, 1)
  const roundings = startWeights(context, start, { kind: 'logistic' })
  const { maxScore, resolution } = dataset
  const present = valueOn(dataset, metric, [start, ...roundings])
  let best = { value: present + WORTH, base: null as number | null }
  for (let i = 0; i < roundings.length; i += EVERY) {
    const { base } = bestBase(addedSteps(dataset, roundings[i]).sort(), maxScore, resolution)
    const value = valueOn({ ...dataset, baseScore: base }, metric, [roundings[i]])
    if (value > best.value) best = { value, base }
  }
  return best.base
}

/** The best of these weights. */
function valueOn(dataset: Dataset, metric: PrimaryMetric, weights: Int32Array[]): number {
  const objective = createObjective(dataset, metric)
  return Math.max(...weights.map((each) => objective.toValue(objective.reset(each))))
}
