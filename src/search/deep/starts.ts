import { randomBelow } from '../../lib/rng.ts'
import { filledColumns } from '../logistic/filled.ts'
import { fitLogistic } from '../logistic/fitLogistic.ts'
import { spreadsOf, withinLimit } from './columnLimit.ts'
import { at, type DeepContext, isBetter, type Position, preferred } from './context.ts'
import { byLikeness, createGuide, guidedWeights } from './guide.ts'

/** Where a climb begins. */
export type Start =
  | { kind: 'incumbent' }
  | { kind: 'equal' } // oriented by the regression, one size for all
  | { kind: 'logistic' } // ridge regression, scaled and rounded
  | { kind: 'nonNegative' } // the same with no coefficient below 0
  | { kind: 'sparse'; features: number } // the strongest features alone
  | { kind: 'random'; draw: number }

const SCALINGS = 40
const EQUAL_SIZES = [1, 2, 3, 5, 8, 13, 21]
const SPARSE_SIZES = [5, 8, 12]
const RANDOM_STARTS = 4
const START_DRAW = 8

/**
 * The starts of a search, the incumbent first. Behind a gate the regression alone, which falls back to it: of
 * more the best would be picked by luck.
 */
export function startsOf({ movable, gate, limit }: DeepContext): Start[] {
  const few = limit === null ? [] : [limit.most]
  if (gate !== null) {
    const [most = movable.length] = few
    return [most < movable.length ? { kind: 'sparse', features: most } : { kind: 'logistic' }]
  }
  const sparse = [...new Set([...SPARSE_SIZES, ...few])]
    .filter((features) => features < movable.length)
    .map((features): Start => ({ kind: 'sparse', features }))
  return [
    { kind: 'incumbent' },
    { kind: 'logistic' },
    { kind: 'nonNegative' },
    { kind: 'equal' },
    ...sparse,
    ...Array.from({ length: RANDOM_STARTS }, (_, draw): Start => ({ kind: 'random', draw })),
  ]
}

/** What a start comes to. */
export interface Begun {
  points: Position[] // the one to climb from first; none where the outcomes allow no regression
  worth: boolean // that one is better than the incumbent, by more than luck where there is a gate
}

/** Looks at the weights of a start, within the limit of columns. */
export function begin(context: DeepContext, incumbent: Int32Array, start: Start): Begun {
  const outcome = context.gate === null || !isFitted(start) ? null : startOutcome(context)
  if (outcome !== null) return beginByGuide(context, incumbent, outcome, start)
  const points = freeStarts(context, incumbent, start).map((weights) =>
    at(context, withinLimit(context, weights)),
  )
  if (points.length === 0) return { points, worth: false }
  const best = points.reduce((a, b) => (preferred(b, a) ? b : a))
  return { points: [best, ...points.filter((each) => each !== best)], worth: true }
}

/**
 * The points most alike to a regression, without a look at the outcomes, of which the first that passes. They
 * are better than the incumbent at most where that is less alike, by the accounts left out of the folds of the
 * regression: on those it is fitted to it would flatter itself.
 */
function beginByGuide(
  context: DeepContext,
  incumbent: Int32Array,
  outcome: ArrayLike<number>,
  start: Start,
): Begun {
  const { dataset, bounds, movable, seed, gate } = context
  const chosen =
    start.kind === 'sparse' ? strongest(context, outcome, start.features) : Array.from(movable)
  const guide = createGuide(dataset, outcome, chosen, seed)
  const rounded = guidedWeights(guide, bounds, movable, incumbent)
  const ordered = byLikeness(guide, dataset, [incumbent, ...rounded])
  const points = ordered
    .filter((weights) => weights !== incumbent)
    .map((weights) => at(context, withinLimit(context, weights)))
  const first = points.findIndex(({ refusal }) => refusal === null)
  if (first > 0) points.unshift(...points.splice(first, 1))
  const own = at(context, withinLimit(context, incumbent))
  if (points.length === 0 || !isBetter(points[0], own)) return { points, worth: false }
  if (own.refusal !== null) return { points, worth: true }
  const isMoreAlike = ordered[0] !== incumbent
  return {
    points,
    worth: isMoreAlike && gate?.beats(guide.leftOut, incumbent, points[0].weights) === true,
  }
}

function isFitted({ kind }: Start): boolean {
  return kind === 'logistic' || kind === 'nonNegative' || kind === 'sparse'
}

function freeStarts(context: DeepContext, incumbent: Int32Array, start: Start): Int32Array[] {
  const { bounds, movable, seed } = context
  if (start.kind === 'incumbent') return [incumbent.slice()]
  if (start.kind === 'random') {
    const weights = incumbent.slice()
    for (const feature of movable) {
      const low = bounds.min[feature]
      const values = bounds.max[feature] - low + 1
      weights[feature] = low + randomBelow(seed, start.draw, START_DRAW + feature, values)
    }
    return [weights]
  }
  const outcome = startOutcome(context)
  if (outcome === null) return []
  if (start.kind === 'equal') {
    const coefficients = fitOnAll(context, outcome)
    return EQUAL_SIZES.map((size) =>
      rounded(context, incumbent, (feature) => size * Math.sign(coefficients[feature])),
    )
  }
  const chosen =
    start.kind === 'sparse' ? strongest(context, outcome, start.features) : Array.from(movable)
  if (start.kind === 'logistic') return scalings(context, incumbent, fitOnAll(context, outcome))
  const coefficients = fitOn(context, outcome, chosen, start.kind === 'nonNegative')
  return scalings(context, incumbent, coefficients)
}

const onAll = new WeakMap<DeepContext, Float64Array>()

