import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { seedWord } from '../../lib/rng.ts'
import { MAX_CHANGES } from '../../loop/experiment.ts'
import { type Bounds, movableFeatures } from '../bounds.ts'
import { type CandidateLoop, MOST_AT_ONCE } from '../candidateLoop.ts'
import { ranksPay } from './scoreRanks.ts'
import { instantiateSimd, type SimdExports } from './simdModule.ts'
import { type SimdFeature, type SimdRows, simdRows, unitsFit } from './simdRows.ts'
import { type Amounts, PLANE, type SimdTask, simdTask } from './simdTask.ts'

// As in `assembly/memory.ts`.
const WIDE_TABLE = 0x60000
const FEATURE_BYTES = 32
const MEAN_AT = 28

const PAGE = 0x10000
const ALIGNMENT = 64 // vectors may read or clear a little beyond an end
const ROWS_AT_ONCE = 32
const BELOW_ALL = -(2 ** 30) // units: scores of rows that only pad
const MAX_LANE_BINS = 60_000 // the rest of 16 bits is room for what a move adds
const MOST_LANE_ENTRY = 4 // bytes; larger counts are kept in two tables
const AMOUNTS_BYTES = 8 // address and number of planes; then where each ends
const RANKED_ROW = 20 // what a row that is ranked costs, against one that is counted by SIMD

export interface SimdLoop extends CandidateLoop {
  /**
   * Comparables (see `Objective`) of weights of the incumbent from `low` to `high`: one feature's, or
   * two features', the second running fastest. At most `MOST_AT_ONCE`; valid until the next call.
   */
  sweep(features: number[], low: number[], high: number[]): Float64Array
}

/**
 * The loop of the strategy `random` inside the SIMD kernel; null where there is no kernel for these
 * rows, this metric or this machine, or ranks cost less than counting few rows into very many bins. Weights that are locked stay as in `weights` for ever.
 */
