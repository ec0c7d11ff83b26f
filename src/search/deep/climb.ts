import { randomBelow } from '../../lib/rng.ts'
import type { DeepContext, Position, Tried } from './context.ts'

/** Draws of a climb's random numbers; tasks use other indices. */
const ORDER_DRAW = 40

/**
 * Exact coordinate ascent: every value of one weight after another, in random order, the best taken;
 * among equals the one nearest to zero. Ends where no weight has a better value. Moves `position`.
 */
export function* climb(
  context: DeepContext,
  position: Position,
  task: number, // the order of the weights is drawn for it
  features: ArrayLike<number> = context.movable, // the others stay
): Generator<Tried> {
  const { seed } = context
  const order = Array.from(features)
  let stale = 0
  let draw = ORDER_DRAW
  while (stale < order.length) {
    for (let left = order.length; left > 1; left--) {
      const other = randomBelow(seed, task, draw++, left)
      ;[order[left - 1], order[other]] = [order[other], order[left - 1]]
    }
    for (const feature of order) {
      const tried = sweepOne(context, position, feature)
      yield tried
      if (tried.accepted) stale = 0
      stale++
      if (stale >= order.length) return
    }
  }
}

/** All values of one weight; moves the position to the best where it is accepted. */
export function sweepOne(context: DeepContext, position: Position, feature: number): Tried {
  const { bounds, sweeper, gate, out } = context
  const low = bounds.min[feature]
  const high = bounds.max[feature]
  const own = position.weights[feature]
  const base = position.weights.slice()
  sweeper.moveTo(base)
  sweeper.one(feature, low, high, out)
  let best = own
  let bestComparable = position.comparable
  let highest = own === low ? low + 1 : low
  for (let weight = low; weight <= high; weight++) {
    if (weight === own) continue
    const comparable = out[weight - low]
    if (
      comparable > bestComparable ||
      (comparable === bestComparable && Math.abs(weight) < Math.abs(best))
    ) {
      best = weight
      bestComparable = comparable
    }
    if (comparable > out[highest - low]) highest = weight
  }
  const stands = best === own ? highest : best
  const after = base.slice()
  after[feature] = stands
  const accepted =
    best !== own && (gate === null || bestComparable === position.comparable || gate(base, after))
  if (accepted) {
    position.weights = after
    position.comparable = bestComparable
  }
  const values = new Float64Array(high - low)
  values[0] = sweeper.toValue(out[stands - low])
  let next = 1
  for (let weight = low; weight <= high; weight++) {
    if (weight === own || weight === stands) continue
    values[next++] = sweeper.toValue(out[weight - low])
  }
  const first = stands - low - (stands > own ? 1 : 0)
  return {
    sweep: { at: 0, from: 0, base, features: [feature], low: [low], high: [high], first },
    values,
    comparable: out[stands - low],
    accepted,
  }
}
