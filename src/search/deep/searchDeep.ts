import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import type { Certificate } from '../../loop/experiment.ts'
import type { Bounds } from '../bounds.ts'
import type { GuardTerms } from '../guard.ts'
import { performAll } from '../tasks/performAll.ts'
import { createDeepContext } from './context.ts'
import { createDeepPlan } from './deepPlan.ts'
import { type DeepTask, performTask } from './deepTask.ts'
import { deepFacts } from './performer.ts'
import { narrowedBounds } from './reach.ts'

export interface DeepResult {
  weights: Int32Array
  value: number // primary metric; NaN where it is not defined
  startValue: number
  experiments: number
  certificate: Certificate | null // null: the budget ended first
}

/**
 * A whole deep search on one thread, nothing journaled; keeps what a run with the same input keeps. What fewer
 * changes would buy is not looked into where that cannot change the end.
 */
export function searchDeep(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds,
  start: Int32Array,
  seed: number,
  budget: number = Number.POSITIVE_INFINITY,
  guard?: GuardTerms,
): DeepResult {
  const narrowed = narrowedBounds(dataset, bounds, start)
  const context = createDeepContext(dataset, metric, narrowed, seed, guard)
  const facts = deepFacts(context, start)
  const plan = createDeepPlan(start, facts, facts.gated ? null : start)
  const { best, experiments } = performAll(
    plan,
    (task: DeepTask) => performTask(context, task),
    { weights: start, comparable: facts.comparable, refusal: null },
    budget,
  )
  return {
    weights: best.weights,
    value: context.sweeper.toValue(best.comparable),
    startValue: context.sweeper.toValue(facts.comparable),
    experiments,
    certificate: plan.certificate(),
  }
}
