import { createTaskPerformer, type TaskPerformer } from '../tasks/performer.ts'
import { createDeepContext, type DeepContext, MOST_SPECS } from './context.ts'
import type { DeepFacts } from './deepPlan.ts'
import { type DeepEnd, type DeepTask, performTask } from './deepTask.ts'
import { startsOf } from './starts.ts'

/** Work that going through them all may cost, in passes over rows times rows. */
const MOST_EXHAUSTIVE = 1_000_000_000

/** One thread's share of a deep search. `now` in milliseconds. */
export function createPerformer(
  input: Parameters<typeof createDeepContext>,
  now: () => number,
): TaskPerformer {
  const context = createDeepContext(...input)
  return createTaskPerformer<DeepTask, DeepEnd>(
    {
      facts: (start) => deepFacts(context, start),
      perform: (task) => performTask(context, task),
    },
    now,
  )
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
