import { type ExperimentBatch, MAX_CHANGES, type Sweep } from './experiment.ts'
import { groupRefusals, reasonsBySlot } from './guardrails.ts'

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
  const refused = groupRefusals(batches.flatMap((batch) => refusalsFrom(batch, first)))
  if (refused !== undefined) joined.refused = refused
  if (batches.some(({ sweeps }) => sweeps !== undefined)) return joinSwept(joined, batches)
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

/** What was refused in a batch, slots counted from experiment `first`. */
function refusalsFrom({ firstIndex, refused }: ExperimentBatch, first: number) {
  const at = firstIndex - first
  return Array.from(reasonsBySlot(refused), ([slot, reason]) => ({ slot: slot + at, reason }))
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

/** Batches of sweeps, or of none at all. */
function joinSwept(joined: ExperimentBatch, batches: ExperimentBatch[]): ExperimentBatch {
  const { firstIndex, count, values, kept, durationMs, refused } = joined
  const sweeps: Sweep[] = []
  for (const batch of batches) {
    if (batch.count === 0) continue
    if (batch.sweeps === undefined) throw new Error(`batch without sweeps: ${batch.firstIndex}`)
    const at = batch.firstIndex - firstIndex
    values.set(batch.values, at)
    kept.set(batch.kept, at)
    for (const sweep of batch.sweeps) sweeps.push({ ...sweep, at: sweep.at + at })
  }
  const certificate = batches.at(-1)?.certificate
  const curve = batches.findLast((batch) => batch.curve !== undefined)?.curve
  const changeCurve = batches.at(-1)?.changeCurve
  return {
    ...sweptBatch(firstIndex, count, durationMs, values, kept, sweeps),
    ...(refused === undefined ? {} : { refused }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(curve === undefined ? {} : { curve }),
    ...(changeCurve === undefined ? {} : { changeCurve }),
  }
}

/** The columns of changes of a batch whose sweeps say what was tried. */
export const NO_CHANGES = {
  changeCount: new Uint8Array(0),
  changedFeatures: new Uint16Array(0),
  newWeights: new Int32Array(0),
}

/** A batch whose sweeps say what was tried. */
export function sweptBatch(
  firstIndex: number,
  count: number,
  durationMs: number,
  values: Float64Array,
  kept: Uint8Array,
  sweeps: Sweep[],
): ExperimentBatch {
  return {
    firstIndex,
    count,
    values,
    kept,
    ...NO_CHANGES,
    durationMs,
    sweeps,
  }
}
