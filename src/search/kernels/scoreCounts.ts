import type { Dataset } from '../../accounts/dataset.ts'
import type { Move } from '../move.ts'
import { IncumbentScores } from './incumbentScores.ts'
import { type CountTable, countAndKeepLanes } from './laneLoops.ts'

const LANE_VALUES = 0x10000
const MAX_UINT16_ROWS = 0xffff

/** After every score, for `sumBetween`. */
export const LAST = 1 << 30

/**
 * Where a ranking from one end reaches a number of rows: inside the tie of `tied` rows, with `passed`
 * rows before it. `from` and `after` bound the tie in the scale of `sumBetween`.
 */
export interface Cut {
  passed: number
  tied: number
  from: number // inclusive
  after: number // exclusive
}

/** Rows counted by the score a candidate gives them, and sums of amounts between two scores. */
export interface ScoreCounts {
  scores: IncumbentScores
  /** Counts the rows by the candidate's scores; the calls below speak of this candidate. */
  count(move: Move): void
  fromTop(needed: number): Cut
  fromBottom(needed: number): Cut
  /** Sum of whole amounts, one a row, of rows with `from` <= score < `after`. */
  sumBetween(amounts: Float64Array, from: number, after: number): number
}

export function createScoreCounts(dataset: Dataset, rows: Uint32Array): ScoreCounts {
  const scores = new IncumbentScores(dataset, [rows])
  const laneTable: CountTable =
    rows.length <= MAX_UINT16_ROWS ? new Uint16Array(LANE_VALUES) : new Int32Array(LANE_VALUES)
  const keptLanes = new Int32Array(scores.size >> 1)
  let wideTable: Int32Array | null = null
  let wideScores: Int32Array | null = null

  // Of the candidate counted last; scores are lanes, or clipped grid steps where lanes do not fit.
  let table: CountTable = laneTable
  let inLanes = true
  let low = 0
  let bottom = 0
  let top = 0
  let high = 0

  function countByRows(move: Move): void {
    wideTable ??= new Int32Array(scores.maxGrid + 1)
    wideScores ??= new Int32Array(scores.size)
    scores.wide(move, wideScores)
    low = bottom = scores.lowest
    high = top = scores.highest
    table = wideTable
    table.fill(0, low, high + 1)
    for (let row = 0; row < rows.length; row++) table[wideScores[row]]++
  }

  return {
    scores,

    count(move) {
      inLanes = scores.describe(move)
      if (!inLanes) {
        countByRows(move)
        return
      }
      low = scores.low
      bottom = scores.bottom
      top = scores.top
      high = scores.high
      table = laneTable
      table.fill(0, low, high + 1)
      countAndKeepLanes(table, keptLanes, scores)
      // Everything clipped to an end has the same score.
      for (let lane = low; lane < bottom; lane++) table[bottom] += table[lane]
      for (let lane = top + 1; lane <= high; lane++) table[top] += table[lane]
    },

    fromTop(needed) {
      let score = top
      let passed = 0
      while (passed + table[score] < needed) passed += table[score--]
      return {
        passed,
        tied: table[score],
        from: score === bottom ? low : score,
        after: score === top ? high + 1 : score + 1,
      }
    },

    fromBottom(needed) {
      let score = bottom
      let passed = 0
      while (passed + table[score] < needed) passed += table[score++]
      return {
        passed,
        tied: table[score],
        from: score === bottom ? low : score,
        after: score === top ? high + 1 : score + 1,
      }
    },

    sumBetween(amounts, from, after) {
      return inLanes
        ? sumWords(keptLanes, amounts, from, after - 1)
        : sumScores(wideScores!, amounts, from, after - 1)
    },
  }
}

// Sign bits instead of branches: which rows are inside is as good as random.

function sumWords(words: Int32Array, amounts: Float64Array, first: number, last: number): number {
  let even = 0
  let odd = 0
  for (let pair = 0; pair < words.length; pair++) {
    const word = words[pair]
    const one = word & 0xffff
    const other = word >>> 16
    even += amounts[pair << 1] * (~((one - first) | (last - one)) >>> 31)
    odd += amounts[(pair << 1) | 1] * (~((other - first) | (last - other)) >>> 31)
  }
  return even + odd
}

function sumScores(scores: Int32Array, amounts: Float64Array, first: number, last: number): number {
  let sum = 0
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]
    sum += amounts[row] * (~((score - first) | (last - score)) >>> 31)
  }
  return sum
}
