import type { Change, ExperimentBatch } from './experiment.ts'
import { candidateWeights } from './sweep.ts'

/** A kept experiment as the loop knows it; whoever journals it adds time, holdout and metrics. */
export interface Win {
  index: number // within the run, from 1
  changes: Change[]
  before: Int32Array // the incumbent's weights
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
    const after = candidateWeights(batch, slot, before)
    const changes: Change[] = []
    for (let position = 0; position < after.length; position++) {
      const [from, to] = [before[position], after[position]]
      if (from !== to) changes.push({ feature: featureNames[position], from, to })
    }
    const value = batch.values[slot]
    const index = batch.firstIndex + slot
    wins.push({ index, changes, before, weights: after, value, baselineValue })
    before = after
    baselineValue = value
  }
  return wins
}
