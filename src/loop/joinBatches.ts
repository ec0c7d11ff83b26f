import { type ExperimentBatch, MAX_CHANGES } from './experiment.ts'

/** Joins batches that follow each other into one. Throws where they leave a gap; needs at least one. */
export function joinBatches(batches: ExperimentBatch[]): ExperimentBatch {
  if (batches.length === 1) return batches[0]
  const first = batches[0].firstIndex
  let count = 0
  let durationMs = 0
  for (const batch of batches) {
    if (batch.firstIndex !== first + count) {
      throw new Error(`batch out of order: ${batch.firstIndex} after ${first + count - 1}`)
    }
    count += batch.count
    durationMs += batch.durationMs
  }
  const joined = emptyBatch(first, count, durationMs)
  for (const batch of batches) {
    const at = batch.firstIndex - first
    joined.values.set(batch.values, at)
    joined.kept.set(batch.kept, at)
    joined.changeCount.set(batch.changeCount, at)
    joined.changedFeatures.set(batch.changedFeatures, at * MAX_CHANGES)
    joined.newWeights.set(batch.newWeights, at * MAX_CHANGES)
  }
  return joined
}

/** A batch of `count` experiments with nothing written in yet. */
export function emptyBatch(firstIndex: number, count: number, durationMs: number): ExperimentBatch {
  return {
    firstIndex,
    count,
    values: new Float64Array(count),
    kept: new Uint8Array(count),
    changeCount: new Uint8Array(count),
    changedFeatures: new Uint16Array(count * MAX_CHANGES),
    newWeights: new Int32Array(count * MAX_CHANGES),
    durationMs,
  }
}
