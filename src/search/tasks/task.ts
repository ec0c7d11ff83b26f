import type { Certificate, ChangePoint, CurvePoint } from '../../loop/experiment.ts'
import type { DeepFacts } from '../deep/deepPlan.ts'
import type { DeepEnd, DeepTask } from '../deep/deepTask.ts'
import type { SparseFacts } from '../sparse/sparsePlan.ts'
import type { SparseEnd, SparseTask } from '../sparse/sparseTask.ts'

/** A part of a search that one worker does alone; a pure function of this and the search rows. */
export type SearchTask = DeepTask | SparseTask

/** What a task comes to. */
export type TaskEnd = DeepEnd | SparseEnd

/** What the workers know of the rows and a plan needs. */
export type TaskFacts = DeepFacts | SparseFacts

/**
 * Rounds of tasks, one after another; the tasks of a round may be done in any order by anybody. A
 * plan gets the facts and the ends of its own strategy only.
 */
export interface TaskPlan {
  /** The next round, given what the last one came to and how many experiments it made; null at the end. */
  next(ends: TaskEnd[], experiments: number): SearchTask[] | null
  certificate(): Certificate | null // once one stands; final when `next` gave null
  curve(): CurvePoint[] | null // so far; another array whenever it changed
  changeCurve(): ChangePoint[] | null // once `next` gave null
}
