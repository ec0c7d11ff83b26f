import type { Dataset } from '../../accounts/dataset.ts'
import { createRowScorer } from '../../accounts/rowScorer.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { othersAndChurned, retainedAndOthers } from '../kernels/rowClasses.ts'

/** Below this many rows a move must gain more than one standard error: smaller gains hurt small data. */
export const GATED_BELOW = 5000

/** Whether the gain from one spec to another is more than one standard error. */
export type Gate = (before: Int32Array, after: Int32Array) => boolean

/**
 * The gate of a small data set; null where there is none. The error of a difference of two AUCs on the
 * same rows is DeLong's (1988), computed as in Sun and Xu (2014): from the share of the other class that
 * each account beats.
 */
export function createGate(dataset: Dataset, metric: PrimaryMetric): Gate | null {
  const { outcomes } = dataset
  if (dataset.rowCount >= GATED_BELOW || outcomes.count !== null) return null
  if (metric !== 'auc_roc_retain' && metric !== 'auc_roc_churn' && metric !== 'gini') return null
  const classes =
    metric === 'auc_roc_churn' ? othersAndChurned(outcomes) : retainedAndOthers(outcomes)
  if (classes === null) return null
  const { upper, lower } = classes
  const score = createRowScorer(dataset)
  const placements = (weights: Int32Array) => {
    const { values } = score(weights)
    const up = Float64Array.from(upper, (row) => values[row])
    const down = Float64Array.from(lower, (row) => values[row])
    return { up: sharesBelow(up, down), down: sharesBelow(down, up) }
  }
  return (before, after) => {
    const a = placements(before)
    const b = placements(after)
    const up = b.up.map((share, i) => share - a.up[i])
    const down = b.down.map((share, i) => share - a.down[i])
    const gain = mean(up)
    const error = Math.sqrt(variance(up) / up.length + variance(down) / down.length)
    return gain > error
  }
}

/** For each score, the share of the others below it, a tie as half. */
function sharesBelow(scores: Float64Array, others: Float64Array): Float64Array {
  const sorted = others.slice().sort()
  return scores.map((score) => {
    const below = countBelow(sorted, score, false)
    return (below + countBelow(sorted, score, true)) / (2 * sorted.length)
  })
}

function countBelow(sorted: Float64Array, score: number, orEqual: boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < score || (orEqual && sorted[middle] === score)) low = middle + 1
    else high = middle
  }
  return low
}

function mean(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum / values.length
}

/** Of a sample; 0 for fewer than two values. */
function variance(values: Float64Array): number {
  const centre = mean(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** 2
  return sum / Math.max(1, values.length - 1)
}
