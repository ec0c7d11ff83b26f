import type { PairWindow } from '../sweeps/sweeper.ts'
import type { DeepContext, Position, Tried } from './context.ts'

/** Steps to either side that two weights are tried together, where not all their values are. */
export const PAIR_WINDOW = 3

/** Value pairs beyond which two weights are tried within the window all the same. */
export const MOST_JOINT = 4096

/** Two weights that are better together. */
export interface PairMove {
  features: [number, number]
  weights: [number, number]
  comparable: number
}

/** Every pair of values of one weight and each later one, both changed; ends in the best improvement. */
export function* sweepPairs(
  context: DeepContext,
  position: Position,
  feature: number,
): Generator<Tried, { move: PairMove | null; whole: boolean }> {
  let move: PairMove | null = null
  let whole = true
  for (const other of context.movable) {
    if (other <= feature) continue
    const jointly =
      specs(context, feature, other) <= MOST_JOINT && context.sweeper.jointly(feature, other)
    whole &&= jointly || windowHoldsAll(context, position, feature, other)
    const tried = sweepTwo(context, position, feature, other, jointly)
    if (tried === null) continue
    yield tried.tried
    if (tried.move !== null && (move === null || tried.move.comparable > move.comparable)) {
      move = tried.move
    }
  }
  return { move, whole }
}

/** Value pairs of two weights. */
function specs({ bounds }: DeepContext, ...features: number[]): number {
  return features.reduce(
    (product, feature) => product * (bounds.max[feature] - bounds.min[feature] + 1),
    1,
  )
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
    Math.max(low, weights[feature] - PAIR_WINDOW),
    Math.min(high, weights[feature] + PAIR_WINDOW),
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
  const { sweeper, gate, out } = context
  const [firstLow, firstHigh] = windowOf(context, position, feature, jointly)
  const [secondLow, secondHigh] = windowOf(context, position, other, jointly)
  const window: PairWindow = { firstLow, firstHigh, secondLow, secondHigh }
  const base = position.weights.slice()
  sweeper.moveTo(base)
  sweeper.two(feature, other, window, out)
  const values = new Float64Array((firstHigh - firstLow) * (secondHigh - secondLow))
  const span = secondHigh - secondLow + 1
  let first = 0
  let best = Number.NaN
  let weights: [number, number] | null = null
  let order = 0
  for (let a = firstLow; a <= firstHigh; a++) {
    if (a === base[feature]) continue
    const row = (a - firstLow) * span - secondLow
    for (let b = secondLow; b <= secondHigh; b++) {
      if (b === base[other]) continue
      if (weights === null || out[row + b] > best) {
        best = out[row + b]
        weights = [a, b]
        first = order
      }
      order++
    }
  }
  if (weights === null) return null
  const after = base.slice()
  after[feature] = weights[0]
  after[other] = weights[1]
  const accepted = best > position.comparable && (gate === null || gate(base, after))
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
    tried: { sweep, values, comparable: best, accepted },
    move: accepted ? { features: [feature, other], weights, comparable: best } : null,
  }
}
