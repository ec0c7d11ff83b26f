import {
  type Change,
  type ExperimentBatch,
  type KeptExperiment,
  MAX_CHANGES,
} from '../loop/experiment.ts'
import type { Refusal } from '../loop/guardrails.ts'
import { candidateWeights, sweepCount } from '../loop/sweep.ts'
import type { RunSummary } from './entry.ts'

/**
 * A copy with columns of exactly `count` entries, safe to keep: the caller may go on using its
 * buffers. Throws where the batch does not continue the run or disagrees with its kept experiments.
 */
export function packBatch(
  summary: RunSummary,
  batch: ExperimentBatch,
  kept: KeptExperiment[],
): ExperimentBatch {
  const { firstIndex, count } = batch
  if (!Number.isInteger(count) || count < 1) throw new Error(`batch count not positive: ${count}`)
  if (firstIndex !== summary.experiments + 1) {
    throw new Error(
      `batch not next in run ${summary.header.runId}: starts at ${firstIndex}, expected ${summary.experiments + 1}`,
    )
  }
  const lengths = [batch.values.length, batch.kept.length]
  if (batch.sweeps !== undefined) {
    for (const [i, sweep] of batch.sweeps.entries()) {
      const end = batch.sweeps[i + 1]?.at ?? count
      const left = sweepCount(sweep) - sweep.from
      if (left < end - sweep.at) lengths.push(sweep.at + left)
    }
    if (batch.sweeps[0]?.at !== 0) lengths.push(0)
  } else {
    const { changeCount, changedFeatures, newWeights } = batch
    lengths.push(changeCount.length, changedFeatures.length / MAX_CHANGES)
    lengths.push(newWeights.length / MAX_CHANGES)
  }
  const shortest = Math.min(...lengths)
  if (shortest < count) throw new Error(`batch columns shorter than count: ${shortest} < ${count}`)
  const flagged: number[] = []
  for (let i = 0; i < count; i++) if (batch.kept[i] === 1) flagged.push(firstIndex + i)
  const told = kept.map(({ index }) => index)
  if (flagged.length !== told.length || flagged.some((index, i) => index !== told[i])) {
    throw new Error(`batch kept experiments differ: flagged ${flagged}, given ${told}`)
  }
  const packed: ExperimentBatch = {
    firstIndex,
    count,
    values: batch.values.slice(0, count),
    kept: batch.kept.slice(0, count),
    changeCount: batch.changeCount.slice(0, count),
    changedFeatures: batch.changedFeatures.slice(0, count * MAX_CHANGES),
    newWeights: batch.newWeights.slice(0, count * MAX_CHANGES),
    durationMs: batch.durationMs,
  }
  if (batch.sweeps !== undefined) {
    packed.sweeps = batch.sweeps.map((sweep) => ({ ...sweep, base: sweep.base.slice() }))
  }
  if (batch.refused !== undefined) packed.refused = checkedRefusals(batch)
  if (batch.certificate !== undefined) packed.certificate = batch.certificate
  if (batch.curve !== undefined) packed.curve = batch.curve
  if (batch.changeCurve !== undefined) packed.changeCurve = batch.changeCurve
  if (batch.recorded) {
    packed.recorded = {
      timestamps: batch.recorded.timestamps.slice(0, count),
      durationsMs: batch.recorded.durationsMs.slice(0, count),
    }
  }
  return packed
}

/** A copy; throws where an experiment was kept and refused, or is not in the batch. */
function checkedRefusals({ count, kept, refused = [] }: ExperimentBatch): Refusal[] {
  return refused.map(({ reason, slots }) => {
    const wrong = slots.find((slot) => !(slot >= 0 && slot < count) || kept[slot] === 1)
    if (wrong !== undefined) throw new Error(`batch refusal misplaced: ${reason} at ${wrong}`)
    return { reason, slots: [...slots] }
  })
}

/** How experiment `offset` of a batch differs from the incumbent, whose weights are in the order of `names`. */
export function batchChanges(
  batch: ExperimentBatch,
  offset: number,
  names: string[],
  incumbent: ArrayLike<number>,
): Change[] {
  const candidate = candidateWeights(batch, offset, incumbent)
  return candidateChanges(batch, offset, names, incumbent, candidate)
}

/** The same where the weights that were tried are known. */
export function candidateChanges(
  batch: ExperimentBatch,
  offset: number,
  names: string[],
  incumbent: ArrayLike<number>,
  candidate: ArrayLike<number>,
): Change[] {
  const changes: Change[] = []
  if (batch.sweeps !== undefined) {
    for (let position = 0; position < names.length; position++) {
      const [from, to] = [incumbent[position]!, candidate[position]!]
      if (from !== to) changes.push({ feature: names[position]!, from, to })
    }
    return changes
  }
  for (let slot = 0; slot < batch.changeCount[offset]!; slot++) {
    const position = batch.changedFeatures[offset * MAX_CHANGES + slot]!
    changes.push({
      feature: names[position]!,
      from: incumbent[position]!,
      to: batch.newWeights[offset * MAX_CHANGES + slot]!,
    })
  }
  return changes
}

/** The weights experiment `offset` of a batch tried. */
export function batchWeights(
  batch: ExperimentBatch,
  offset: number,
  incumbent: ArrayLike<number>,
): number[] {
  return Array.from(candidateWeights(batch, offset, incumbent))
}
