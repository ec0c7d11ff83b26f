import type { ExperimentPool } from '../../loop/pool.ts'
import type { PoolOptions } from '../pool.ts'
import type { TaskStepper } from '../stepper.ts'
import { createTaskPool } from '../tasks/taskPool.ts'
import { createDeepPlan, type DeepFacts } from './deepPlan.ts'

export interface DeepPoolInput {
  weights: Int32Array // the start: experiment 0
  changesFrom?: Int32Array // what the curve of changes counts from; absent: the start
}

/** A deep search by many workers with the result of one. */
export function createDeepPool(
  steppers: TaskStepper[],
  { weights, changesFrom = weights }: DeepPoolInput,
  options: PoolOptions<TaskStepper>,
): ExperimentPool {
  const plan = (facts: DeepFacts) => createDeepPlan(weights, facts, changesFrom)
  return createTaskPool(steppers, { weights, plan }, options)
}
