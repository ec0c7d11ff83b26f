import type { Dataset } from '../../src/accounts/dataset.ts'

/** The plain way to one AUC: score every row in floating point, sort, add up ranks. */
export function naiveAuc(dataset: Dataset, weights: Int32Array): number {
  const { rowCount, features, resolution, maxScore, outcomes } = dataset
  const scores = new Float64Array(rowCount)
  features.forEach(({ values, multiplier }, position) => {
    const points = (weights[position] * multiplier) / resolution
    for (let row = 0; row < rowCount; row++) scores[row] += points * values[row]
  })
  const retained = outcomes.retained!
  const upper = new Float64Array(rowCount)
  const lower = new Float64Array(rowCount)
  let ups = 0
  let downs = 0
  for (let row = 0; row < rowCount; row++) {
    const score = Math.min(maxScore, Math.max(0, scores[row]))
    if (retained[row] === 1) upper[ups++] = score
    else lower[downs++] = score
  }
  const up = upper.subarray(0, ups).sort()
  const down = lower.subarray(0, downs).sort()
  let won = 0
  let below = 0
  let notAbove = 0
  for (let rank = 0; rank < ups; rank++) {
    while (below < downs && down[below] < up[rank]) below++
    if (notAbove < below) notAbove = below
    while (notAbove < downs && down[notAbove] === up[rank]) notAbove++
    won += below + notAbove
  }
  return won / (2 * ups * downs)
}
