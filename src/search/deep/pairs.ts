import type { RefusalReason } from '../../loop/guardrails.ts'
import type { PairWindow } from '../sweeps/sweeper.ts'
import { placeOf } from './climb.ts'
import { type DeepContext, MOST_SPECS, type Position, type Tried } from './context.ts'

/** Steps to either side that two weights are tried together, where not all their values are. */
export const PAIR_WINDOW = 3

/** Value pairs that are all tried where that is cheaper than passes, and nanoseconds that more of them may take. */
export const MOST_JOINT = 4096
const JOINT_TIME = 30_000_000

/** Nanoseconds of telling a candidate, whatever it costs to measure. */
const TOLD = 300

/**
 * Changes of each two weights that the gate is asked for, those with the highest metric: asked for all that are
 * better, a search of 862 accounts, few of them churned, took 20 s instead of 1.3.
 */
export const MOST_ASKED = 4

/** Two weights that are better together. */
export interface PairMove {
  features: [number, number]
  weights: [number, number]
  comparable: number
}

/** What the pairs of a weight with each later one come to. */
export interface PairsSwept {
  move: PairMove | null
  whole: boolean // all values of all pairs were tried, not a window
  wholePairs: number // pairs of which that is so
}

/** Every pair of values of one weight and each later one, both changed; ends in the best improvement. */
export function* sweepPairs(
  context: DeepContext,
  position: Position,
  feature: number,
): Generator<Tried, PairsSwept> {
  let move: PairMove | null = null
  let whole = true
  let wholePairs = 0
  for (const other of context.movable) {
    if (other <= feature) continue
    const jointly = isSweptWhole(context, feature, other)
    const isWhole = jointly || windowHoldsAll(context, position, feature, other)
    whole &&= isWhole
    wholePairs += Number(isWhole)
    const tried = sweepTwo(context, position, feature, other, jointly)
    if (tried === null) continue
    yield tried.tried
    if (tried.move !== null && (move === null || tried.move.comparable > move.comparable)) {
      move = tried.move
    }
  }
  return { move, whole, wholePairs }
}

/** Whether all value pairs of two weights are tried: of few levels, or what histograms make cheap enough. */
function isSweptWhole({ bounds, sweeper, few }: DeepContext, one: number, other: number): boolean {
  const values = (feature: number) => bounds.max[feature] - bounds.min[feature] + 1
  const pairs = values(one) * values(other)
  if (pairs > MOST_SPECS) return false
  if (few?.[one] === 1 && few[other] === 1) return true
  if (!sweeper.jointly(one, other)) return false
  return pairs <= MOST_JOINT || pairs * (sweeper.jointCost(one, other) + TOLD) <= JOINT_TIME
}

function windowOf(
  { bounds }: DeepContext,
  { weights }: Position,
  feature: number,
  whole: boolean,
): [low: number, high: number] {
  const [low, high] = [bounds.min[feature], bounds.max[feature]]
  if (whole) return [low, high]
  return [
    Math.min(high, Math.max(low, weights[feature] - PAIR_WINDOW)),
    Math.max(low, Math.min(high, weights[feature] + PAIR_WINDOW)),
  ]
}

function windowHoldsAll(context: DeepContext, position: Position, ...features: number[]): boolean {
  return features.every((feature) => {
    const [low, high] = windowOf(context, position, feature, false)
    return low === context.bounds.min[feature] && high === context.bounds.max[feature]
  })
}

function sweepTwo(
  context: DeepContext,
  position: Position,
  feature: number,
  other: number,
  jointly: boolean,
): { tried: Tried; move: PairMove | null } | null {
  const { sweeper, gate, guard, out } = context
  const [firstLow, firstHigh] = windowOf(context, position, feature, jointly)
  const [secondLow, secondHigh] = windowOf(context, position, other, jointly)
  const window: PairWindow = { firstLow, firstHigh, secondLow, secondHigh }
  const base = position.weights.slice()
  const asks = guard !== null || gate !== null
  sweeper.place(base)
  sweeper.two(feature, other, window, out)
  const span = secondHigh - secondLow + 1
  let best = Number.NaN
  let weights: [number, number] | null = null
  let first = 0
  const better: PairValue[] = [] // than the position, where more is asked than that
  let order = 0
  for (let a = firstLow; a <= firstHigh; a++) {
    if (a === base[feature]) continue
    const row = (a - firstLow) * span - secondLow
    for (let b = secondLow; b <= secondHigh; b++) {
      if (b === base[other]) continue
      const comparable = out[row + b]
      if (weights === null || comparable > best) {
        best = comparable
        weights = [a, b]
        first = order
      }
      if (asks && comparable > position.comparable) {
        better.push({ weights: [a, b], comparable, order })
      }
      order++
    }
  }
  if (weights === null) return null
  const refused: (PairValue & { reason: RefusalReason })[] = []
  let accepted = !asks && best > position.comparable
  better.sort((a, b) => b.comparable - a.comparable || a.order - b.order)
  let asked = 0
  for (const pair of better) {
    if (asked === MOST_ASKED) break
    const after = changed(base, feature, other, pair.weights)
    const reason = guard === null ? null : guard(after)
    if (gate !== null && reason === null) asked++
    if (reason !== null) refused.push({ ...pair, reason })
    else if (gate === null || gate.passes(base, after)) {
      best = pair.comparable
      weights = pair.weights
      first = pair.order
      accepted = true
      break
    }
  }
  const values = new Float64Array(order)
  values[0] = sweeper.toValue(best)
  let next = 1
  for (let a = firstLow; a <= firstHigh; a++) {
    if (a === base[feature]) continue
    const row = (a - firstLow) * span - secondLow
    for (let b = secondLow; b <= secondHigh; b++) {
      if (b === base[other] || (a === weights[0] && b === weights[1])) continue
      values[next++] = sweeper.toValue(out[row + b])
    }
  }
  const sweep = {
    at: 0,
    from: 0,
    base,
    features: [feature, other],
    low: [firstLow, secondLow],
    high: [firstHigh, secondHigh],
    first,
  }
  return {
    tried: {
      ...{ sweep, values, comparable: best, accepted },
      refused: refused.map((pair) => ({ ...pair, at: placeOf(pair.order, first) })),
    },
    move: accepted ? { features: [feature, other], weights, comparable: best } : null,
  }
}

/** A value of each of two weights. */
interface PairValue {
  weights: [number, number]
  comparable: number
  order: number // among all, the second weight fastest
}

function changed(
  base: Int32Array,
  feature: number,
  other: number,
  [first, second]: [number, number],
): Int32Array {
  const after = base.slice()
  after[feature] = first
  after[other] = second
  return after
}
