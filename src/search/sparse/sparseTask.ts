import { type ChangeFound, sweepChanges } from '../deep/changes.ts'
import type { Position, Tried } from '../deep/context.ts'
import type { FoldContext, SparseContext } from './context.ts'
import { byMetric, byRegression, type Found, grown, refined, swapped } from './ways.ts'

/** A part of a sparse search that one worker does alone. `from`: weights to go on from. */
export type SparseTask = { id: number; from: Int32Array } & (
  | {
      kind: 'fold'
      fold: number
      always: number[]
      rest: Int32Array
      beam: number[][]
      size: number
    }
  | { kind: 'grow'; group: number }
  | { kind: 'refine' }
  | { kind: 'swap'; group: number; others: number[] }
  | { kind: 'regress'; beam: number[][]; size: number } // from the weights at rest
  | { kind: 'changes'; best: Int32Array } // what fewer changes of these weights come to
)

/** What a task comes to. */
export interface SparseEnd extends Position {
  value: number // primary metric
  room: Int32Array // where the next feature is added
  beam: number[][] // of `regress` and `fold`: the best sets of groups
  fold: FoldEnd | null
  changes: ChangeFound[] // of `changes`
}

/** One more feature by either way, found without the rows of a fold. */
export interface FoldEnd {
  metric: { room: Int32Array; leftOut: number } // primary metric on the fold's rows
  regression: { room: Int32Array; leftOut: number } | null
}

/** The rows that tasks read: all, and all without those of a fold. */
export interface SparseRows {
  context: SparseContext
  folds(fold: number): FoldContext
}

/** Does a task, sweep by sweep. What is tried without the rows of a fold is no experiment. */
export function* performSparseTask(
  { context, folds }: SparseRows,
  task: SparseTask,
): Generator<Tried | null, SparseEnd> {
  const { sweeper } = context
  const end = (found: Omit<Found, 'room'> & Partial<Found>, beam: number[][] = []): SparseEnd => ({
    weights: found.weights,
    comparable: found.comparable,
    refusal: found.refusal,
    value: sweeper.toValue(found.comparable),
    room: found.room ?? found.weights,
    beam,
    fold: null,
    changes: [],
  })
  switch (task.kind) {
    case 'grow':
      return end(yield* grown(context, task.from, task.group, task.id))
    case 'refine':
      return end(yield* refined(context, task.from, task.id))
    case 'swap':
      return end(yield* swapped(context, task.from, task.group, task.others, task.id))
    case 'regress': {
      const { found, beam } = yield* byRegression(context, task.from, task.beam, task.size, task.id)
      return end(found ?? nothing(task.from, Number.NEGATIVE_INFINITY), beam)
    }
    case 'changes': {
      const { from, best, id } = task
      const changes = yield* sweepChanges(context, from, best, id, true)
      return { ...end(nothing(best, Number.NaN)), changes }
    }
    case 'fold': {
      const { fold, beam } = yield* compared(folds(task.fold), task)
      return { ...end(nothing(task.from, Number.NaN), beam), fold }
    }
  }
}

/** The end of a task that found no spec. */
function nothing(weights: Int32Array, comparable: number): Position {
  return { weights, comparable, refusal: null }
}

/** Both ways to one more feature without a fold's rows, and how they do on them. */
function* compared(
  context: FoldContext,
  task: Extract<SparseTask, { kind: 'fold' }>,
): Generator<null, { fold: FoldEnd; beam: number[][] }> {
  const metric = yield* untold(byMetric(context, task.from, task.always, task.id))
  const { found, beam } = yield* untold(
    byRegression(context, task.rest, task.beam, task.size, task.id),
  )
  const side = ({ room, weights }: Found) => ({ room, leftOut: context.leftOut(weights) })
  return { fold: { metric: side(metric), regression: found && side(found) }, beam }
}

/** Does the same without telling what is tried. */
function* untold<End>(work: Generator<Tried | null, End>): Generator<null, End> {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    yield null
  }
}
