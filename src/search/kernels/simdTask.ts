import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { isRankingMetric } from '../../statistics/classCounts.ts'
import { exactMoney } from './exactMoney.ts'
import { canList, othersAndChurned, positiveRows, retainedAndOthers } from './rowClasses.ts'
import { pairsPay } from './scoreRanks.ts'
import { MIN_LTV_ACCOUNTS, quartileRanks } from './separationObjective.ts'
import type { SimdExports } from './simdModule.ts'

/** What the SIMD kernel is to evaluate: on which rows, in which order, with which amounts. */
export interface SimdTask {
  parts: Uint32Array[] // the dataset's rows of each class
  entryBytes: 0 | 2 | 4 | 8 // of the table rows are counted in; 0: none is
  amounts: Amounts[] // of the rows of the first part
  inPairs(bins: number): boolean // compares rows pair by pair where there are so many scores
  /** Tells the kernel; `amounts`: addresses of what describes each of them. */
  prepare(kernel: SimdExports, amounts: number[], mostBins: number): void
}

/** Whole units a row, as planes of `PLANE_BITS` each. */
export interface Amounts {
  units: Float64Array
  ends: number[] // for each plane, the lowest bits first: rows up to here may have some of its bits, descending
}

const PLANE_BITS = 15
export const PLANE = 2 ** PLANE_BITS
const MOST_PLANES = 4 // for whole numbers below 2^53

/** As in `assembly/run.ts`. */
const KIND = { auc: 0, ks: 1, capture: 2, separation: 3, spread: 4 }

/** Four tables of so many bytes fit into the first cache; where rows share few scores they pay off. */
const MOST_TABLE_BYTES = 8192
const MAX_INT32 = 0x7fffffff
const MAX_UINT16_CLASS = 0x7fff // twice it still fits 16 bits

/** Null where the metric is not defined on these rows, or only the plain objectives know it. */
export function simdTask(dataset: Dataset, metric: PrimaryMetric): SimdTask | null {
  const { features, outcomes } = dataset
  if (features.length === 0) return null
  if (outcomes.count !== null && !(isRankingMetric(metric) && canList(outcomes))) return null
  switch (metric) {
    case 'auc_roc_retain':
    case 'auc_roc_churn':
    case 'gini':
      return aucTask(dataset, metric)
    case 'revenue_capture_at_20':
      return captureTask(dataset)
    case 'tier_separation':
      return separationTask(dataset)
    case 'nrr_spread':
      return spreadTask(dataset)
    case 'ks':
      return ksTask(dataset)
  }
}

function aucTask(
  { outcomes }: Dataset,
  metric: 'auc_roc_retain' | 'auc_roc_churn' | 'gini',
): SimdTask | null {
  const classes =
    metric === 'auc_roc_churn' ? othersAndChurned(outcomes) : retainedAndOthers(outcomes)
  if (classes === null) return null
  const { upper, lower } = classes
  const upperCounted = upper.length <= lower.length
  const [counted, summed] = upperCounted ? [upper, lower] : [lower, upper]
  const twicePairs = 2 * upper.length * lower.length
  if (twicePairs > Number.MAX_SAFE_INTEGER) return null
  const entryBytes = counted.length <= MAX_UINT16_CLASS ? 2 : 4
  const inPairs = (bins: number) => pairsPay(counted.length, summed.length, bins)
  return {
    parts: [counted, summed],
    entryBytes,
    amounts: [],
    inPairs,
    prepare(kernel, _planes, mostBins) {
      kernel.prepareMetric(KIND.auc)
      kernel.prepareAuc(counted.length, summed.length, inPairs(mostBins) ? 1 : 0)
      const manyTables = 4 * mostBins <= counted.length && mostBins * entryBytes <= MOST_TABLE_BYTES
      kernel.prepareTables(entryBytes, manyTables ? 1 : 0)
      kernel.prepareValue(twicePairs, upperCounted ? 1 : 0, metric === 'gini' ? 1 : 0)
    },
  }
}

