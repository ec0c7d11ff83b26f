/** A mean over test sets whose training sets overlap. */
export interface CorrectedMean {
  mean: number
  standardError: number
}

/**
 * Mean of J results of a procedure on test accounts, each trained on the others, with the corrected
 * standard error sqrt((1/J + n_test / n_train) · s²): results share training accounts, so s / sqrt(J)
 * is far too small (Nadeau and Bengio, Machine Learning 52, 2003, 239–281). For k folds, repeated or
 * not, n_test / n_train is 1 / (k − 1). Null with fewer than two results.
 */
export function nadeauBengio(
  results: readonly number[],
  testToTrain: number,
): CorrectedMean | null {
  if (!(testToTrain > 0)) throw new Error(`ratio of test to training accounts: ${testToTrain}`)
  const n = results.length
  if (n < 2) return null
  const mean = results.reduce((sum, value) => sum + value, 0) / n
  const variance = results.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  return { mean, standardError: Math.sqrt((1 / n + testToTrain) * variance) }
}
