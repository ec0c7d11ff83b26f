import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { seedWord } from '../../lib/rng.ts'
import { MAX_CHANGES } from '../../loop/experiment.ts'
import { type Bounds, movableFeatures } from '../bounds.ts'
import { type CandidateLoop, MOST_AT_ONCE } from '../candidateLoop.ts'
import { othersAndChurned, retainedAndOthers } from './rowClasses.ts'
import { instantiateSimd, type SimdExports } from './simdModule.ts'
import { type SimdRows, simdRows, unitsFit } from './simdRows.ts'

const PAGE = 0x10000
const WIDE_TABLE = 0x60000
const FEATURE_BYTES = 32
const SLACK = 64 // vectors may read or clear a little beyond an end
const MAX_UINT16_CLASS = 0x7fff // twice it still fits 16 bits

/**
 * The loop of the strategy `random` inside the SIMD kernel; null where there is no kernel for these
 * rows, this metric or this machine. Weights that are locked stay as in `weights` for ever.
 */
export function createSimdLoop(
  dataset: Dataset,
  metric: PrimaryMetric,
  seed: number,
  bounds: Bounds,
  weights: Int32Array,
): CandidateLoop | null {
  if (metric !== 'auc_roc_retain' && metric !== 'auc_roc_churn' && metric !== 'gini') return null
  if (dataset.features.length === 0 || dataset.outcomes.count !== null) return null
  const classes =
    metric === 'auc_roc_churn'
      ? othersAndChurned(dataset.outcomes)
      : retainedAndOthers(dataset.outcomes)
  if (classes === null) return null
  const { upper, lower } = classes
  const upperCounted = upper.length <= lower.length
  const parts = upperCounted ? [upper, lower] : [lower, upper]
  const twicePairs = 2 * upper.length * lower.length
  const rows = simdRows(dataset, parts)
  if (rows === null || !unitsFit(rows, bounds, weights)) return null
  if (twicePairs > Number.MAX_SAFE_INTEGER) return null
  const kernel = instantiateSimd()
  if (kernel === null) return null

  const entryBytes = parts[0].length <= MAX_UINT16_CLASS ? 2 : 4
  const wideBytes = rows.mostBins * entryBytes + SLACK
  const { place, grow } = memoryPlan(WIDE_TABLE + wideBytes)
  const featureTable = place(dataset.features.length * FEATURE_BYTES)
  const weightsAt = place(dataset.features.length * 4)
  const movable = movableFeatures(bounds)
  const movableAt = place(movable.length * 2)
  const values = place(MOST_AT_ONCE * 8)
  const newWeights = place(MOST_AT_ONCE * MAX_CHANGES * 4)
  const changedFeatures = place(MOST_AT_ONCE * MAX_CHANGES * 2)
  const kept = place(MOST_AT_ONCE)
  const changeCount = place(MOST_AT_ONCE)
  const padded = parts.reduce((sum, part) => sum + paddedRows(part.length), 0)
  const isNarrow = rows.mostBins * entryBytes + SLACK <= PAGE
  const base = place(padded * 4)
  const lanes = isNarrow ? place(padded * 2) : 0
  const columns = rows.features.map(() => place(padded * rows.levelBytes))
  if (!grow(kernel)) return null

  const memory = kernel.memory.buffer
  writeFeatures(memory, featureTable, rows, bounds, columns)
  rows.features.forEach((feature, position) => {
    const levels =
      rows.levelBytes === 1
        ? new Uint8Array(memory, columns[position], padded)
        : new Uint16Array(memory, columns[position], padded)
    writeLevels(levels, feature, parts)
  })
  new Uint16Array(memory, movableAt, movable.length).set(movable)
  kernel.prepareRows(
    featureTable,
    dataset.features.length,
    rows.levelBytes,
    padded,
    base,
    lanes,
    rows.unit,
    rows.maxGrid,
    rows.startGrid,
  )
  kernel.prepareAuc(parts[0].length, parts[1].length)
  kernel.prepareTables(entryBytes, rows.mostBins <= parts[0].length ? 1 : 0)
  kernel.prepareValue(twicePairs, upperCounted ? 1 : 0, metric === 'gini' ? 1 : 0)
  kernel.prepareProposals(seedWord(seed), featureTable, movableAt, movable.length)
  kernel.prepareRecord(values, kept, changeCount, changedFeatures, newWeights)

  return {
    reset(weights) {
      new Int32Array(memory, weightsAt, weights.length).set(weights)
      return kernel.reset(weightsAt)
    },
    run: (index, stride, count, continueAfterWin) =>
      kernel.run(index, stride, Math.min(count, MOST_AT_ONCE), continueAfterWin ? 1 : 0),
    tried: {
      values: new Float64Array(memory, values, MOST_AT_ONCE),
      kept: new Uint8Array(memory, kept, MOST_AT_ONCE),
      changeCount: new Uint8Array(memory, changeCount, MOST_AT_ONCE),
      changedFeatures: new Uint16Array(memory, changedFeatures, MOST_AT_ONCE * MAX_CHANGES),
      newWeights: new Int32Array(memory, newWeights, MOST_AT_ONCE * MAX_CHANGES),
    },
  }
}

/** Whole blocks of 32 rows. */
function paddedRows(rows: number): number {
  return Math.ceil(rows / 32) * 32
}

/** Places one after another from an address on, each aligned, then the memory to hold them. */
function memoryPlan(from: number) {
  let next = from
  return {
    place(bytes: number): number {
      const at = Math.ceil(next / SLACK) * SLACK
      next = at + bytes
      return at
    },
    grow(kernel: SimdExports): boolean {
      const pages = Math.ceil((next + SLACK) / PAGE) - kernel.memory.buffer.byteLength / PAGE
      try {
        return pages <= 0 || kernel.memory.grow(pages) !== -1
      } catch {
        return false
      }
    },
  }
}

function writeFeatures(
  memory: ArrayBuffer,
  table: number,
  { features }: SimdRows,
  bounds: Bounds,
  columns: number[],
): void {
  features.forEach(({ scale, topLevel, lowestGrid }, position) => {
    const { min, max } = bounds
    const entry = new Int32Array(memory, table + position * FEATURE_BYTES, 7)
    entry.set([columns[position], scale, topLevel, 0, min[position], max[position], lowestGrid])
  })
}

/** Levels in the order of the parts; padding repeats a part's last row. */
function writeLevels(
  levels: Uint8Array | Uint16Array,
  { values, lowest, step }: SimdRows['features'][number],
  parts: Uint32Array[],
): void {
  let next = 0
  for (const part of parts) {
    const end = next + paddedRows(part.length)
    for (let row = 0; row < part.length; row++) levels[next++] = (values[part[row]] - lowest) / step
    levels.fill(levels[next - 1], next, end)
    next = end
  }
}
