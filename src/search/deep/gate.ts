import { accountCount } from '../../accounts/accountCount.ts'
import type { Dataset } from '../../accounts/dataset.ts'
import { createRowScorer } from '../../accounts/rowScorer.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { holding } from '../../lib/heldBytes.ts'
import { canList, othersAndChurned, retainedAndOthers } from '../kernels/rowClasses.ts'

/** Below this many accounts a move must gain more than one standard error: smaller gains hurt small data. */
export const GATED_BELOW = 5000

/** Whether the gain from one spec to another is more than so many standard errors; absent: one. */
export type Gate = (before: Int32Array, after: Int32Array, errors?: number) => boolean

/**
 * The gate of a small data set; null where there is none. The error of a difference of two AUCs on the
 * same rows is DeLong's (1988), computed as in Sun and Xu (2014): from the share of the other class that
 * each account beats.
 */
export function createGate(dataset: Dataset, metric: PrimaryMetric): Gate | null {
  const { outcomes } = dataset
  if (accountCount(outcomes) >= GATED_BELOW || !canList(outcomes)) return null
  if (metric !== 'auc_roc_retain' && metric !== 'auc_roc_churn' && metric !== 'gini') return null
  const classes =
    metric === 'auc_roc_churn' ? othersAndChurned(outcomes) : retainedAndOthers(outcomes)
  if (classes === null) return null
  const { upper, lower } = classes
  const score = createRowScorer(dataset)
  const maxGrid = Math.round(dataset.maxScore * dataset.resolution)
  const won = maxGrid <= MOST_COUNTED ? countedShares(maxGrid) : sortedShares
  let known: { weights: Int32Array; placements: Placements } | null = null

  function placements(weights: Int32Array): Placements {
    const values = score(weights).values as Int32Array
    const up = upper.map((row) => values[row])
    const down = lower.map((row) => values[row])
    return { up: won(up, down), down: won(down, up) }
  }

  const gate: Gate = (before, after, errors = 1) => {
    if (known === null || !known.weights.every((weight, i) => weight === before[i])) {
      known = { weights: before.slice(), placements: placements(before) }
    }
    const a = known.placements
    const b = placements(after)
    const up = meanAndError(a.up, b.up)
    const down = meanAndError(a.down, b.down)
    return up.mean > errors * Math.sqrt(up.squaredError + down.squaredError)
  }
  return holding(() => [upper, lower, score, won, known], gate)
}

/** Grid steps up to which scores are counted instead of sorted. */
const MOST_COUNTED = 1 << 16

/** For each account of a class, the share of the other class below it, a tie as half. */
interface Placements {
  up: Float64Array
  down: Float64Array
}

type Shares = (scores: Uint32Array, others: Uint32Array) => Float64Array

function countedShares(maxGrid: number): Shares {
  const counts = new Int32Array(maxGrid + 1)
  const twiceBelow = new Int32Array(maxGrid + 1)
  const won: Shares = (scores, others) => {
    counts.fill(0)
    for (let i = 0; i < others.length; i++) counts[others[i]]++
    let below = 0
    for (let grid = 0; grid <= maxGrid; grid++) {
      twiceBelow[grid] = 2 * below + counts[grid]
      below += counts[grid]
    }
    const shares = new Float64Array(scores.length)
    const size = 2 * others.length
    for (let i = 0; i < scores.length; i++) shares[i] = twiceBelow[scores[i]] / size
    return shares
  }
  return holding(() => [counts, twiceBelow], won)
}

function sortedShares(scores: Uint32Array, others: Uint32Array): Float64Array {
  const sorted = others.slice().sort()
  return Float64Array.from(scores, (value) => {
    const below = countBelow(sorted, value) + countBelow(sorted, value + 1)
    return below / (2 * sorted.length)
  })
}

function countBelow(sorted: Uint32Array, score: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < score) low = middle + 1
    else high = middle
  }
  return low
}

/** Of the differences b - a: their mean, and the square of its standard error. */
function meanAndError(a: Float64Array, b: Float64Array): { mean: number; squaredError: number } {
  const n = a.length
  let sum = 0
  for (let i = 0; i < n; i++) sum += b[i] - a[i]
  const mean = sum / n
  let squares = 0
  for (let i = 0; i < n; i++) squares += (b[i] - a[i] - mean) ** 2
  return { mean, squaredError: squares / Math.max(1, n - 1) / n }
}
