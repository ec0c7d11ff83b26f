import type { Sweep } from '../../loop/experiment.ts'
import type { TaskRequest, TaskResult } from '../stepper.ts'
import { createDeepContext, type DeepContext, type Tried } from './context.ts'
import type { DeepFacts } from './deepPlan.ts'
import { type DeepEnd, performTask } from './deepTask.ts'
import { startsOf } from './starts.ts'

/** Specs a search goes through one by one rather than climb: 31 values of each of four weights. */
const MOST_SPECS = 1_000_000

/** Work that going through them all may cost, in passes over rows times rows. */
const MOST_EXHAUSTIVE = 1_000_000_000

export interface Performer {
  facts(start: Int32Array): DeepFacts
  perform(request: TaskRequest): TaskResult
}

/** One thread's share of a deep search: does tasks in slices. `now` in milliseconds. */
export function createPerformer(
  input: Parameters<typeof createDeepContext>,
  now: () => number,
): Performer {
  const context = createDeepContext(...input)
  let running: { id: number; work: Generator<Tried, DeepEnd> } | null = null

  return {
    facts: (start) => deepFacts(context, start),

    perform({ task, skip, budgetMs }) {
      const begun = now()
      const tried: Tried[] = []
      let end: DeepEnd | null = null
      const work = running?.id === task.id ? running.work : performTask(context, task)
      const skipped = running?.id === task.id ? 0 : skip
      running = null // a task that throws begins anew
      for (let again = 0; again < skipped; again++) work.next()
      do {
        const step = work.next()
        if (step.done === true) end = step.value
        else tried.push(step.value)
      } while (end === null && now() - begun < budgetMs)
      if (end === null) running = { id: task.id, work }
      return { ...joined(tried), end, elapsedMs: now() - begun }
    },
  }
}

/** What the plan of a search needs to know of its rows. */
export function deepFacts(context: DeepContext, start: Int32Array): DeepFacts {
  const { bounds, movable, sweeper, gate } = context
  const ranges = Array.from(movable, (feature) => bounds.max[feature] - bounds.min[feature] + 1)
  const specs = ranges.reduce((product, range) => product * range, 1)
  const [first, second] = movable.subarray(-2)
  const outer = ranges.slice(0, -2).reduce((product, range) => product * range, 1)
  return {
    comparable: sweeper.moveTo(start),
    starts: startsOf(context),
    gated: gate !== null,
    exhaustible:
      movable.length >= 2 &&
      specs <= MOST_SPECS &&
      outer * sweeper.rows <= MOST_EXHAUSTIVE &&
      sweeper.jointly(first, second),
  }
}

function joined(tried: Tried[]): Omit<TaskResult, 'end' | 'elapsedMs'> {
  const count = tried.reduce((sum, { values }) => sum + values.length, 0)
  const values = new Float64Array(count)
  const sweeps: Sweep[] = []
  let at = 0
  for (const each of tried) {
    values.set(each.values, at)
    sweeps.push({ ...each.sweep, at })
    at += each.values.length
  }
  return {
    sweeps,
    values,
    comparables: Float64Array.from(tried, ({ comparable }) => comparable),
    accepted: Uint8Array.from(tried, ({ accepted }) => (accepted ? 1 : 0)),
  }
}
