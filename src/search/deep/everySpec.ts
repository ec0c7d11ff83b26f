import type { PairWindow } from '../sweeps/sweeper.ts'
import { placeOf } from './climb.ts'
import { at, type DeepContext, type Position, point, preferred, type Tried } from './context.ts'

/** Goes through all weights within the bounds, two at a time at once. */
export function* everySpec(
  context: DeepContext,
  incumbent: Int32Array,
): Generator<Tried, Position> {
  const { bounds, movable, sweeper, guard, out } = context
  const outer = Array.from(movable.subarray(0, -2))
  const [first, second] = movable.subarray(-2)
  const base = incumbent.slice()
  for (const feature of outer) base[feature] = bounds.min[feature]
  base[first] = bounds.min[first] - 1 // outside, so that no value is left out
  base[second] = bounds.min[second] - 1
  const position = at(context, incumbent)
  const low = [bounds.min[first], bounds.min[second]]
  const high = [bounds.max[first], bounds.max[second]]
  const span = high[1] - low[1] + 1
  const count = (high[0] - low[0] + 1) * span
  const window = { firstLow: low[0], firstHigh: high[0], secondLow: low[1], secondHigh: high[1] }
  do {
    sweeper.moveTo(base)
    sweeper.two(first, second, window, out)
    let best: Position | null = null
    let order = 0
    const better: (Position & { order: number })[] = [] // with guardrails, than the position
    for (let i = 0; i < count; i++) {
      const looked = guard !== null && out[i] >= position.comparable
      if (best !== null && out[i] < best.comparable && !looked) continue
      const weights = base.slice()
      weights[first] = low[0] + Math.floor(i / span)
      weights[second] = low[1] + (i % span)
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
      features: [first, second],
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
 * Goes through all weights within the bounds that have the first movable one at `weight`; the last two
 * must be swept jointly. Of all values of these two the best is told. There must be no guardrails.
 */
export function* provenSpecs(
  context: DeepContext,
  incumbent: Int32Array,
  weight: number,
): Generator<Tried, Position> {
  const { bounds, movable, sweeper, out } = context
  const outer = Array.from(movable.subarray(1, -2))
  const [first, second] = movable.subarray(-2)
  const base = incumbent.slice()
  base[movable[0]] = weight
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
    sweeper.moveTo(base)
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
