import { type ExperimentBatch, MAX_CHANGES } from '../loop/experiment.ts'
import { groupRefusals } from '../loop/guardrails.ts'
import type { StepResult } from './stepper.ts'

/**
 * First index that does not count, of interleaved results: result w holds `from + w`,
 * `from + w + stride`, … The smallest win ends what counts, and so does the first index that a worker
 * did not reach.
 */
function end(results: StepResult[], from: number, to: number, stride: number): number {
  let last = to
  results.forEach(({ count, kept }, offset) => {
    const next = from + offset + count * stride // first index this worker did not try
    last = Math.min(last, kept[count - 1] === 1 ? next - stride + 1 : next)
  })
  return last
}

/** Writes experiments 0 to `batch.count` of interleaved results into the batch, in order of index. */
function fill(batch: ExperimentBatch, results: StepResult[], stride: number): void {
  for (let slot = 0; slot < batch.count; slot++) {
    const result = results[slot % stride]
    const source = Math.floor(slot / stride)
    batch.values[slot] = result.values[source]
    batch.kept[slot] = result.kept[source]
    batch.changeCount[slot] = result.changeCount[source]
    for (let change = 0; change < MAX_CHANGES; change++) {
      const to = slot * MAX_CHANGES + change
      const from = source * MAX_CHANGES + change
      batch.changedFeatures[to] = result.changedFeatures[from]
      batch.newWeights[to] = result.newWeights[from]
    }
  }
  const refused = results
    .flatMap((result, offset) =>
      result.refused.map(({ at, reason }) => ({ slot: at * stride + offset, reason })),
    )
    .filter(({ slot }) => slot < batch.count)
    .sort((a, b) => a.slot - b.slot)
  const grouped = groupRefusals(refused)
  if (grouped !== undefined) batch.refused = grouped
}

export const mergeStrides = { end, fill }