function ksTask({ outcomes }: Dataset): SimdTask | null {
  const classes = retainedAndOthers(outcomes)
  if (classes === null) return null
  const { upper, lower } = classes
  const pairs = upper.length * lower.length
  if (pairs > Number.MAX_SAFE_INTEGER) return null
  const entryBytes = pairs <= MAX_INT32 ? 4 : 8
  return {
    parts: [upper, lower],
    entryBytes,
    amounts: [],
    inPairs: () => false,
    prepare(kernel) {
      kernel.prepareMetric(KIND.ks)
      kernel.prepareKs(upper.length, lower.length)
      kernel.prepareTables(entryBytes, 0)
      kernel.prepareValue(pairs, 0, 0)
    },
  }
}

function captureTask({ outcomes: { mrr } }: Dataset): SimdTask | null {
  const rows = mrr === null ? new Uint32Array(0) : positiveRows(mrr)
  if (mrr === null || rows.length === 0) return null
  const { units, total } = exactMoney(mrr, rows, rows.length)
  const needed = Math.max(1, Math.ceil(rows.length / 5))
  return amountTask(KIND.capture, rows, [units], (kernel, [first]) => {
    kernel.prepareAmounts(first, total, 0, 0)
    kernel.prepareCuts(rows.length, needed, 0, 1, 1)
  })
}

function separationTask({ outcomes: { ltv } }: Dataset): SimdTask | null {
  const rows = ltv === null ? new Uint32Array(0) : positiveRows(ltv)
  const { length } = rows
  if (ltv === null || length <= MIN_LTV_ACCOUNTS) return null
  const { units, total } = exactMoney(ltv, rows, length)
  return amountTask(KIND.separation, rows, [units], (kernel, [first]) => {
    kernel.prepareAmounts(first, total, 0, 0)
    const { upper, lower } = quartileRanks(length)
    kernel.prepareCuts(length, upper, lower, 1, 1)
  })
}

function spreadTask({ outcomes: { mrr, mrrEnd } }: Dataset): SimdTask | null {
  const rows = mrr === null ? new Uint32Array(0) : positiveRows(mrr)
  if (mrr === null || mrrEnd === null || rows.length === 0) return null
  const start = exactMoney(mrr, rows, rows.length)
  const end = exactMoney(mrrEnd, rows, rows.length)
  const half = start.total / 2
  return amountTask(KIND.spread, rows, [start.units, end.units], (kernel, [first, second]) => {
    kernel.prepareAmounts(first, start.total, second, end.total)
    kernel.prepareCuts(rows.length, half, 0, end.unit, half * start.unit)
  })
}

/** Large amounts come first, so that few rows are read for their highest planes. */
function amountTask(
  kind: number,
  rows: Uint32Array,
  amounts: Float64Array[],
  prepare: (kernel: SimdExports, amounts: number[]) => void,
): SimdTask {
  const order = mostPlanesFirst(amounts, rows.length)
  return {
    parts: [rows.map((_, place) => rows[order[place]])],
    entryBytes: 0,
    amounts: amounts.map((units) => inPlanes(units.map((_, place) => units[order[place]]))),
    inPairs: () => false,
    prepare(kernel, planes) {
      kernel.prepareMetric(kind)
      prepare(kernel, planes)
    },
  }
}

/** Rows by the planes that the largest of their amounts takes, most first, else in their order. */
function mostPlanesFirst(amounts: Float64Array[], rows: number): Uint32Array {
  const planes = new Uint8Array(rows)
  for (const units of amounts) {
    for (let row = 0; row < rows; row++) planes[row] = Math.max(planes[row], planesOf(units[row]))
  }
  const order = new Uint32Array(rows)
  let place = 0
  for (let count = MOST_PLANES; count >= 0; count--) {
    for (let row = 0; row < rows; row++) if (planes[row] === count) order[place++] = row
  }
  return order
}

function inPlanes(units: Float64Array): Amounts {
  const ends = [0]
  for (let row = 0; row < units.length; row++) {
    const count = planesOf(units[row])
    for (let plane = 0; plane < count; plane++) ends[plane] = row + 1
  }
  return { units, ends }
}

function planesOf(units: number): number {
  let planes = 0
  for (let left = units; left >= 1; left /= PLANE) planes++
  return planes
}
