import { randomBelow, randomUint32 } from '../../lib/rng.ts'
import { type ChangeFound, sweepChanges } from './changes.ts'
import { climb } from './climb.ts'
import { at, type DeepContext, type Position, point, preferred, type Tried } from './context.ts'
import { type PairMove, sweepPairs } from './pairs.ts'
import { type Start, startWeights } from './starts.ts'

/** A part of a deep search that one worker does alone; a pure function of this and the search rows. */
export type DeepTask = { id: number; incumbent: Int32Array } & (
  | { kind: 'start'; start: Start }
  | { kind: 'restart' } // from the incumbent, kicked
  | { kind: 'freely'; start: Start } // a climb without the gate, taken as a whole or not at all
  | { kind: 'pairs'; feature: number } // of this feature and all later ones, at the incumbent
  | { kind: 'combine'; moves: PairMove[] } // each where it still helps, then a climb
  | { kind: 'all' } // every spec within the bounds
  | { kind: 'changes'; start: Int32Array } // what fewer changes of the start come to
)

/** What a task comes to. */
export interface DeepEnd {
  weights: Int32Array
  comparable: number
  move: PairMove | null // of `pairs`
  whole: boolean // of `pairs`: all values were tried, not a window
  changes: ChangeFound[] // of `changes`
}

const KICK_DRAW = 4_000_000

/** Standard errors that a climb without the gate must gain. */
const WHOLE_ERRORS = 3

/** Does a task, sweep by sweep. */
export function* performTask(context: DeepContext, task: DeepTask): Generator<Tried, DeepEnd> {
  switch (task.kind) {
    case 'start':
      return yield* fromStart(context, task, task.start)
    case 'restart':
      return yield* fromPoint(context, kicked(context, task), task.id)
    case 'freely':
      return yield* climbFreely(context, task, task.start)
    case 'pairs': {
      const position = at(context, task.incumbent)
      const { move, whole } = yield* sweepPairs(context, position, task.feature)
      return { ...end(position), move, whole }
    }
    case 'combine':
      return yield* combined(context, task)
    case 'all':
      return yield* everySpec(context, task.incumbent)
    case 'changes': {
      const changes = yield* sweepChanges(context, task.start, task.incumbent, task.id)
      return { ...end(at(context, task.incumbent)), changes }
    }
  }
}

function end(position: Position): DeepEnd {
  return { ...position, move: null, whole: true, changes: [] }
}

function* fromStart(context: DeepContext, task: DeepTask, start: Start): Generator<Tried, DeepEnd> {
  const points = startWeights(context, task.incumbent, start).map((weights) => at(context, weights))
  const [first, ...others] = points
  if (first === undefined) return end(at(context, task.incumbent))
  const best = others.reduce((a, b) => (preferred(b, a) ? b : a), first)
  if (start.kind !== 'incumbent') yield point(context, best)
  for (const other of points) if (other !== best) yield point(context, other)
  const position = { ...best }
  yield* climb(context, position, task.id)
  return end(position)
}

function* fromPoint(
  context: DeepContext,
  weights: Int32Array,
  id: number,
): Generator<Tried, DeepEnd> {
  const position = at(context, weights)
  yield point(context, position)
  yield* climb(context, position, id)
  return end(position)
}

/**
 * Many small gains can be worth having where none is alone, for example when bounds keep every start far
 * from what a regression wants: together they must gain more than `WHOLE_ERRORS` standard errors.
 */
function* climbFreely(
  context: DeepContext,
  task: DeepTask,
  start: Start,
): Generator<Tried, DeepEnd> {
  const before = at(context, task.incumbent)
  const points = startWeights(context, task.incumbent, start).map((weights) => at(context, weights))
  const position = points.reduce((a, b) => (preferred(b, a) ? b : a), points[0] ?? { ...before })
  for (const tried of climb({ ...context, gate: null }, position, task.id)) {
    yield { ...tried, accepted: false }
  }
  const worth =
    context.gate === null || context.gate(before.weights, position.weights, WHOLE_ERRORS)
  yield { ...point(context, position), accepted: worth }
  return end(worth ? position : before)
}

/** A sixth of the weights, at least two, moved by one to four points, small steps more often. */
function kicked({ bounds, movable, seed }: DeepContext, { id, incumbent }: DeepTask): Int32Array {
  const weights = incumbent.slice()
  const kicks = Math.max(2, Math.floor(movable.length / 6))
  for (let kick = 0; kick < kicks; kick++) {
    const draw = KICK_DRAW + 3 * kick
    const feature = movable[randomBelow(seed, id, draw, movable.length)]
    const size = HARMONIC[randomBelow(seed, id, draw + 1, HARMONIC.length)]
    const moved = weights[feature] + (randomUint32(seed, id, draw + 2) & 1 ? size : -size)
    weights[feature] = Math.min(bounds.max[feature], Math.max(bounds.min[feature], moved))
  }
  return weights
}

/** Steps of 1 to 4 in proportion to 1, 1/2, 1/3, 1/4. */
const HARMONIC = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4]

function* combined(
  context: DeepContext,
  task: Extract<DeepTask, { kind: 'combine' }>,
): Generator<Tried, DeepEnd> {
  const position = at(context, task.incumbent)
  if (task.moves.length === 0) yield point(context, position)
  for (const { features, weights } of task.moves) {
    const changed = position.weights.slice()
    for (const [which, feature] of features.entries()) changed[feature] = weights[which]
    const candidate = at(context, changed)
    const better =
      candidate.comparable > position.comparable &&
      (context.gate === null || context.gate(position.weights, changed))
    yield { ...point(context, candidate), accepted: better }
    if (better) Object.assign(position, candidate)
  }
  yield* climb(context, position, task.id)
  return end(position)
}

/** Goes through all weights within the bounds, two at a time at once. */
function* everySpec(context: DeepContext, incumbent: Int32Array): Generator<Tried, DeepEnd> {
  const { bounds, movable, sweeper, out } = context
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
    for (let i = 0; i < count; i++) {
      if (best !== null && out[i] < best.comparable) continue
      const weights = base.slice()
      weights[first] = low[0] + Math.floor(i / span)
      weights[second] = low[1] + (i % span)
      const candidate = { weights, comparable: out[i] }
      if (best !== null && !preferred(candidate, best)) continue
      best = candidate
      order = i
    }
    if (best === null) throw new Error(`specs within the bounds: ${count}`)
    const values = new Float64Array(count)
    values[0] = sweeper.toValue(best.comparable)
    let next = 1
    for (let i = 0; i < count; i++) if (i !== order) values[next++] = sweeper.toValue(out[i])
    const accepted = preferred(best, position)
    const sweep = {
      at: 0,
      from: 0,
      base: base.slice(),
      features: [first, second],
      low,
      high,
      first: order,
    }
    yield { sweep, values, comparable: best.comparable, accepted }
    if (accepted) Object.assign(position, best)
  } while (counted(base, outer, bounds))
  return end(position)
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
