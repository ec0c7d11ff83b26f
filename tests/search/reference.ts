import type { Dataset } from '../../src/accounts/dataset.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'

/** Every metric from scratch, as its definition reads: slow, and sharing no line with the kernels. */
export function referenceValue(
  dataset: Dataset,
  weights: ArrayLike<number>,
  metric: PrimaryMetric,
): number {
  const scores = referenceScores(dataset, weights)
  const { outcomes } = dataset
  const { mrr, mrrEnd, ltv } = outcomes
  const flag = (column: ArrayLike<number> | null, other: ArrayLike<number> | null) =>
    column !== null
      ? Array.from(column)
      : other === null
        ? null
        : Array.from(other, (event) => 1 - event)
  const retained = flag(outcomes.retained, outcomes.churned)
  const churned = flag(outcomes.churned, outcomes.retained)
  switch (metric) {
    case 'auc_roc_retain':
      return retained === null ? Number.NaN : pairwiseAuc(scores, retained)
    case 'auc_roc_churn':
      return churned === null
        ? Number.NaN
        : pairwiseAuc(
            scores.map((score) => -score),
            churned,
          )
    case 'gini':
      return retained === null ? Number.NaN : 2 * pairwiseAuc(scores, retained) - 1
    case 'ks':
      return retained === null ? Number.NaN : ks(scores, retained)
    case 'revenue_capture_at_20':
      return mrr === null ? Number.NaN : capture(scores, mrr)
    case 'tier_separation':
      return ltv === null ? Number.NaN : separation(scores, ltv)
    case 'nrr_spread':
      return mrr === null || mrrEnd === null ? Number.NaN : spread(scores, mrr, mrrEnd)
  }
}

export function referenceScores(dataset: Dataset, weights: ArrayLike<number>): number[] {
  const { rowCount, features, resolution, maxScore, baseScore } = dataset
  return Array.from({ length: rowCount }, (_, row) => {
    let sum = Math.round(baseScore * resolution)
    features.forEach(({ values, multiplier }, position) => {
      sum += weights[position] * values[row] * multiplier
    })
    return Math.min(Math.max(sum, 0), Math.round(maxScore * resolution))
  })
}

/** Twice the pairs won, over twice the pairs; quadratic, or by ranks above 2,000 rows. */
function pairwiseAuc(scores: number[], event: number[]): number {
  const up = scores.filter((_, row) => event[row] === 1)
  const down = scores.filter((_, row) => event[row] === 0)
  if (scores.length <= 100 || up.length === 0 || down.length === 0) return Number.NaN
  let won = 0
  if (scores.length <= 2000) {
    for (const a of up) for (const b of down) won += a > b ? 2 : a === b ? 1 : 0
  } else {
    const sorted = down.sort((a, b) => a - b)
    for (const a of up) won += countBelow(sorted, a) + countBelow(sorted, a + 0.5)
  }
  return won / (2 * up.length * down.length)
}

function countBelow(sorted: number[], value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

function ks(scores: number[], retained: number[]): number {
  const up = scores.filter((_, row) => retained[row] === 1).sort((a, b) => a - b)
  const down = scores.filter((_, row) => retained[row] === 0).sort((a, b) => a - b)
  if (scores.length <= 100 || up.length === 0 || down.length === 0) return Number.NaN
  let most = 0
  for (const cut of new Set(scores)) {
    const gap = countBelow(up, cut + 0.5) / up.length - countBelow(down, cut + 0.5) / down.length
    most = Math.max(most, Math.abs(gap))
  }
  return most
}

function capture(scores: number[], mrr: Float64Array): number {
  const rows = rowsByScore(scores, (row) => mrr[row] > 0)
  if (rows.length === 0) return Number.NaN
  const needed = Math.max(1, Math.ceil(rows.length / 5))
  const cut = scores[rows[needed - 1]]
  const above = rows.filter((row) => scores[row] > cut)
  const tied = rows.filter((row) => scores[row] === cut)
  const sum = (of: number[]) => of.reduce((total, row) => total + mrr[row], 0)
  return (sum(above) + (sum(tied) * (needed - above.length)) / tied.length) / sum(rows)
}

function separation(scores: number[], ltv: Float64Array): number {
  const rows = rowsByScore(scores, (row) => ltv[row] > 0).reverse()
  if (rows.length <= 50) return Number.NaN
  const quantile = (q: number) => {
    const rank = (rows.length - 1) * q
    const below = scores[rows[Math.floor(rank)]]
    const above = scores[rows[Math.ceil(rank)]]
    return below + (above - below) * (rank - Math.floor(rank))
  }
  const [low, high] = [quantile(0.25), quantile(0.75)]
  const mean = (of: number[]) => of.reduce((total, row) => total + ltv[row], 0) / of.length
  const lower = mean(rows.filter((row) => scores[row] <= low))
  return mean(rows.filter((row) => scores[row] >= high)) / lower
}

function spread(scores: number[], mrr: Float64Array, mrrEnd: Float64Array): number {
  const rows = rowsByScore(scores, (row) => mrr[row] > 0)
  const start = rows.reduce((total, row) => total + mrr[row], 0)
  const end = rows.reduce((total, row) => total + mrrEnd[row], 0)
  if (start === 0) return Number.NaN
  let above = 0
  let endAbove = 0
  for (const score of new Set(rows.map((row) => scores[row]))) {
    const tied = rows.filter((row) => scores[row] === score)
    const tiedStart = tied.reduce((total, row) => total + mrr[row], 0)
    const tiedEnd = tied.reduce((total, row) => total + mrrEnd[row], 0)
    const share = Math.min(1, (start / 2 - above) / tiedStart)
    endAbove += tiedEnd * share
    above += tiedStart * share
    if (share < 1) break
  }
  return (endAbove - (end - endAbove)) / (start / 2)
}

function rowsByScore(scores: number[], wanted: (row: number) => boolean): number[] {
  return scores
    .map((_, row) => row)
    .filter(wanted)
    .sort((a, b) => scores[b] - scores[a])
}
