import type { ScoreVector } from './scoreVector.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 */
export interface DistinctScores {
  scores: Float64Array // points, ascending
  slotOfRow: Int32Array // position of each row's score in `scores`; valid until the next call
}

// Scanning a bin costs about a thirtieth of sorting a row.
const BINS_PER_ROW = 32

/** Finds the distinct scores of vectors of `rowCount` rows, reusing its memory from call to call. */
export function createDistinctScores(rowCount: number): (scores: ScoreVector) => DistinctScores {
  const slotOfRow = new Int32Array(rowCount)
  let slotOfBin = new Int32Array(0)

  function byCounting(values: Int32Array, resolution: number, maxGrid: number): Float64Array {
    if (slotOfBin.length <= maxGrid) slotOfBin = new Int32Array(maxGrid + 1)
    else slotOfBin.fill(0, 0, maxGrid + 1)
    for (let row = 0; row < rowCount; row++) {
      const bin = values[row]
      if (bin < 0 || bin > maxGrid) throw new Error(`grid score outside 0 to ${maxGrid}: ${bin}`)
      slotOfBin[bin] = 1
    }
    let distinct = 0
    for (let bin = 0; bin <= maxGrid; bin++) {
      if (slotOfBin[bin] === 1) slotOfBin[bin] = ++distinct
    }
    const scores = new Float64Array(distinct)
    for (let bin = 0; bin <= maxGrid; bin++) {
      if (slotOfBin[bin] > 0) scores[slotOfBin[bin] - 1] = bin / resolution
    }
    for (let row = 0; row < rowCount; row++) slotOfRow[row] = slotOfBin[values[row]] - 1
    return scores
  }

  function bySorting(values: Int32Array | Float64Array): Float64Array {
    const sorted = new Float64Array(values).sort()
    if (Number.isNaN(sorted[rowCount - 1])) throw new Error('score not a number: NaN')
    let distinct = 0
    for (let row = 0; row < rowCount; row++) {
      if (row === 0 || sorted[row] !== sorted[distinct - 1]) sorted[distinct++] = sorted[row]
    }
    const scores = sorted.slice(0, distinct)
    for (let row = 0; row < rowCount; row++) {
      const value = values[row]
      let low = 0
      let high = distinct - 1
      while (low < high) {
        const middle = (low + high) >>> 1
        if (scores[middle] < value) low = middle + 1
        else high = middle
      }
      slotOfRow[row] = low
    }
    return scores
  }

  return (vector) => {
    if (vector.values.length !== rowCount) {
      throw new Error(`score vector length: ${vector.values.length}, outcomes ${rowCount}`)
    }
    if (vector.kind === 'float') return { scores: bySorting(vector.values), slotOfRow }
    const { values, resolution, maxGrid } = vector
    if (maxGrid < BINS_PER_ROW * Math.max(rowCount, 1024)) {
      return { scores: byCounting(values, resolution, maxGrid), slotOfRow }
    }
    const scores = bySorting(values)
    const outside = scores[0] < 0 ? scores[0] : scores[scores.length - 1]
    if (outside < 0 || outside > maxGrid) {
      throw new Error(`grid score outside 0 to ${maxGrid}: ${outside}`)
    }
    return { scores: scores.map((grid) => grid / resolution), slotOfRow }
  }
}
