import { type Change, type ExperimentBatch, MAX_CHANGES } from './experiment.ts'

/** A kept experiment as the loop knows it; whoever journals it adds time, holdout and metrics. */
export interface Win {
  index: number // within the run, from 1
  changes: Change[]
  weights: Int32Array // after
  value: number // primary metric on the search rows
  baselineValue: number // the incumbent's before
}

/** The wins of a batch in order. `weights` and `incumbentValue` are the incumbent's before it; `weights` is left as it is. */
export function winsOf(
  batch: ExperimentBatch,
  weights: Int32Array,
  incumbentValue: number,
  featureNames: string[],
): Win[] {
  const wins: Win[] = []
  let before = weights
  let baselineValue = incumbentValue
  for (let slot = 0; slot < batch.count; slot++) {
    if (batch.kept[slot] === 0) continue
    const after = before.slice()
    const changes: Change[] = []
    for (let change = 0; change < batch.changeCount[slot]; change++) {
      const position = batch.changedFeatures[slot * MAX_CHANGES + change]
      const to = batch.newWeights[slot * MAX_CHANGES + change]
      changes.push({ feature: featureNames[position], from: before[position], to })
      after[position] = to
    }
    const value = batch.values[slot]
    wins.push({ index: batch.firstIndex + slot, changes, weights: after, value, baselineValue })
    before = after
    baselineValue = value
  }
  return wins
}
