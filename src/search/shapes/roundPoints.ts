import type { OrientedFeature } from './orientedFeatures.ts'

export interface PointColumn {
  feature: OrientedFeature
  values: Float64Array // of the feature, a row
}

export interface RoundedPoints {
  weights: number[] // whole points, >= 0
  baseScore: number // whole points
  auc: number // on the rows, exact
  clippedShare: number // of the rows, below 0 or above the maximum
}

const SCALINGS = 40
const GRID = 1000 // steps a point: values have at most three decimals
const NARROWEST = 0.4 // of the maximum between the tails: narrower scores leave tiers empty
const WIDEST = 1.05
const SMALL_LOSS = 0.0005
const MANY_ROWS = 5000
const MOST_CLIPPED = 0.01 // of the rows: wider scalings are left out
const TAIL = 0.005 // of the rows that may lie beyond each end at the widest scaling that is centred

/**
 * Whole points from log odds: each of 40 scalings is rounded, its middle put at half the maximum, and
 * the one with the best exact AUC on the rows is taken, on few rows the one that changes the order of
 * the scores least (AUC would pick by luck); among equals the smaller, and one with no weight above
 * `mostWeight` unless that costs more than 0.0005.
 */
export function roundPoints(
  columns: readonly PointColumn[],
  outcome: Uint8Array,
  maxScore: number,
  mostWeight: number,
): RoundedPoints {
  const rowCount = outcome.length
  const odds = new Float64Array(rowCount)
  for (const { feature, values } of columns) {
    for (let row = 0; row < rowCount; row++) odds[row] += feature.strength * values[row]
  }
  const sorted = odds.slice().sort()
  const low = sorted[Math.floor(TAIL * (rowCount - 1))]
  const high = sorted[Math.ceil((1 - TAIL) * (rowCount - 1))]
  const widest = high > low ? maxScore / (high - low) : maxScore
  const points = columns.map(({ values }) => Int32Array.from(values, (v) => Math.round(v * GRID)))
  let best: (RoundedPoints & { merit: number }) | null = null
  let small: (RoundedPoints & { merit: number }) | null = null // the best without large weights
  for (let scaling = 0; scaling < SCALINGS; scaling++) {
    const scale = widest * WIDEST * (NARROWEST / WIDEST) ** (1 - scaling / (SCALINGS - 1))
    const weights = columns.map(({ feature }) => Math.round(scale * feature.strength))
    const tried = { weights, ...scored(points, weights, outcome, maxScore) }
    const merit = rowCount < MANY_ROWS ? likeness(columns, weights, odds) : tried.auc
    if (tried.clippedShare > MOST_CLIPPED && best !== null) continue
    if (best === null || merit > best.merit) best = { ...tried, merit }
    if (weights.some((weight) => weight > mostWeight)) continue
    if (small === null || merit > small.merit) small = { ...tried, merit }
  }
  if (best === null) throw new Error(`scalings: ${SCALINGS}`)
  const { merit, ...rounded } = small !== null && small.auc >= best.auc - SMALL_LOSS ? small : best
  return rounded
}

/** Correlation of the weights' points with the log odds, over the rows. */
function likeness(
  columns: readonly PointColumn[],
  weights: readonly number[],
  odds: Float64Array,
): number {
  const points = new Float64Array(odds.length)
  columns.forEach(({ values }, column) => {
    for (let row = 0; row < odds.length; row++) points[row] += weights[column] * values[row]
  })
  const mean = (values: Float64Array) => values.reduce((sum, v) => sum + v, 0) / values.length
  const [a, b] = [mean(points), mean(odds)]
  let both = 0
  let ofPoints = 0
  let ofOdds = 0
  for (let row = 0; row < odds.length; row++) {
    both += (points[row] - a) * (odds[row] - b)
    ofPoints += (points[row] - a) ** 2
    ofOdds += (odds[row] - b) ** 2
  }
  return ofPoints === 0 || ofOdds === 0 ? 0 : both / Math.sqrt(ofPoints * ofOdds)
}

function scored(
  points: readonly Int32Array[],
  weights: readonly number[],
  outcome: Uint8Array,
  maxScore: number,
) {
  const rowCount = outcome.length
  const sums = new Int32Array(rowCount)
  points.forEach((values, column) => {
    const weight = weights[column]
    if (weight !== 0) for (let row = 0; row < rowCount; row++) sums[row] += weight * values[row]
  })
  const sorted = sums.slice().sort()
  const middle =
    (sorted[Math.floor(TAIL * (rowCount - 1))] + sorted[Math.ceil((1 - TAIL) * (rowCount - 1))]) / 2
  const baseScore = Math.round(maxScore / 2 - middle / GRID)
  const top = Math.round(maxScore * GRID)
  let clipped = 0
  for (let row = 0; row < rowCount; row++) {
    const score = sums[row] + baseScore * GRID
    if (score < 0 || score > top) clipped++
    sums[row] = Math.min(top, Math.max(0, score))
  }
  return { baseScore, auc: countedAuc(sums, outcome), clippedShare: clipped / rowCount }
}

/** Share of pairs of a row with outcome 1 and one with 0 that the scores put in order; ties count half. */
export function countedAuc(scores: Int32Array, outcome: Uint8Array): number {
  const order = Float64Array.from(scores, (score, row) => score * 2 + outcome[row]).sort()
  let below = 0 // rows with outcome 0 of smaller scores
  let ordered = 0 // twice the pairs in order
  let ones = 0
  for (let i = 0; i < order.length; ) {
    const score = Math.floor(order[i] / 2)
    let zerosHere = 0
    let onesHere = 0
    for (; i < order.length && Math.floor(order[i] / 2) === score; i++) {
      if (order[i] % 2 === 0) zerosHere++
      else onesHere++
    }
    ordered += onesHere * (2 * below + zerosHere)
    below += zerosHere
    ones += onesHere
  }
  return ordered / (2 * ones * below)
}
