import { holding } from '../../lib/heldBytes.ts'
import { countsPairs } from '../sweeps/channels.ts'
import { createTaskPerformer, type TaskPerformer } from '../tasks/performer.ts'
import { createDeepContext, type DeepContext, MOST_SPECS } from './context.ts'
import { type DeepFacts, specCount } from './deepPlan.ts'
import { type DeepEnd, type DeepTask, performTask } from './deepTask.ts'
import { narrowedBounds } from './reach.ts'
import { startsOf } from './starts.ts'

/** Work that going through them all may cost, in passes over rows times rows. */
const MOST_EXHAUSTIVE = 1_000_000_000

/** Specs times rows up to which they are, where each may have to be measured by the guardrails. */
const MOST_GUARDED = 200_000_000

/** Specs that are gone through without telling each, and groups of rows they may have. */
export const MOST_PROVEN = 32_000_000
export const MOST_PROVEN_GROUPS = 32

/** One thread's share of a deep search. `now` in milliseconds. */
export function createPerformer(
  [dataset, metric, bounds, ...rest]: Parameters<typeof createDeepContext>,
  now: () => number,
): TaskPerformer {
  let made: DeepContext | null = null
  const contextOf = (weights: Int32Array) => {
    made ??= createDeepContext(dataset, metric, narrowedBounds(dataset, bounds, weights), ...rest)
    return made
  }
  return createTaskPerformer<DeepTask, DeepEnd>(
    holding(() => made, {
      facts: (start) => deepFacts(contextOf(start), start),
      perform: (task) => performTask(contextOf(task.incumbent), task),
    }),
    now,
  )
}

/** What the plan of a search needs to know of its rows. */
export function deepFacts(context: DeepContext, start: Int32Array): DeepFacts {
  const { dataset, bounds, movable, fewestLast, sweeper, gate, guard } = context
  const ranges = Array.from(fewestLast, (feature) => bounds.max[feature] - bounds.min[feature] + 1)
  const specs = specCount(bounds, movable)
  const [first, second] = fewestLast.subarray(-2)
  const outer = ranges.slice(0, -2).reduce((product, range) => product * range, 1)
  const exhaustible =
    specs <= MOST_SPECS &&
    outer * sweeper.rows <= MOST_EXHAUSTIVE &&
    (guard === null || specs * dataset.rowCount <= MOST_GUARDED) &&
    (movable.length === 1 || sweeper.jointly(first, second))
  return {
    comparable: sweeper.moveTo(start),
    passes: guard === null || guard(start) === null,
    bounds,
    starts: startsOf(context),
    gated: gate !== null,
    ...(gate === null ? {} : { standardErrors: gate.standardErrors }),
    guarded: guard !== null,
    dividedBy: fewestLast[0] ?? 0,
    exhaustible,
    provable:
      !exhaustible &&
      guard === null &&
      movable.length >= 3 &&
      specs <= MOST_PROVEN &&
      ranges[ranges.length - 2] * ranges[ranges.length - 1] <= MOST_SPECS &&
      sweeper.rows <= MOST_PROVEN_GROUPS &&
      countsPairs(context.metric) &&
      sweeper.jointly(first, second),
  }
}
