import type { Design } from './design.ts'

export interface Pass {
  /** Log loss at these coefficients (intercept, dense columns, flags); sets the two below. */
  run(at: Float64Array): number
  gradient: Float64Array
  curvature: Float64Array // p (1 − p) of each row, times its count
}

/** Reads every row once for log loss, gradient and curvature. */
export function createPass(
  design: Design,
  outcome: ArrayLike<number>,
  counts: ArrayLike<number> | null,
  offset: Float64Array | null,
): Pass {
  const { rowCount, dense, flagStart, flags } = design
  const width = design.denseColumns.length
  const first = 1 + width
  const gradient = new Float64Array(first + design.flagColumns.length)
  const curvature = new Float64Array(rowCount)
  return {
    gradient,
    curvature,
    run(at) {
      gradient.fill(0)
      let loss = 0
      for (let row = 0; row < rowCount; row++) {
        const count = counts === null ? 1 : counts[row]
        if (count === 0) continue
        const from = row * width
        const flagsFrom = flagStart[row]
        const flagsTo = flagStart[row + 1]
        let odds = offset === null ? at[0] : at[0] + offset[row]
        for (let k = 0; k < width; k++) odds += at[1 + k] * dense[from + k]
        for (let f = flagsFrom; f < flagsTo; f++) odds += at[first + flags[f]]
        const small = Math.exp(odds < 0 ? odds : -odds)
        const share = odds < 0 ? small / (1 + small) : 1 / (1 + small)
        const y = outcome[row]
        loss += count * (Math.log1p(small) + (odds < 0 ? -y * odds : (1 - y) * odds))
        curvature[row] = (count * small) / ((1 + small) * (1 + small))
        const miss = count * (share - y)
        gradient[0] += miss
        for (let k = 0; k < width; k++) gradient[1 + k] += miss * dense[from + k]
        for (let f = flagsFrom; f < flagsTo; f++) {
          gradient[first + flags[f]] += miss
        }
      }
      return loss
    },
  }
}

/** Second derivatives of the penalised loss, row-major and symmetric. */
export function addCurvature(
  design: Design,
  curvature: Float64Array,
  ridge: Float64Array,
): Float64Array {
  const { rowCount, dense, flagStart, flags } = design
  const width = design.denseColumns.length
  const first = 1 + width
  const size = first + design.flagColumns.length
  const matrix = new Float64Array(size * size)
  addDense(design, curvature, matrix, size)
  const values = new Float64Array(first)
  for (let row = 0; row < rowCount; row++) {
    const weight = curvature[row]
    if (weight === 0 || flagStart[row] === flagStart[row + 1]) continue
    values[0] = weight
    for (let k = 0, at = row * width; k < width; k++, at++) values[1 + k] = weight * dense[at]
    for (let f = flagStart[row]; f < flagStart[row + 1]; f++) {
      const line = (first + flags[f]) * size
      for (let j = 0; j < first; j++) matrix[line + j] += values[j]
      for (let g = flagStart[row]; g <= f; g++) matrix[line + first + flags[g]] += weight
    }
  }
  for (let k = 0; k < size; k++) {
    matrix[k * size + k] += ridge[k]
    for (let j = 0; j < k; j++) matrix[j * size + k] = matrix[k * size + j]
  }
  return matrix
}

/** The part of intercept and dense columns, four rows at a time to touch the matrix less often. */
function addDense(
  { rowCount, dense, denseColumns }: Design,
  curvature: Float64Array,
  matrix: Float64Array,
  size: number,
): void {
  const width = denseColumns.length
  const first = 1 + width
  const weighted = new Float64Array(4 * first) // row-major: curvature, curvature × values
  for (let row = 0; row < rowCount; row += 4) {
    const count = Math.min(4, rowCount - row)
    if (count < 4) weighted.fill(0)
    for (let r = 0; r < count; r++) {
      const weight = curvature[row + r]
      matrix[0] += weight
      weighted[r * first] = weight
      for (let k = 0, at = (row + r) * width; k < width; k++, at++) {
        weighted[r * first + 1 + k] = weight * dense[at]
      }
    }
    for (let k = 0, at = row * width; k < width; k++, at++) {
      const line = (1 + k) * size
      const a = dense[at]
      const b = count > 1 ? dense[at + width] : 0
      const c = count > 2 ? dense[at + 2 * width] : 0
      const d = count > 3 ? dense[at + 3 * width] : 0
      for (let j = 0; j <= k + 1; j++) {
        matrix[line + j] +=
          a * weighted[j] +
          b * weighted[first + j] +
          c * weighted[2 * first + j] +
          d * weighted[3 * first + j]
      }
    }
  }
}
