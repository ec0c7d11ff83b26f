import type { CurvePoint } from '../../loop/experiment.ts'
import { sweepWeights } from '../../loop/sweep.ts'
import { type Position, preferred, type Tried } from '../deep/context.ts'
import type { SearchTask, TaskEnd, TaskPlan } from './task.ts'

export interface WholeSearch {
  best: Position // the start where nothing was better
  experiments: number
  kept: number
  curve: CurvePoint[] | null
}

/**
 * Does a plan on this thread until it ends, or `budget` experiments are made, and keeps what a run of the same plan keeps (see `createTaskPool`).
 */
export function performAll<Task extends SearchTask, End extends TaskEnd>(
  plan: TaskPlan,
  perform: (task: Task) => Generator<Tried | null, End>,
  start: Position,
  budget: number = Number.POSITIVE_INFINITY,
): WholeSearch {
  const search: WholeSearch = { best: start, experiments: 0, kept: 0, curve: null }
  for (let tasks = plan.next([], 0); tasks !== null; ) {
    const ends: TaskEnd[] = []
    const before = search.experiments
    for (const task of tasks) {
      const end = performTask(perform(task as Task), search, budget)
      if (end === null) return { ...search, curve: plan.curve() }
      ends.push(end)
    }
    tasks = plan.next(ends, search.experiments - before)
  }
  return { ...search, curve: plan.curve() }
}

/** What the task comes to; null where the budget ends before it does. */
function performTask<End>(
  work: Generator<Tried | null, End>,
  search: WholeSearch,
  budget: number,
): End | null {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    if (step.value === null) continue
    if (search.experiments >= budget) return null
    const { sweep, values, comparable, accepted } = step.value
    search.experiments = Math.min(budget, search.experiments + values.length)
    if (!accepted) continue
    const weights = sweepWeights(sweep, sweep.first)
    const candidate = { weights, comparable, refusal: null }
    if (!preferred(candidate, search.best)) continue
    search.best = candidate
    search.kept += 1
  }
}
