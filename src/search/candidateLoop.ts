import { MAX_CHANGES } from '../loop/experiment.ts'

/** What a loop tried, as columns; of an experiment with fewer than three changes the rest is 0. */
export interface Tried {
  values: Float64Array
  kept: Uint8Array // 1 where better than the incumbent of that moment
  changeCount: Uint8Array
  changedFeatures: Uint16Array // 3 an experiment
  newWeights: Int32Array // 3 an experiment
}

/** One thread's loop over candidates: proposes, evaluates, decides and moves on, without a clock. */
export interface CandidateLoop {
  /** Makes `weights` the incumbent; its primary metric, NaN where it is not defined. */
  reset(weights: Int32Array): number
  /**
   * Tries up to `count` candidates `index`, `index + stride`, … (at least one, `MOST_AT_ONCE` at
   * most) and returns how many; a win becomes the incumbent, and ends it unless told to continue.
   */
  run(index: number, stride: number, count: number, continueAfterWin: boolean): number
  tried: Tried // by the last call of `run`; the next one overwrites it
}

export const MOST_AT_ONCE = 4096

/** Copies the first `count` experiments of `from` into `to`, from experiment `at` on. */
export function copyTried(to: Tried, at: number, from: Tried, count: number): void {
  const wide = count * MAX_CHANGES
  to.values.set(from.values.subarray(0, count), at)
  to.kept.set(from.kept.subarray(0, count), at)
  to.changeCount.set(from.changeCount.subarray(0, count), at)
  to.changedFeatures.set(from.changedFeatures.subarray(0, wide), at * MAX_CHANGES)
  to.newWeights.set(from.newWeights.subarray(0, wide), at * MAX_CHANGES)
}

/** Room for so many experiments. */
export function createTried(capacity: number): Tried {
  return {
    values: new Float64Array(capacity),
    kept: new Uint8Array(capacity),
    changeCount: new Uint8Array(capacity),
    changedFeatures: new Uint16Array(capacity * MAX_CHANGES),
    newWeights: new Int32Array(capacity * MAX_CHANGES),
  }
}

/** The first `count` experiments, in memory of their own, ready to be transferred. */
export function takeTried(tried: Tried, count: number): Tried {
  return {
    values: tried.values.slice(0, count),
    kept: tried.kept.slice(0, count),
    changeCount: tried.changeCount.slice(0, count),
    changedFeatures: tried.changedFeatures.slice(0, count * MAX_CHANGES),
    newWeights: tried.newWeights.slice(0, count * MAX_CHANGES),
  }
}
