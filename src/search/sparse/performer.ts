import { holding } from '../../lib/heldBytes.ts'
import { narrowedBounds } from '../deep/reach.ts'
import { createTaskPerformer, type TaskPerformer } from '../tasks/performer.ts'
import {
  comparable,
  createFolds,
  createSparseContext,
  FOLDS,
  isSmall,
  type SparseContext,
  type SparseInput,
} from './context.ts'
import type { SparseFacts } from './sparsePlan.ts'
import {
  performSparseTask,
  type SparseEnd,
  type SparseRows,
  type SparseTask,
} from './sparseTask.ts'

/** One thread's share of a sparse search. `now` in milliseconds. */
export function createSparsePerformer(input: SparseInput, now: () => number): TaskPerformer {
  let made: SparseRows | null = null
  const rowsOf = (weights: Int32Array) => {
    made ??= createSparseRows(input, weights)
    return made
  }
  return createTaskPerformer<SparseTask, SparseEnd>(
    holding(() => made, {
      facts: (start) => sparseFacts(rowsOf(start).context, start),
      perform: (task) => performSparseTask(rowsOf(task.from), task),
    }),
    now,
  )
}

/** What tasks work with. Of `weights` only those that cannot move count. */
export function createSparseRows(input: SparseInput, weights: Int32Array): SparseRows {
  const narrowed = { ...input, bounds: narrowedBounds(input.dataset, input.bounds, weights) }
  const context = createSparseContext(narrowed)
  return { context, folds: createFolds(narrowed, context) }
}

/** What the plan of a search needs to know of its rows. */
export function sparseFacts(context: SparseContext, start: Int32Array): SparseFacts {
  return {
    comparable: context.sweeper.moveTo(start),
    regression: context.outcome !== null,
    folds: comparable(context) ? FOLDS : 0,
    gated: context.gate !== null,
    mostColumns: context.limit?.most ?? null,
    small: isSmall(context),
  }
}