/** The regression that most starts begin with, made once. */
function fitOnAll(context: DeepContext, outcome: ArrayLike<number>): Float64Array {
  const known = onAll.get(context)
  if (known !== undefined) return known
  const coefficients = fitOn(context, outcome, Array.from(context.movable), false)
  onAll.set(context, coefficients)
  return coefficients
}

/** Coefficients by feature, 0 for those not chosen. */
function fitOn(
  { dataset }: DeepContext,
  outcome: ArrayLike<number>,
  chosen: number[],
  nonNegative: boolean,
): Float64Array {
  const counts = dataset.outcomes.count
  const features = chosen.map((feature) => dataset.features[feature])
  const { columns, own } = filledColumns(features, counts)
  const fitted = nonNegative
    ? fitLogistic({ columns: features.map(({ values }) => values), outcome, counts, nonNegative })
    : fitLogistic({ columns, outcome, counts })
  const found = nonNegative ? fitted.coefficients : own(fitted.coefficients)
  const coefficients = new Float64Array(dataset.features.length)
  for (const [place, feature] of chosen.entries()) {
    const { multiplier } = dataset.features[feature]
    coefficients[feature] = found[place] / multiplier
  }
  return coefficients
}

/** The coefficients at sizes from one point for the largest to the bounds, rounded and held to them. */
export function scalings(
  context: DeepContext,
  incumbent: Int32Array,
  coefficients: Float64Array,
): Int32Array[] {
  const { bounds, movable } = context
  let largest = 0
  let widest = 1
  for (const feature of movable) {
    largest = Math.max(largest, Math.abs(coefficients[feature]))
    widest = Math.max(widest, Math.abs(bounds.min[feature]), Math.abs(bounds.max[feature]))
  }
  if (!(largest > 0)) return []
  const found = new Map<string, Int32Array>()
  for (let step = 0; step < SCALINGS; step++) {
    const size = (2 * widest) ** (step / (SCALINGS - 1)) / largest
    const weights = rounded(context, incumbent, (feature) => size * coefficients[feature])
    found.set(weights.join(), weights)
  }
  return [...found.values()]
}

function rounded(
  { bounds, movable }: DeepContext,
  incumbent: Int32Array,
  points: (feature: number) => number,
): Int32Array {
  const weights = incumbent.slice()
  for (const feature of movable) {
    const weight = Math.round(points(feature))
    weights[feature] = Math.min(bounds.max[feature], Math.max(bounds.min[feature], weight))
  }
  return weights
}

/** Movable features of the largest effects a standard deviation, of so many columns where they are limited. */
function strongest(context: DeepContext, outcome: ArrayLike<number>, count: number): number[] {
  const { movable, limit } = context
  const coefficients = fitOnAll(context, outcome)
  const spread = spreadsOf(context)
  const effect = (feature: number) => Math.abs(coefficients[feature]) * spread[feature]
  const chosen = new Set<number>() // columns
  return Array.from(movable)
    .sort((a, b) => effect(b) - effect(a) || a - b)
    .filter((feature) => {
      const column = limit?.groups[feature] ?? feature
      if (chosen.size < count) chosen.add(column)
      return chosen.has(column)
    })
    .sort((a, b) => a - b)
}

/**
 * The event a regression looks for so that its order serves the metric, as the share of a row's accounts that
 * had it; null where it tells no accounts apart. An event of money happens to a row as a whole: of its accounts
 * only the sum is known.
 */
export function startOutcome({
  dataset,
  metric,
}: Pick<DeepContext, 'dataset' | 'metric'>): ArrayLike<number> | null {
  const { count, retained, churned, mrr, mrrEnd, ltv } = dataset.outcomes
  switch (metric) {
    case 'revenue_capture_at_20':
      return mrr === null ? null : above(mrr, count, 0.8)
    case 'tier_separation':
      return ltv === null ? null : above(ltv, count, 0.5)
    case 'nrr_spread':
      if (mrr === null || mrrEnd === null) return null
      return bothClasses(Uint8Array.from(mrr, (start, row) => (mrrEnd[row] >= start ? 1 : 0)))
    default: {
      const given = retained ?? churned
      if (given === null) return null
      const shares = Float64Array.from(given, (events, row) => {
        const share = events === 0 ? 0 : events / (count?.[row] ?? 1)
        return given === retained ? share : 1 - share
      })
      return bothClasses(shares)
    }
  }
}

/** 1 where the amount of an account is above its quantile among the known ones. */
function above(
  sums: Float64Array,
  count: Float64Array | null,
  quantile: number,
): Uint8Array | null {
  const amounts = count === null ? sums : sums.map((sum, row) => sum / count[row])
  const cut = quantileOf(amounts, count, quantile)
  if (cut === null) return null
  const limit = count === null ? cut : cut * (1 + ROUNDING) // equal amounts, divided
  return bothClasses(Uint8Array.from(amounts, (amount) => (amount > limit ? 1 : 0)))
}

const ROUNDING = 1e-12

function quantileOf(
  amounts: Float64Array,
  count: Float64Array | null,
  quantile: number,
): number | null {
  if (count === null) {
    const known = amounts.filter((amount) => amount > 0).sort()
    return known.length === 0 ? null : known[Math.floor((known.length - 1) * quantile)]
  }
  const order = Array.from(amounts.keys()).filter((row) => amounts[row] > 0)
  order.sort((a, b) => amounts[a] - amounts[b])
  const known = order.reduce((total, row) => total + count[row], 0)
  const rank = Math.floor((known - 1) * quantile)
  let passed = 0
  for (const row of order) {
    passed += count[row]
    if (passed > rank) return amounts[row]
  }
  return null
}

function bothClasses<T extends Uint8Array | Float64Array>(shares: T): T | null {
  return shares.some((share) => share > 0) && shares.some((share) => share < 1) ? shares : null
}
