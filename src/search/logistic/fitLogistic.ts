import { createDesign, type Design, type LogisticColumn } from './design.ts'
import { addCurvature, createPass } from './pass.ts'
import { boundedStep, cholesky, solveCholesky } from './solve.ts'

export interface LogisticOptions {
  counts?: ArrayLike<number> | null // accounts a row stands for, 0: not used; absent: 1 each
  offset?: Float64Array | null // log odds added to a row's, fixed
  penalty?: number // of ½ penalty ‖β‖² on standardised columns; absent: 1. The intercept is free
  nonNegative?: boolean // coefficients are held at 0 or above
  tolerance?: number // of the penalised loss, a row: a step that promises less is not taken; absent: 1e-11
}

export interface LogisticInput extends LogisticOptions {
  columns: readonly LogisticColumn[] // a value a row
  outcome: ArrayLike<number> // share of a row's accounts with the event: 0 or 1, or between where some have it
  rows?: Uint32Array | null // rows to fit on; absent: all. `counts` and `offset` are of all rows
}

export interface LogisticFit {
  intercept: number // log odds where all columns are 0
  coefficients: Float64Array // log odds a raw unit of each column; 0 for constant columns
  logLoss: number // sum over the rows, without the penalty
  iterations: number
  converged: boolean
}

const MOST_ITERATIONS = 100
const SLOW = 0.05 // a step that promises more than this share of the last one's gain: curvature is stale

/**
 * Ridge logistic regression by Newton steps (iteratively reweighted least squares): minimises the log
 * loss plus ½ penalty ‖β‖² with the columns standardised on the rows of the fit. Deterministic.
 */
export function fitLogistic(input: LogisticInput): LogisticFit {
  const { columns, outcome, rows = null, counts, offset } = input
  const design = createDesign(columns, outcome.length, rows)
  if (rows === null) return fitDesign(design, outcome, input)
  const chosen = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row])
  return fitDesign(design, chosen(outcome), {
    ...input,
    counts: counts ? chosen(counts) : null,
    offset: offset ? chosen(offset) : null,
  })
}

/** The same on a design that several fits share; counts of 0 leave rows out of one of them. */
export function fitDesign(
  design: Design,
  outcome: ArrayLike<number>,
  options: LogisticOptions = {},
): LogisticFit {
  const {
    counts = null,
    offset = null,
    penalty = 1,
    nonNegative = false,
    tolerance = 1e-11,
  } = options
  const size = 1 + design.denseColumns.length + design.flagColumns.length
  const { total, positive } = totals(design, outcome, counts)
  const at = new Float64Array(size)
  at[0] = Math.log((positive + 0.5) / (total - positive + 0.5))
  if (positive === 0 || positive === total) return rawFit(design, at, Number.NaN, 0, false)
  if (offset !== null) at[0] = 0
  const ridge = ridgeOf(design, counts, total, penalty)
  const { lower, upper } = limits(design, size, nonNegative)
  const pass = createPass(design, outcome, counts, offset)
  let loss = pass.run(at)
  let penalised = loss + ridgeLoss(ridge, at)
  let matrix: Float64Array | null = null
  let factor: Float64Array | null = null
  let lastGain = Number.POSITIVE_INFINITY
  let iterations = 0
  while (iterations < MOST_ITERATIONS) {
    const right = Float64Array.from(pass.gradient, (slope, k) => -slope - ridge[k] * at[k])
    const fresh = matrix === null
    if (matrix === null) {
      matrix = addCurvature(design, pass.curvature, ridge)
      factor = nonNegative ? null : matrix
      if (factor !== null) cholesky(factor, size)
    }
    const step =
      factor === null
        ? boundedStep(matrix, size, right, at, lower, upper)
        : solveCholesky(factor, size, right)
    let gain = 0
    for (let k = 0; k < size; k++) gain += right[k] * step[k]
    if (gain <= tolerance * total) return rawFit(design, at, loss, iterations, true)
    if (!fresh && gain > SLOW * lastGain) {
      matrix = null
      continue
    }
    lastGain = gain
    iterations++
    const next = at.slice()
    let share = 1
    for (; share > 1e-6; share /= 2) {
      for (let k = 0; k < size; k++) next[k] = at[k] + share * step[k]
      loss = pass.run(next)
      if (loss + ridgeLoss(ridge, next) <= penalised + 1e-12 * Math.abs(penalised)) break
    }
    if (share < 1) matrix = null
    at.set(next)
    penalised = loss + ridgeLoss(ridge, at)
  }
  return rawFit(design, at, loss, iterations, false)
}

function totals(design: Design, outcome: ArrayLike<number>, counts: ArrayLike<number> | null) {
  let total = 0
  let positive = 0
  for (let row = 0; row < design.rowCount; row++) {
    const count = counts === null ? 1 : counts[row]
    total += count
    positive += count * outcome[row]
  }
  return { total, positive }
}

/** Penalty of each coefficient of the design: its column's variance on the rows of the fit. */
export function ridgeOf(
  design: Design,
  counts: ArrayLike<number> | null,
  total: number,
  penalty: number,
): Float64Array {
  const { rowCount, dense, flagStart, flags } = design
  const width = design.denseColumns.length
  const first = 1 + width
  const sums = new Float64Array(first + design.flagColumns.length)
  const squares = new Float64Array(sums.length)
  for (let row = 0; row < rowCount; row++) {
    const count = counts === null ? 1 : counts[row]
    if (count === 0) continue
    for (let k = 0, at = row * width; k < width; k++, at++) {
      const value = dense[at]
      sums[k + 1] += count * value
      squares[k + 1] += count * value * value
    }
    for (let f = flagStart[row]; f < flagStart[row + 1]; f++) {
      sums[first + flags[f]] += count
    }
  }
  for (let k = first; k < sums.length; k++) squares[k] = sums[k]
  return sums.map((sum, k) => {
    if (k === 0) return 0
    const variance = squares[k] / total - (sum / total) ** 2
    return penalty * (variance > 1e-12 ? variance : 1)
  })
}

/** Bounds of the design's coefficients; a complemented flag's sign is the other way round. */
function limits(design: Design, size: number, nonNegative: boolean) {
  const lower = new Float64Array(size).fill(Number.NEGATIVE_INFINITY)
  const upper = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  if (nonNegative) {
    const first = 1 + design.denseColumns.length
    for (let k = 1; k < size; k++) {
      if (k < first || design.flagSize[k - first] > 0) lower[k] = 0
      else upper[k] = 0
    }
  }
  return { lower, upper }
}

function ridgeLoss(ridge: Float64Array, at: Float64Array): number {
  let sum = 0
  for (let k = 1; k < at.length; k++) sum += ridge[k] * at[k] * at[k]
  return sum / 2
}

function rawFit(
  design: Design,
  at: Float64Array,
  logLoss: number,
  iterations: number,
  converged: boolean,
): LogisticFit {
  const coefficients = new Float64Array(design.columnCount)
  let intercept = at[0]
  design.denseColumns.forEach((column, k) => {
    coefficients[column] = at[1 + k] / design.scale[k]
    intercept -= coefficients[column] * design.centre[k]
  })
  const first = 1 + design.denseColumns.length
  design.flagColumns.forEach((column, k) => {
    coefficients[column] = at[first + k] / design.flagSize[k]
    intercept -= coefficients[column] * design.flagBase[k]
  })
  return { intercept, coefficients, logLoss, iterations, converged }
}
