import type { ExperimentPool } from '../../loop/pool.ts'
import type { Bounds } from '../bounds.ts'
import type { PoolOptions } from '../pool.ts'
import type { TaskStepper } from '../stepper.ts'
import { createTaskPool } from '../tasks/taskPool.ts'
import { createDeepPlan, type DeepFacts } from './deepPlan.ts'

export interface DeepPoolInput {
  weights: Int32Array // the start: experiment 0
  bounds: Bounds
}

/** A deep search by many workers with the result of one. */
export function createDeepPool(
  steppers: TaskStepper[],
  { weights, bounds }: DeepPoolInput,
  options: PoolOptions<TaskStepper>,
): ExperimentPool {
  const plan = (facts: DeepFacts) => createDeepPlan(weights, bounds, facts)
  return createTaskPool(steppers, { weights, plan }, options)
}
