import { holding } from '../../lib/heldBytes.ts'
import type { Sweep } from '../../loop/experiment.ts'
import type { RefusedCandidate, Tried } from '../deep/context.ts'
import type { TaskRequest, TaskResult } from '../stepper.ts'
import type { SearchTask, TaskEnd, TaskFacts } from './task.ts'

/** One thread's share of a search in tasks: does them in slices. */
export interface TaskPerformer {
  facts(start: Int32Array): TaskFacts
  perform(request: TaskRequest): TaskResult
}

/** How a strategy's tasks are done, one at a time. */
export interface TaskWork<Task extends SearchTask, End extends TaskEnd> {
  facts(start: Int32Array): TaskFacts
  /** Sweep by sweep; null where there is nothing to tell, but time to look at the clock. */
  perform(task: Task): Generator<Tried | null, End>
}

/** `now` in milliseconds. */
export function createTaskPerformer<Task extends SearchTask, End extends TaskEnd>(
  work: TaskWork<Task, End>,
  now: () => number,
): TaskPerformer {
  let running: { id: number; steps: Generator<Tried | null, End> } | null = null

  return holding(() => work, {
    facts: (start) => work.facts(start),

    perform({ task, skip, budgetMs }) {
      const begun = now()
      const tried: Tried[] = []
      let end: End | null = null
      const goesOn = running?.id === task.id
      const steps = running !== null && goesOn ? running.steps : work.perform(task as Task)
      running = null // a task that throws begins anew
      if (!goesOn) for (let again = 0; again < skip; again++) steps.next()
      let done = 0
      do {
        const step = steps.next()
        if (step.done === true) {
          end = step.value
          break
        }
        if (step.value !== null) tried.push(step.value)
        done++
      } while (now() - begun < budgetMs)
      if (end === null) running = { id: task.id, steps }
      return { ...joined(tried), steps: done, end, elapsedMs: now() - begun }
    },
  })
}

function joined(tried: Tried[]): Omit<TaskResult, 'steps' | 'end' | 'elapsedMs'> {
  const count = tried.reduce((sum, { values }) => sum + values.length, 0)
  const values = new Float64Array(count)
  const sweeps: Sweep[] = []
  const refused: RefusedCandidate[] = []
  let at = 0
  for (const each of tried) {
    values.set(each.values, at)
    sweeps.push({ ...each.sweep, at })
    for (const one of each.refused) {
      refused.push({ at: at + one.at, comparable: one.comparable, reason: one.reason })
    }
    at += each.values.length
  }
  return {
    sweeps,
    values,
    comparables: Float64Array.from(tried, ({ comparable }) => comparable),
    accepted: Uint8Array.from(tried, ({ accepted }) => (accepted ? 1 : 0)),
    refused,
  }
}
