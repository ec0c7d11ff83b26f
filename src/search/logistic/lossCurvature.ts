import type { Design } from './design.ts'
import { type LogisticFit, type LogisticOptions, ridgeOf } from './fitLogistic.ts'
import { addCurvature, createPass } from './pass.ts'

export interface LossCurvature {
  /**
   * Second derivatives of the penalised loss by the coefficients of the columns, the intercept always at its
   * best: row-major, symmetric, 0 for constant columns.
   */
  matrix: Float64Array
  rows: Float64Array // p (1 − p) of each row, times its count
}

/** How the loss of a fit grows as its coefficients change, to second order. */
export function lossCurvature(
  design: Design,
  outcome: ArrayLike<number>,
  fit: Pick<LogisticFit, 'intercept' | 'coefficients'>,
  { counts = null, penalty = 1 }: Pick<LogisticOptions, 'counts' | 'penalty'> = {},
): LossCurvature {
  const { denseColumns, flagColumns, columnCount } = design
  const columns = [...denseColumns, ...flagColumns]
  const units = [...design.scale, ...design.flagSize] // of the column in one of the design
  const origins = [...design.centre, ...design.flagBase]
  const size = 1 + columns.length
  const at = new Float64Array(size)
  at[0] = fit.intercept
  columns.forEach((column, k) => {
    at[0] += fit.coefficients[column] * origins[k]
    at[1 + k] = fit.coefficients[column] * units[k]
  })
  const pass = createPass(design, outcome, counts, null)
  pass.run(at)
  let total = 0
  for (let row = 0; row < design.rowCount; row++) total += counts === null ? 1 : counts[row]
  const whole = addCurvature(design, pass.curvature, ridgeOf(design, counts, total, penalty))
  const matrix = new Float64Array(columnCount * columnCount)
  columns.forEach((column, k) => {
    columns.forEach((other, j) => {
      const direct = whole[(1 + k) * size + 1 + j]
      const byIntercept = (whole[(1 + k) * size] * whole[1 + j]) / whole[0]
      matrix[column * columnCount + other] = (direct - byIntercept) * units[k] * units[j]
    })
  })
  return { matrix, rows: pass.curvature }
}
