/** Lower triangle of the Cholesky factor of a positive definite matrix (row-major), in place. */
export function cholesky(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]
      for (let k = 0; k < column; k++) sum -= matrix[row * size + k] * matrix[column * size + k]
      if (row === column) {
        // A pivot lost to rounding: the direction carries nothing, a huge pivot leaves it alone.
        matrix[row * size + row] = sum > 1e-12 ? Math.sqrt(sum) : 1e12
      } else matrix[row * size + column] = sum / matrix[column * size + column]
    }
  }
}

/** Solves L Lᵀ x = right for the factor of `cholesky`. */
export function solveCholesky(
  factor: Float64Array,
  size: number,
  right: Float64Array,
): Float64Array {
  const x = right.slice()
  for (let row = 0; row < size; row++) {
    let sum = x[row]
    for (let k = 0; k < row; k++) sum -= factor[row * size + k] * x[k]
    x[row] = sum / factor[row * size + row]
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = x[row]
    for (let k = row + 1; k < size; k++) sum -= factor[k * size + row] * x[k]
    x[row] = sum / factor[row * size + row]
  }
  return x
}

const MOST_SWEEPS = 500
const SMALL_CHANGE = 1e-10

/**
 * The step d that minimises ½ dᵀ H d − rightᵀ d with lower ≤ at + d ≤ upper, by coordinate descent on
 * the symmetric H (row-major).
 */
export function boundedStep(
  matrix: Float64Array,
  size: number,
  right: Float64Array,
  at: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
): Float64Array {
  const step = new Float64Array(size)
  const rest = right.slice() // right − H d
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let largest = 0
    for (let k = 0; k < size; k++) {
      const pivot = matrix[k * size + k]
      if (!(pivot > 0)) continue
      const wanted = at[k] + step[k] + rest[k] / pivot
      const change = Math.min(upper[k], Math.max(lower[k], wanted)) - at[k] - step[k]
      if (change === 0) continue
      step[k] += change
      for (let j = 0; j < size; j++) rest[j] = rest[j] - change * matrix[k * size + j]
      largest = Math.max(largest, change * change * pivot)
    }
    if (largest < SMALL_CHANGE * SMALL_CHANGE) break
  }
  return step
}
