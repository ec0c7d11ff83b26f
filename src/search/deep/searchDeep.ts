import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import type { Certificate } from '../../loop/experiment.ts'
import type { Bounds } from '../bounds.ts'
import { createDeepContext, type Position } from './context.ts'
import { createDeepPlan } from './deepPlan.ts'
import { performTask } from './deepTask.ts'
import { deepFacts } from './performer.ts'

export interface DeepResult {
  weights: Int32Array
  value: number // primary metric; NaN where it is not defined
  experiments: number
  certificate: Certificate
}

/** A whole deep search on one thread, nothing journaled: for studies that run many. */
export function searchDeep(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds,
  start: Int32Array,
  seed: number,
): DeepResult {
  const context = createDeepContext(dataset, metric, bounds, seed)
  const facts = deepFacts(context, start)
  const plan = createDeepPlan(start, bounds, facts)
  let experiments = 0
  let made = 0
  for (let tasks = plan.next([], 0); tasks !== null && plan.certificate() === null; ) {
    made = 0
    const ends = tasks.map((task) => {
      const work = performTask(context, task)
      for (;;) {
        const step = work.next()
        if (step.done === true) return step.value
        made += step.value.values.length
      }
    })
    experiments += made
    tasks = plan.next(ends, made)
  }
  const best: Position = plan.best() ?? { weights: start, comparable: facts.comparable }
  const certificate = plan.certificate()
  if (certificate === null) throw new Error('deep search ended without a certificate')
  return {
    weights: best.weights,
    value: context.sweeper.toValue(best.comparable),
    experiments,
    certificate,
  }
}
