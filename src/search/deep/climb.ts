import { randomBelow } from '../../lib/rng.ts'
import type { RefusalReason } from '../../loop/guardrails.ts'
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
      const { weights } = position
      yield sweepOne(context, position, feature)
      if (position.weights !== weights) stale = 0
      stale++
      if (stale >= order.length) return
    }
  }
}

/** All values of one weight; moves the position to the best where it is better (see `Position`). */
export function sweepOne(context: DeepContext, position: Position, feature: number): Tried {
  const { bounds, sweeper, gate, guard, out } = context
  const low = bounds.min[feature]
  const high = bounds.max[feature]
  const own = position.weights[feature]
  const base = position.weights.slice()
  sweeper.place(base)
  sweeper.one(feature, low, high, out)
  let best = own
  let bestComparable = position.comparable
  const isInside = own >= low && own <= high
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
  const looked = guard === null && gate === null ? null : lookFor(context, position, feature)
  const refusal = looked?.refusal ?? null
  if (looked !== null) {
    best = looked.weight ?? own
    bestComparable = best === own ? position.comparable : out[best - low]
  }
  const moved = best !== own
  const stands = moved ? best : highest
  if (moved) {
    position.weights = base.slice()
    position.weights[feature] = best
    position.comparable = bestComparable
    position.refusal = refusal
  }
  const values = new Float64Array(high - low + (isInside ? 0 : 1))
  values[0] = sweeper.toValue(out[stands - low])
  let next = 1
  for (let weight = low; weight <= high; weight++) {
    if (weight === own || weight === stands) continue
    values[next++] = sweeper.toValue(out[weight - low])
  }
  const orderOf = (weight: number) => weight - low - (isInside && weight > own ? 1 : 0)
  const first = orderOf(stands)
  return {
    sweep: { at: 0, from: 0, base, features: [feature], low: [low], high: [high], first },
    values,
    comparable: out[stands - low],
    accepted: moved && refusal === null,
    refused: (looked?.refused ?? []).map(({ weight, reason }) => ({
      at: placeOf(orderOf(weight), first),
      comparable: out[weight - low],
      reason,
    })),
  }
}

/** Where the candidate `order` of a sweep stands among its values, given which stands first. */
export function placeOf(order: number, first: number): number {
  if (order === first) return 0
  return order < first ? order + 1 : order
}

/**
 * The best value of a weight, of those better than the position, that passes the guardrails and the gate,
 * which is not asked where the position does not pass the guardrails. Where no value at all passes these,
 * the best of the better ones that passes the gate, and `refusal` is its.
 */
function lookFor(
  { bounds, gate, guard, out }: DeepContext,
  position: Position,
  feature: number,
): { weight: number | null; refusal: RefusalReason | null; refused: RefusedWeight[] } {
  const own = position.weights[feature]
  const low = bounds.min[feature]
  const comparableOf = (weight: number) => out[weight - low]
  const isBetter = (weight: number) =>
    comparableOf(weight) > position.comparable ||
    (comparableOf(weight) === position.comparable && Math.abs(weight) < Math.abs(own))
  const weights: number[] = []
  for (let weight = low; weight <= bounds.max[feature]; weight++) {
    if (weight !== own && (isBetter(weight) || position.refusal !== null)) weights.push(weight)
  }
  weights.sort((a, b) => comparableOf(b) - comparableOf(a) || Math.abs(a) - Math.abs(b) || a - b)
  const refused: RefusedWeight[] = []
  const candidate = position.weights.slice()
  const passesGate = (weight: number) => {
    if (gate === null) return true
    candidate[feature] = weight
    return comparableOf(weight) === position.comparable
      ? gate.isSame(position.weights, candidate)
      : gate.passes(position.weights, candidate)
  }
  for (const weight of weights) {
    candidate[feature] = weight
    const reason = guard === null ? null : guard(candidate)
    if (reason !== null) refused.push({ weight, reason })
    else if (position.refusal !== null || passesGate(weight))
      return { weight, refusal: null, refused }
  }
  const nearer =
    position.refusal === null
      ? undefined
      : refused.find(({ weight }) => isBetter(weight) && passesGate(weight))
  return { weight: nearer?.weight ?? null, refusal: nearer?.reason ?? null, refused }
}

interface RefusedWeight {
  weight: number
  reason: RefusalReason
}
