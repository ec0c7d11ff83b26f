import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { exactMoney } from '../kernels/exactMoney.ts'
import { exactShare } from '../kernels/exactShare.ts'
import { othersAndChurned, positiveRows, retainedAndOthers } from '../kernels/rowClasses.ts'

/**
 * A metric as a function of two sums a score: the rows that count for it and what each adds. All
 * amounts are whole numbers, so rows may be grouped and added in any order.
 */
export interface Channels {
  rows: Uint32Array
  first: Float64Array // beside `rows`
  second: Float64Array // beside `rows`
  upperRows: number | null // so many rows add 1 to the first channel alone, then the others to the second; null: any amounts
  /** The comparable (see `Objective`) of the sums by clipped score, entries `low` to `high` inclusive; the others are 0. */
  finish(first: Float64Array, second: Float64Array, low: number, high: number): number
  toValue(comparable: number): number
  pairs: boolean // the comparable counts pairs won: `first` above `second`
}

/** A metric that counts pairs of accounts. */
export type PairMetric = Extract<PrimaryMetric, 'auc_roc_retain' | 'auc_roc_churn' | 'gini'>

/** Whether the comparable of a metric counts pairs of accounts won. */
export function countsPairs(metric: PrimaryMetric): metric is PairMetric {
  return metric === 'auc_roc_retain' || metric === 'auc_roc_churn' || metric === 'gini'
}

/** LTV figures need more accounts with ltv > 0 than this, as in the evaluator. */
const MIN_LTV_ACCOUNTS = 50

/** Ranking metrics need more accounts than this, as in the evaluator. */
const MIN_ACCOUNTS = 100

/** The channels of a metric; null where the metric is not defined. */
export function createChannels(dataset: Dataset, metric: PrimaryMetric): Channels | null {
  const { outcomes } = dataset
  const { count, mrr, mrrEnd, ltv } = outcomes
  switch (metric) {
    case 'auc_roc_retain':
    case 'auc_roc_churn':
    case 'gini':
    case 'ks': {
      if (count !== null) return countedClasses(dataset, metric)
      const classes =
        metric === 'auc_roc_churn' ? othersAndChurned(outcomes) : retainedAndOthers(outcomes)
      if (classes === null) return null
      const { upper, lower } = classes
      const rows = new Uint32Array(upper.length + lower.length)
      rows.set(upper)
      rows.set(lower, upper.length)
      const first = new Float64Array(rows.length).fill(1, 0, upper.length)
      const second = new Float64Array(rows.length).fill(1, upper.length)
      const finish =
        metric === 'ks'
          ? (a: Float64Array, b: Float64Array, low: number, high: number) =>
              widestGap(a, b, low, high, upper.length, lower.length)
          : twicePairsWon
      const toValue = classValue(metric, upper.length, lower.length)
      const upperRows = upper.length
      return { rows, first, second, upperRows, finish, toValue, pairs: countsPairs(metric) }
    }
    case 'revenue_capture_at_20': {
      const rows = mrr === null ? new Uint32Array(0) : positiveRows(mrr)
      if (mrr === null || rows.length === 0) return null
      const { units, total } = exactMoney(mrr, rows, rows.length)
      const accounts = accountsOf(count, rows)
      const needed = Math.max(1, Math.ceil(sum(accounts) / 5))
      return {
        rows,
        first: accounts,
        second: units,
        upperRows: null,
        finish: (count, money, low, high) => capturedShare(count, money, low, high, needed, total),
        toValue: asItIs,
        pairs: false,
      }
    }
    case 'tier_separation': {
      const rows = ltv === null ? new Uint32Array(0) : positiveRows(ltv)
      const accounts = accountsOf(count, rows)
      const n = sum(accounts)
      if (ltv === null || n <= MIN_LTV_ACCOUNTS) return null
      const { units } = exactMoney(ltv, rows, rows.length)
      // the quartile has rank (n - 1) q from 0; above a fraction, the next order statistic counts.
      const upperNeeded = n - Math.ceil(((n - 1) * 3) / 4)
      const lowerNeeded = Math.floor((n - 1) / 4) + 1
      return {
        rows,
        first: accounts,
        second: units,
        upperRows: null,
        finish: (count, money, low, high) =>
          separation(count, money, low, high, upperNeeded, lowerNeeded),
        toValue: asItIs,
        pairs: false,
      }
    }
    case 'nrr_spread': {
      const rows = mrr === null ? new Uint32Array(0) : positiveRows(mrr)
      if (mrr === null || mrrEnd === null || rows.length === 0) return null
      const start = exactMoney(mrr, rows, rows.length)
      const end = exactMoney(mrrEnd, rows, rows.length)
      return {
        rows,
        first: start.units,
        second: end.units,
        upperRows: null,
        finish(starts, ends, low, high) {
          const half = start.total / 2
          let score = high
          let passed = 0
          let above = 0
          while (score > low && passed + starts[score] < half) {
            passed += starts[score]
            above += ends[score--]
          }
          const tied = exactShare(ends[score], start.total - 2 * passed, starts[score])
          return ((2 * above + tied - end.total) * end.unit) / (half * start.unit)
        },
        toValue: asItIs,
        pairs: false,
      }
    }
  }
}

