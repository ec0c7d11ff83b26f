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
import { performSparseTask, type SparseEnd, type SparseTask } from './sparseTask.ts'

/** One thread's share of a sparse search. `now` in milliseconds. */
export function createSparsePerformer(input: SparseInput, now: () => number): TaskPerformer {
  const context = createSparseContext(input)
  const folds = createFolds(input, context)
  return createTaskPerformer<SparseTask, SparseEnd>(
    {
      facts: (start) => sparseFacts(context, start),
      perform: (task) => performSparseTask(context, folds, task),
    },
    now,
  )
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
