import type { ExperimentPool } from '../loop/pool.ts'
import type { Bounds } from './bounds.ts'
import { createDeepPool } from './deep/deepPool.ts'
import { createPool, type PoolOptions } from './pool.ts'
import type { AnyStepper } from './stepper.ts'
import { DEEP } from './strategy.ts'

/** What makes a run's experiments, by its strategy. `weights`: the run's start, experiment 0. */
export function createExperimentPool(
  strategy: string,
  steppers: AnyStepper[],
  start: { weights: Int32Array; bounds: Bounds },
  options: PoolOptions<AnyStepper>,
): ExperimentPool {
  return strategy === DEEP.name
    ? createDeepPool(steppers, start, options)
    : createPool(steppers, options)
}
