import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { isRankingMetric } from '../../statistics/classCounts.ts'
import { exactMoney } from './exactMoney.ts'
import { canList, othersAndChurned, positiveRows, retainedAndOthers } from './rowClasses.ts'
import { MIN_LTV_ACCOUNTS, quartileRanks } from './separationObjective.ts'
import type { SimdExports } from './simdModule.ts'

/** What the SIMD kernel is to evaluate: on which rows, in which order, with which amounts. */
export interface SimdTask {
  parts: Uint32Array[] // the dataset's rows of each class
  entryBytes: 0 | 2 | 4 | 8 // of the table rows are counted in; 0: none is
  amounts: Float64Array[] // whole units a row of the first part
  /** Tells the kernel; `planes`: address and number of planes of each of the amounts. */
  prepare(kernel: SimdExports, planes: Planes[], mostBins: number): void
}

export interface Planes {
  at: number
  count: number
}

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
  return {
    parts: [counted, summed],
    entryBytes,
    amounts: [],
    prepare(kernel, _planes, mostBins) {
      kernel.prepareMetric(KIND.auc)
      kernel.prepareAuc(counted.length, summed.length)
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
  const entryBytes = pairs <= MAX_INT32 ? 4 : 8
  return {
    parts: [upper, lower],
    entryBytes,
    amounts: [],
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
  return amountTask(KIND.capture, rows, [units], (kernel, [planes]) => {
    kernel.prepareAmounts(planes.at, planes.count, total, 0, 0, 0)
    kernel.prepareCuts(rows.length, needed, 0, 1, 1)
  })
}

function separationTask({ outcomes: { ltv } }: Dataset): SimdTask | null {
  const rows = ltv === null ? new Uint32Array(0) : positiveRows(ltv)
  const { length } = rows
  if (ltv === null || length <= MIN_LTV_ACCOUNTS) return null
  const { units, total } = exactMoney(ltv, rows, length)
  return amountTask(KIND.separation, rows, [units], (kernel, [planes]) => {
    kernel.prepareAmounts(planes.at, planes.count, total, 0, 0, 0)
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
    kernel.prepareAmounts(first.at, first.count, start.total, second.at, second.count, end.total)
    kernel.prepareCuts(rows.length, half, 0, end.unit, half * start.unit)
  })
}

function amountTask(
  kind: number,
  rows: Uint32Array,
  amounts: Float64Array[],
  prepare: (kernel: SimdExports, planes: Planes[]) => void,
): SimdTask {
  return {
    parts: [rows],
    entryBytes: 0,
    amounts,
    prepare(kernel, planes) {
      kernel.prepareMetric(kind)
      prepare(kernel, planes)
    },
  }
}
