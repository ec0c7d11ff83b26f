import type { ExperimentBatch } from './experiment.ts'

/** Experiments to make from one incumbent on. */
export interface Stretch {
  weights: Int32Array // the incumbent's
  incumbentValue: number
  from: number // first experiment index
  to: number // exclusive, above `from`
  budgetMs: number // return after about this long
}

/**
 * What makes experiments: `run` gives at least one, in order from `from` without a gap, wins applied
 * as they come; null where the strategy has nothing left to try.
 */
export interface ExperimentPool {
  run(stretch: Stretch): Promise<ExperimentBatch | null>
}
