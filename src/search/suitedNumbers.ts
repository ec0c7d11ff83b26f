import { addedSteps, bestBase } from '../accounts/clippedScores.ts'
import { DEFAULT_WEIGHT } from '../accounts/columnFeatures.ts'
import type { Dataset } from '../accounts/dataset.ts'
import type { Suited } from '../accounts/suited.ts'
import { takeRows } from '../accounts/takeRows.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { type Bounds, movableFeatures } from './bounds.ts'
import { createDeepContext } from './deep/context.ts'
import { createGuide, type Guide, guidedWeights, likeness } from './deep/guide.ts'
import { deepFacts } from './deep/performer.ts'
import { startOutcome } from './deep/starts.ts'
import { sampleOf } from './shapes/folds.ts'

/** What numbers are suited to. */
export interface SuitedRun {
  search: Dataset
  metric: PrimaryMetric
  bounds: Bounds
  startWeights: Int32Array
}

const MOST_ROWS = 20_000
const EVERY = 2 // roundings, a fifth apart in size
const WORTH = 0.002 // likeness to the regression, 1 at most, that a change must bring; so much short of 1 is enough
const WIDER = [
  { reach: 25, worth: WORTH }, // points up and down that the usual bounds may become
  { reach: 50, worth: 0.005 }, // four times the pairs of values to try
  { reach: 100, worth: 0.005 },
]

/**
 * A base score, in whole points, and bounds for the weights a search is going to find rather than those it
 * starts with; null where the present ones serve. The base score that centres many weights of one sign puts
 * nearly all accounts at 0 once signs are mixed or few weights are left, and where all tie no search sees a
 * difference. The usual bounds leave a feature of which less is better a fifth of the points of the others,
 * and a column in units of its own none between none and too many. What serves is told by how alike whole
 * points can be to a regression; bounds change for all features, so that no outcome tells the sign of any one.
 */
export function suitedNumbers(run: SuitedRun, strategy: string): Suited | null {
  if (strategy !== 'sparse' && strategy !== 'deep') return null
  const { bounds, base } = isOneSided(run.bounds)
    ? { bounds: run.bounds, base: null }
    : forRegression(run)
  const to = strategy === 'sparse' ? baseForFew(run.search, bounds) : base
  const reach = reachOf(run.bounds, bounds)
  const suited: Suited = {
    ...(to === null ? {} : { baseScore: { from: run.search.baseScore, to } }),
    ...(reach === null ? {} : { lowest: { from: DEFAULT_WEIGHT.min, to: -reach } }),
    ...(reach === null || reach === DEFAULT_WEIGHT.max
      ? {}
      : { highest: { from: DEFAULT_WEIGHT.max, to: reach } }),
  }
  return Object.keys(suited).length === 0 ? null : suited
}

/** As of chosen shapes: no weight may take points, and their base score was made for such weights. */
function isOneSided(bounds: Bounds): boolean {
  return movableFeatures(bounds).every((feature) => bounds.min[feature] >= 0)
}

/** From where few features can move an account both ways; null where they can from the present one. */
function baseForFew({ baseScore, maxScore }: Dataset, bounds: Bounds): number | null {
  if (isOneSided(bounds)) return baseScore < 0 ? 0 : null
  const middle = Math.round(maxScore / 2)
  return Math.abs(baseScore - middle) <= maxScore / 4 ? null : middle
}

/** The narrowest bounds and the present base score, unless others score more like a regression. */
function forRegression({ search, metric, bounds, startWeights }: SuitedRun): {
  bounds: Bounds
  base: number | null
} {
  const all = Uint32Array.from({ length: search.rowCount }, (_, row) => row)
  const rows = sampleOf(all, MOST_ROWS, 1)
  const dataset = rows.length === all.length ? search : takeRows(search, rows)
  const outcome = startOutcome({ dataset, metric })
  const movable = movableFeatures(bounds)
  if (outcome === null || movable.length === 0) return { bounds, base: null }
  const guide = createGuide(dataset, outcome, movable, 1)
  const asStarted = likeness(guide, dataset, addedSteps(dataset, startWeights), dataset.baseScore)
  const inPresent = closest(dataset, guide, bounds, startWeights)
  const alike = Math.max(asStarted, inPresent.present)
  let best = { bounds, base: null as number | null, alike }
  const take = (within: Bounds, { base, alike }: Closest, worth: number) => {
    if (alike > best.alike + worth) best = { bounds: within, base, alike }
  }
  take(bounds, inPresent, WORTH)
  for (const { reach, worth } of WIDER) {
    const wider = widened(bounds, reach)
    if (wider === null || best.alike >= 1 - worth || triesEverySpec()) break
    take(wider, closest(dataset, guide, wider, startWeights), worth)
  }
  return { bounds: best.bounds, base: best.base === dataset.baseScore ? null : best.base }

  /** Within the present bounds; wider ones would end that. */
  function triesEverySpec(): boolean {
    const context = createDeepContext(dataset, metric, bounds, 1)
    const { exhaustible, provable } = deepFacts(context, startWeights)
    return exhaustible || provable
  }
}

interface Closest {
  present: number // likeness that is reached on the present base score
  base: number // that clips the fewest accounts, of the weights that are the most alike on it
  alike: number // as they are there
}

function closest(dataset: Dataset, guide: Guide, bounds: Bounds, start: Int32Array): Closest {
  const { baseScore, maxScore, resolution } = dataset
  const found: Closest = { present: 0, base: baseScore, alike: 0 }
  guidedWeights(guide, bounds, movableFeatures(bounds), start).forEach((weights, i) => {
    if (i % EVERY > 0) return
    const added = addedSteps(dataset, weights)
    found.present = Math.max(found.present, likeness(guide, dataset, added, baseScore))
    const { base } = bestBase(added.toSorted(), maxScore, resolution)
    const alike = likeness(guide, dataset, added, base)
    if (alike > found.alike) Object.assign(found, { base, alike })
  })
  return found
}

/** Weights with the usual bounds up to so many points either way; null where none has them. */
function widened(bounds: Bounds, reach: number): Bounds | null {
  const [min, max] = [bounds.min.slice(), bounds.max.slice()]
  let found = false
  for (const feature of movableFeatures(bounds)) {
    if (min[feature] !== DEFAULT_WEIGHT.min || max[feature] !== DEFAULT_WEIGHT.max) continue
    min[feature] = -reach
    max[feature] = reach
    found = true
  }
  return found ? { ...bounds, min, max } : null
}

/** Points either way that the usual bounds became; null where they stayed. */
function reachOf(before: Bounds, after: Bounds): number | null {
  const feature = before.min.findIndex((min, i) => after.min[i] !== min)
  return feature < 0 ? null : after.max[feature]
}
