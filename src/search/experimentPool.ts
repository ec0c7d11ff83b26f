import type { ExperimentPool } from '../loop/pool.ts'
import type { Bounds } from './bounds.ts'
import { createDeepPool } from './deep/deepPool.ts'
import { createPool, type PoolOptions } from './pool.ts'
import { singleGroups } from './sparse/groups.ts'
import { createSparsePlan, type SparseFacts } from './sparse/sparsePlan.ts'
import type { AnyStepper } from './stepper.ts'
import { DEEP, SPARSE } from './strategy.ts'
import { createTaskPool } from './tasks/taskPool.ts'

export interface PoolStart {
  weights: Int32Array // experiment 0
  bounds: Bounds
  groups?: Uint16Array // of each weight: those of one group are one feature; absent: each its own
  maxFeatures?: number // of `sparse`; absent: as many as help
  changesFrom?: Int32Array // what the curve of changes counts from; absent: the start
}

/** What makes a run's experiments, by its strategy. */
export function createExperimentPool(
  strategy: string,
  steppers: AnyStepper[],
  start: PoolStart,
  options: PoolOptions<AnyStepper>,
): ExperimentPool {
  if (strategy === DEEP.name) return createDeepPool(steppers, start, options)
  if (strategy !== SPARSE.name) return createPool(steppers, options)
  const { weights, bounds, maxFeatures = null, changesFrom } = start
  const groups = start.groups ?? singleGroups(weights.length)
  const input = { weights, bounds, groups, maxFeatures, changesFrom }
  const plan = (facts: SparseFacts) => createSparsePlan(input, facts)
  return createTaskPool(steppers, { weights, plan }, options)
}
