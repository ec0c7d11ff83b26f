import { createSha256, sha256HexOfText } from '../lib/sha256.ts'
import type { ExperimentBatch, KeptExperiment } from '../loop/experiment.ts'
import type { RunHeader } from './entry.ts'

/** A batch as a journal stores it: what was tried, chained to what was stored before it. */
export interface BatchRecord {
  runId: string
  firstIndex: number
  batch: ExperimentBatch
  previous: string // hash of the batch before, or of the run's header
  hash: string // of `previous`, this batch and the experiments kept in it
}

/** What a walk along a run's chain found. */
export interface ChainReport {
  brokenAt: number | null // first experiment index whose record does not fit; 0: the header; null: all fit
  batches: number // that fit
  head: string // hash of the last batch that fits, or of the header
}

/** SHA-256 of a run's header: where its chain starts. */
export function headerHash(header: RunHeader): string {
  return sha256HexOfText(canonicalJson(header))
}

/** SHA-256 over the hash before, every column of the batch, and the experiments kept in it. */
export function batchHash(
  previous: string,
  batch: ExperimentBatch,
  kept: KeptExperiment[],
): string {
  const columns: (Float64Array | Uint8Array | Uint16Array | Int32Array)[] = [
    batch.values,
    batch.kept,
    batch.changeCount,
    batch.changedFeatures,
    batch.newWeights,
  ]
  if (batch.recorded) columns.push(batch.recorded.timestamps, batch.recorded.durationsMs)
  const head = canonicalJson({
    previous,
    firstIndex: batch.firstIndex,
    count: batch.count,
    durationMs: batch.durationMs,
    bytes: columns.map((column) => column.byteLength),
    kept,
    sweeps: batch.sweeps?.map((sweep) => ({ ...sweep, base: Array.from(sweep.base) })),
    refused: batch.refused,
    certificate: batch.certificate,
    curve: batch.curve,
    changeCurve: batch.changeCurve,
  })
  const state = createSha256()
  state.updateText(head)
  for (const { buffer, byteOffset, byteLength } of columns) {
    state.update(new Uint8Array(buffer, byteOffset, byteLength))
  }
  return state.hex()
}

/** Walks stored batches from the header to `head`, the hash the run says it ends with. */
export async function verifyChain(
  header: RunHeader,
  head: string,
  experiments: number,
  records: AsyncIterable<BatchRecord>,
  kept: KeptExperiment[],
): Promise<ChainReport> {
  let hash = headerHash(header)
  let next = 1
  let batches = 0
  for await (const { batch, previous, hash: stored } of records) {
    const end = batch.firstIndex + batch.count
    const keptHere = kept.filter(({ index }) => index >= next && index < end)
    const fits =
      previous === hash && batch.firstIndex === next && batchHash(hash, batch, keptHere) === stored
    if (!fits)
      return { brokenAt: batches === 0 && previous !== hash ? 0 : next, batches, head: hash }
    hash = stored
    next = end
    batches++
  }
  const complete = hash === head && next === experiments + 1
  return {
    brokenAt: complete ? null : batches === 0 && hash !== head ? 0 : next,
    batches,
    head: hash,
  }
}

/** JSON with sorted keys, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) =>
      item !== null && typeof item === 'object' && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
        : item,
    ) ?? 'null'
  )
}