function accountsOf(count: Float64Array | null, rows: Uint32Array): Float64Array {
  return count === null
    ? new Float64Array(rows.length).fill(1)
    : Float64Array.from(rows, (row) => count[row])
}

function sum(amounts: Float64Array): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

function asItIs(comparable: number): number {
  return comparable
}

function classValue(metric: PrimaryMetric, upper: number, lower: number) {
  if (metric === 'ks') return (comparable: number) => comparable / (upper * lower)
  const twicePairs = 2 * upper * lower
  if (metric === 'gini') return (comparable: number) => (2 * comparable) / twicePairs - 1
  return (comparable: number) => comparable / twicePairs
}

/** Rows that stand for several accounts, retained and churned ones at once. */
function countedClasses(dataset: Dataset, metric: PrimaryMetric): Channels | null {
  const { count, retained, churned } = dataset.outcomes
  const given = metric === 'auc_roc_churn' ? (churned ?? retained) : (retained ?? churned)
  if (count === null || given === null) return null
  const event = Float64Array.from(given)
  const others = count.map((accounts, row) => accounts - event[row])
  const [first, second] = given === churned ? [others, event] : [event, others]
  const [upper, lower] = [sum(first), sum(second)]
  if (upper + lower <= MIN_ACCOUNTS || upper === 0 || lower === 0) return null
  const rows = Uint32Array.from({ length: dataset.rowCount }, (_, row) => row)
  const finish: Channels['finish'] =
    metric === 'ks' ? (a, b, low, high) => widestGap(a, b, low, high, upper, lower) : twicePairsWon
  return {
    rows,
    first,
    second,
    upperRows: null,
    finish,
    toValue: classValue(metric, upper, lower),
    pairs: countsPairs(metric),
  }
}

/** 2U: over pairs of both classes, 2 where the upper one scores higher and 1 where they tie. */
function twicePairsWon(
  upper: Float64Array,
  lower: Float64Array,
  low: number,
  high: number,
): number {
  let won = 0
  let twiceBelow = 0
  for (let score = low; score <= high; score++) {
    const equal = lower[score]
    won += upper[score] * (twiceBelow + equal)
    twiceBelow += equal + equal
  }
  return won
}

/** The largest gap of the cumulative distributions, times both class sizes. */
function widestGap(
  upper: Float64Array,
  lower: Float64Array,
  low: number,
  high: number,
  upperRows: number,
  lowerRows: number,
): number {
  let most = 0
  let gap = 0
  for (let score = low; score <= high; score++) {
    gap += lower[score] * upperRows - upper[score] * lowerRows
    most = Math.max(most, Math.abs(gap))
  }
  return most
}

function capturedShare(
  count: Float64Array,
  money: Float64Array,
  low: number,
  high: number,
  needed: number,
  total: number,
): number {
  let score = high
  let passed = 0
  let above = 0
  while (score > low && passed + count[score] < needed) {
    passed += count[score]
    above += money[score--]
  }
  const taken = needed - passed
  if (taken === count[score]) return (above + money[score]) / total
  return (above + exactShare(money[score], taken, count[score])) / total
}

function separation(
  count: Float64Array,
  money: Float64Array,
  low: number,
  high: number,
  upperNeeded: number,
  lowerNeeded: number,
): number {
  let upperCount = 0
  let upperMoney = 0
  for (let score = high; score >= low && upperCount < upperNeeded; score--) {
    upperCount += count[score]
    upperMoney += money[score]
  }
  let lowerCount = 0
  let lowerMoney = 0
  for (let score = low; score <= high && lowerCount < lowerNeeded; score++) {
    lowerCount += count[score]
    lowerMoney += money[score]
  }
  const lowerMean = lowerMoney / lowerCount
  return lowerMean === 0 ? Number.NaN : upperMoney / upperCount / lowerMean
}
