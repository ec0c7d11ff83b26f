import type { PairWindow } from '../sweeps/sweeper.ts'
import { placeOf } from './climb.ts'
import { at, type DeepContext, type Position, point, preferred, type Tried } from './context.ts'

/** Goes through all weights within the bounds, those of the two features of fewest levels at once. */
export function* everySpec(
  context: DeepContext,
  incumbent: Int32Array,
): Generator<Tried, Position> {
  const { bounds, fewestLast, sweeper, guard, out } = context
  const outer = Array.from(fewestLast.subarray(0, -2))
  const inner = Array.from(fewestLast.subarray(-2))
  const base = incumbent.slice()
  for (const feature of outer) base[feature] = bounds.min[feature]
  for (const feature of inner) base[feature] = bounds.min[feature] - 1 // outside, so that no value is left out
  const position: Position = { ...at(context, incumbent), refusal: null } // stands whether it passes or not
  const low = inner.map((feature) => bounds.min[feature])
  const high = inner.map((feature) => bounds.max[feature])
  const spans = inner.map((_, which) => high[which] - low[which] + 1)
  const count = spans.reduce((product, span) => product * span, 1)
  do {
    sweeper.place(base)
    sweepAll(sweeper, inner, low, high, out)
    let best: Position | null = null
    let order = 0
    const better: (Position & { order: number })[] = [] // with guardrails, than the position
    for (let i = 0; i < count; i++) {
      const looked = guard !== null && out[i] >= position.comparable
      if (best !== null && out[i] < best.comparable && !looked) continue
      const weights = base.slice()
      const fast = inner.length - 1
      weights[inner[fast]] = low[fast] + (i % spans[fast])
      if (fast > 0) weights[inner[0]] = low[0] + Math.floor(i / spans[1])
      const candidate: Position = { weights, comparable: out[i], refusal: null }
      if (looked && preferred(candidate, position)) better.push({ ...candidate, order: i })
      if (best !== null && !preferred(candidate, best)) continue
      best = candidate
      order = i
    }
    if (best === null) throw new Error(`specs within the bounds: ${count}`)
    better.sort((a, b) => (preferred(a, b) ? -1 : preferred(b, a) ? 1 : a.order - b.order))
    const refused: (Position & { order: number })[] = []
    for (const candidate of better) {
      const refusal = guard === null ? null : guard(candidate.weights)
      if (refusal !== null) refused.push({ ...candidate, refusal })
      else {
        const { order: which, ...passing } = candidate
        best = passing
        order = which
        break
      }
    }
    const values = new Float64Array(count)
    values[0] = sweeper.toValue(best.comparable)
    let next = 1
    for (let i = 0; i < count; i++) if (i !== order) values[next++] = sweeper.toValue(out[i])
    const isRefused = refused.some((each) => each.order === order)
    const accepted = !isRefused && preferred(best, position)
    const sweep = {
      at: 0,
      from: 0,
      base: base.slice(),
      features: inner,
      low,
      high,
      first: order,
    }
    yield {
      ...{ sweep, values, comparable: best.comparable, accepted },
      refused: refused.map(({ comparable, refusal, order: which }) => ({
        ...{ comparable, reason: refusal! },
        at: placeOf(which, order),
      })),
    }
    if (accepted) Object.assign(position, best)
  } while (counted(base, outer, bounds))
  return position
}

/** Comparables of all values of one feature or of two, the second fastest. */
function sweepAll(
  sweeper: DeepContext['sweeper'],
  features: number[],
  low: number[],
  high: number[],
  out: Float64Array,
): void {
  if (features.length === 1) {
    sweeper.one(features[0], low[0], high[0], out)
    return
  }
  const [firstLow, secondLow] = low
  const [firstHigh, secondHigh] = high
  sweeper.two(features[0], features[1], { firstLow, firstHigh, secondLow, secondHigh }, out)
}

/** The next combination of the outer weights, in place; false after the last. */
function counted(base: Int32Array, outer: number[], bounds: DeepContext['bounds']): boolean {
  for (const feature of outer) {
    if (base[feature] < bounds.max[feature]) {
      base[feature]++
      return true
    }
    base[feature] = bounds.min[feature]
  }
  return false
}

/**
 * Goes through all weights within the bounds that have the one of most levels at `weight`; the two of fewest
 * must be swept jointly. Of all values of these two the best is told. There must be no guardrails.
 */
export function* provenSpecs(
  context: DeepContext,
  incumbent: Int32Array,
  weight: number,
): Generator<Tried, Position> {
  const { bounds, fewestLast, sweeper, out } = context
  const outer = Array.from(fewestLast.subarray(1, -2))
  const [first, second] = fewestLast.subarray(-2)
  const base = incumbent.slice()
  base[fewestLast[0]] = weight
  for (const feature of outer) base[feature] = bounds.min[feature]
  const window = {
    firstLow: bounds.min[first],
    firstHigh: bounds.max[first],
    secondLow: bounds.min[second],
    secondHigh: bounds.max[second],
  }
  let best: Position = {
    weights: incumbent,
    comparable: Number.NEGATIVE_INFINITY,
    refusal: null,
  }
  do {
    sweeper.place(base)
    sweeper.two(first, second, window, out)
    const weights = base.slice()
    const comparable = leastBest(window, out, weights, first, second)
    const candidate = { weights, comparable, refusal: null }
    const accepted = preferred(candidate, best)
    yield { ...point(context, candidate), accepted }
    if (accepted) best = candidate
  } while (counted(base, outer, bounds))
  return best
}

/** Sets both weights to the best of all values, of equals those of the fewest points; its comparable. */
function leastBest(
  { firstLow, firstHigh, secondLow, secondHigh }: PairWindow,
  comparables: Float64Array,
  weights: Int32Array,
  first: number,
  second: number,
): number {
  let best = Number.NEGATIVE_INFINITY
  let points = 0
  let used = 0
  let next = 0
  for (let a = firstLow; a <= firstHigh; a++) {
    for (let b = secondLow; b <= secondHigh; b++) {
      const comparable = comparables[next++]
      if (comparable < best) continue
      const size = Math.abs(a) + Math.abs(b)
      const weighted = (a === 0 ? 0 : 1) + (b === 0 ? 0 : 1)
      if (comparable === best && (size > points || (size === points && weighted >= used))) continue
      best = comparable
      points = size
      used = weighted
      weights[first] = a
      weights[second] = b
    }
  }
  return best
}
