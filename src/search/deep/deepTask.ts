import { usedGroups } from '../../accounts/columnGroups.ts'
import { randomBelow, randomUint32 } from '../../lib/rng.ts'
import { type ChangeFound, sweepChanges } from './changes.ts'
import { climb } from './climb.ts'
import { removable, withinLimit, without } from './columnLimit.ts'
import { at, type DeepContext, type Position, point, type Tried } from './context.ts'
import { everySpec, provenSpecs } from './everySpec.ts'
import { type PairMove, sweepPairs } from './pairs.ts'
import { begin, type Start } from './starts.ts'

/** A part of a deep search that one worker does alone; a pure function of this and the search rows. */
export type DeepTask = { id: number; incumbent: Int32Array } & (
  | { kind: 'start'; start: Start }
  | { kind: 'restart' } // from the incumbent, kicked
  | { kind: 'freely'; start: Start } // a climb without the gate, taken as a whole or not at all
  | { kind: 'pairs'; feature: number } // of this feature and all later ones, at the incumbent
  | { kind: 'combine'; moves: PairMove[] } // each where it still helps, then a climb
  | { kind: 'all' } // every spec within the bounds
  | { kind: 'prove'; weight: number } // every spec with this first weight, told by their best
  | { kind: 'changes'; start: Int32Array } // what fewer changes of the start come to
)

/** What a task comes to. */
export interface DeepEnd extends Position {
  move: PairMove | null // of `pairs`
  whole: boolean // of `pairs`: all values were tried, not a window
  wholePairs: number // of `pairs`: how many of them all values were tried of
  changes: ChangeFound[] // of `changes`
}

const KICK_DRAW = 4_000_000
const ROOM_DRAW = KICK_DRAW - 1

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
      const swept = yield* sweepPairs(context, position, task.feature)
      return { ...end(position), ...swept }
    }
    case 'combine':
      return yield* combined(context, task)
    case 'all':
      return end(yield* everySpec(context, task.incumbent))
    case 'prove':
      return end(yield* provenSpecs(context, task.incumbent, task.weight))
    case 'changes': {
      const changes = yield* sweepChanges(
        context,
        task.start,
        task.incumbent,
        task.id,
        context.gate !== null,
      )
      return { ...end(at(context, task.incumbent)), changes }
    }
  }
}

function end(position: Position): DeepEnd {
  return { ...position, move: null, whole: true, wholePairs: 0, changes: [] }
}

function* fromStart(context: DeepContext, task: DeepTask, start: Start): Generator<Tried, DeepEnd> {
  const incumbent = at(context, withinLimit(context, task.incumbent))
  const { points, worth } = begin(context, task.incumbent, start)
  const [best, ...others] = points
  if (best !== undefined && (start.kind !== 'incumbent' || isTrimmed(incumbent, task))) {
    const tried = point(context, best)
    yield { ...tried, accepted: tried.accepted && worth }
  }
  for (const other of others) yield { ...point(context, other), accepted: false }
  if (!worth && context.gate === null) return end(incumbent)
  if (!worth && isTrimmed(incumbent, task)) yield point(context, incumbent)
  const position = { ...(worth ? best : incumbent) }
  yield* climb(context, position, task.id)
  return end(position)
}

function isTrimmed({ weights }: Position, { incumbent }: DeepTask): boolean {
  return weights.some((weight, i) => weight !== incumbent[i])
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
  const free = { ...context, gate: null }
  const position = { ...(begin(free, task.incumbent, start).points[0] ?? before) }
  for (const tried of climb(free, position, task.id)) {
    yield { ...tried, accepted: false }
  }
  const worth =
    position.refusal === null &&
    (context.gate === null || context.gate.passes(before.weights, position.weights, WHOLE_ERRORS))
  yield { ...point(context, position), accepted: worth }
  return end(worth ? position : before)
}

/** A sixth of the weights, at least two, moved by one to four points, small steps more often. */
function kicked(context: DeepContext, { id, incumbent }: DeepTask): Int32Array {
  const { bounds, movable, seed } = context
  const weights = withRoom(context, incumbent, id)
  const kicks = Math.max(2, Math.floor(movable.length / 6))
  for (let kick = 0; kick < kicks; kick++) {
    const draw = KICK_DRAW + 3 * kick
    const feature = movable[randomBelow(seed, id, draw, movable.length)]
    const size = HARMONIC[randomBelow(seed, id, draw + 1, HARMONIC.length)]
    const moved = weights[feature] + (randomUint32(seed, id, draw + 2) & 1 ? size : -size)
    weights[feature] = Math.min(bounds.max[feature], Math.max(bounds.min[feature], moved))
  }
  return withinLimit(context, weights)
}

/** A copy, without a column of its own where there may be no more, so that another can come. */
function withRoom(context: DeepContext, weights: Int32Array, id: number): Int32Array {
  const { limit, seed } = context
  if (limit === null || usedGroups(limit.groups, weights).length < limit.most) {
    return weights.slice()
  }
  const columns = removable(context, weights)
  if (columns.length === 0) return weights.slice()
  return without(limit, weights, [columns[randomBelow(seed, id, ROOM_DRAW, columns.length)]])
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
      candidate.refusal === null &&
      candidate.comparable > position.comparable &&
      (context.gate === null || context.gate.passes(position.weights, changed))
    yield { ...point(context, candidate), accepted: better }
    if (better) Object.assign(position, candidate)
  }
  yield* climb(context, position, task.id)
  return end(position)
}