export function createSimdLoop(
  dataset: Dataset,
  metric: PrimaryMetric,
  seed: number,
  bounds: Bounds,
  weights: Int32Array,
): SimdLoop | null {
  const plan = simdPlan(dataset, metric, bounds, weights)
  const kernel = plan === null ? null : instantiateSimd()
  if (plan === null || kernel === null) return null
  const { task, rows } = plan
  const { parts, entryBytes, amounts } = task
  const { mostBins, levelBytes, features } = rows
  const tableBytes = mostBins * entryBytes + ALIGNMENT
  const laneTableBytes = mostBins * Math.min(entryBytes, MOST_LANE_ENTRY) + ALIGNMENT
  const narrow = entryBytes === 0 ? mostBins <= MAX_LANE_BINS : laneTableBytes <= PAGE
  const padded = parts.reduce((sum, part) => sum + paddedRows(part.length), 0)
  const movable = movableFeatures(bounds)

  const { place, grow } = memoryPlan(WIDE_TABLE + tableBytes)
  const featureTable = place(features.length * FEATURE_BYTES)
  const weightsAt = place(features.length * 4)
  const movableAt = place(movable.length * 2)
  const values = place(MOST_AT_ONCE * 8)
  const newWeights = place(MOST_AT_ONCE * MAX_CHANGES * 4)
  const changedFeatures = place(MOST_AT_ONCE * MAX_CHANGES * 2)
  const kept = place(MOST_AT_ONCE)
  const changeCount = place(MOST_AT_ONCE)
  const base = place(padded * 4)
  const lanes = narrow ? place(padded * 2) : 0
  const scores = entryBytes === 0 ? place(padded * 2) : 0
  const described = amounts.map(({ ends }) => place(AMOUNTS_BYTES + 4 * ends.length))
  const planes = amounts.map(({ ends }) => place(ends.length * padded * 2))
  const columns = features.map(() => place(padded * levelBytes))
  if (!grow(kernel)) return null

  const memory = kernel.memory.buffer
  writeFeatures(memory, featureTable, rows, bounds, columns, parts)
  amounts.forEach((each, position) => {
    const count = each.ends.length
    const entry = new Uint32Array(memory, described[position], 2 + count)
    entry.set([planes[position], count, ...each.ends.map(paddedRows)])
    writePlanes(new Uint16Array(memory, planes[position], count * padded), each)
  })
  new Uint16Array(memory, movableAt, movable.length).set(movable)
  if (entryBytes === 0) {
    const [{ length }] = parts
    new Int32Array(memory, base, padded).fill(BELOW_ALL, length)
    kernel.prepareSelection(scores, length, padded)
  }
  kernel.prepareRows(
    featureTable,
    features.length,
    levelBytes,
    padded,
    base,
    lanes,
    rows.unit,
    rows.maxGrid,
    rows.startGrid,
  )
  task.prepare(kernel, described, mostBins)
  kernel.prepareProposals(seedWord(seed), featureTable, movableAt, movable.length)
  kernel.prepareRecord(values, kept, changeCount, changedFeatures, newWeights)

  return {
    reset(weights) {
      new Int32Array(memory, weightsAt, weights.length).set(weights)
      return kernel.reset(weightsAt)
    },
    sweep([first, second = -1], [firstLow, secondLow = 0], [firstHigh, secondHigh = 0]) {
      kernel.sweep(first, firstLow, firstHigh, second, secondLow, secondHigh, values)
      const count = (firstHigh - firstLow + 1) * (secondHigh - secondLow + 1)
      return new Float64Array(memory, values, count)
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

/** Whether `createSimdLoop` finds a kernel for these rows on this machine, memory permitting. */
export function hasSimdLoop(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds,
  weights: Int32Array,
): boolean {
  return simdPlan(dataset, metric, bounds, weights) !== null && instantiateSimd() !== null
}

function simdPlan(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds,
  weights: Int32Array,
): { task: SimdTask; rows: SimdRows } | null {
  const task = simdTask(dataset, metric)
  const rows = task === null ? null : simdRows(dataset, task.parts)
  if (task === null || rows === null || !unitsFit(rows, bounds, weights)) return null
  const counted = task.parts.reduce((sum, part) => sum + part.length, 0)
  const rankedInstead = task.entryBytes > 0 && ranksPay(RANKED_ROW * counted, rows.mostBins)
  if (rankedInstead && !task.inPairs(rows.mostBins)) return null
  return { task, rows }
}

function paddedRows(rows: number): number {
  return Math.ceil(rows / ROWS_AT_ONCE) * ROWS_AT_ONCE
}

/** Places one after another from an address on, each aligned, then the memory to hold them. */
function memoryPlan(from: number) {
  let next = from
  return {
    place(bytes: number): number {
      const at = Math.ceil(next / ALIGNMENT) * ALIGNMENT
      next = at + bytes
      return at
    },
    grow(kernel: SimdExports): boolean {
      const pages = Math.ceil((next + ALIGNMENT) / PAGE) - kernel.memory.buffer.byteLength / PAGE
      try {
        return pages <= 0 || kernel.memory.grow(pages) !== -1
      } catch {
        return false
      }
    },
  }
}

/** The levels of each feature at its place among `columns`, and what the kernel must know of it. */
function writeFeatures(
  memory: ArrayBuffer,
  table: number,
  { features, levelBytes }: SimdRows,
  { min, max }: Bounds,
  columns: number[],
  parts: Uint32Array[],
): void {
  const padded = parts.reduce((sum, part) => sum + paddedRows(part.length), 0)
  const Levels = levelBytes === 1 ? Uint8Array : Uint16Array
  features.forEach((feature, position) => {
    const { scale, topLevel, lowestGrid } = feature
    const at = table + position * FEATURE_BYTES
    const entry = new Int32Array(memory, at, MEAN_AT / 4)
    entry.set([columns[position], scale, topLevel, 0, min[position], max[position], lowestGrid])
    const levels = new Levels(memory, columns[position], padded)
    writeLevels(levels, feature, parts)
    new Float32Array(memory, at + MEAN_AT, 1)[0] = meanOf(levels)
  })
}

/** Levels in the order of the parts; padding repeats a part's last row. */
function writeLevels(
  levels: Uint8Array | Uint16Array,
  { values, lowest, step }: SimdFeature,
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

/** Whole amounts cut into 15 bits each, the lowest plane first. */
function writePlanes(planes: Uint16Array, { units, ends }: Amounts): void {
  const padded = planes.length / ends.length
  for (let row = 0; row < units.length; row++) {
    let left = units[row]
    for (let plane = 0; plane < ends.length; plane++) {
      const rest = Math.floor(left / PLANE)
      planes[plane * padded + row] = left - rest * PLANE
      left = rest
    }
  }
}

function meanOf(levels: Uint8Array | Uint16Array): number {
  let sum = 0
  for (let row = 0; row < levels.length; row++) sum += levels[row]
  return levels.length === 0 ? 0 : sum / levels.length
}
