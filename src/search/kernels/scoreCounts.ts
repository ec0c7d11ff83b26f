import type { Dataset } from '../../accounts/dataset.ts'
import { holding } from '../../lib/heldBytes.ts'
import type { Move } from '../move.ts'
import { IncumbentScores } from './incumbentScores.ts'
import { type CountTable, countAndKeepLanes, foldEnds } from './laneLoops.ts'

const LANE_VALUES = 0x10000
const MAX_UINT16_ROWS = 0xffff

/** Before and after every score, for `sumBetween`. */
export const FIRST = 0
export const LAST = 1 << 30

/**
 * Where a ranking from one end reaches a number of rows (or of units of money): inside the tie of
 * `tied` of them, with `passed` before it. `from` and `after` bound the tie in the scale of `sumBetween`.
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
  /** The tie that contains the `needed`-th unit of the amounts from the top, and the amounts before and in it. */
  fromTopByAmount(amounts: Float64Array, needed: number): Cut
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

  let sums = new Float64Array(0)

  function cutAt(score: number, passed: number, tied: number): Cut {
    const from = score === bottom ? low : score
    return { passed, tied, from, after: score === top ? high + 1 : score + 1 }
  }

  function cutFromTop(weights: CountTable | Float64Array, needed: number): Cut {
    let score = top
    let passed = 0
    while (passed + weights[score] < needed) passed += weights[score--]
    return cutAt(score, passed, weights[score])
  }

  function countByRows(move: Move): void {
    wideTable ??= new Int32Array(scores.maxGrid + 1)
    wideScores ??= new Int32Array(scores.size)
    scores.ordered(move, wideScores)
    low = bottom = scores.lowest
    high = top = scores.highest
    table = wideTable
    table.fill(0, low, high + 1)
    for (let row = 0; row < rows.length; row++) table[wideScores[row]]++
  }

  return holding(() => [rows, laneTable, keptLanes, wideTable, wideScores, sums], {
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
      foldEnds(table, low, bottom, top, high)
    },

    fromTop: (needed) => cutFromTop(table, needed),

    fromBottom(needed) {
      let score = bottom
      let passed = 0
      while (passed + table[score] < needed) passed += table[score++]
      return cutAt(score, passed, table[score])
    },

    sumBetween(amounts, from, after) {
      if (!inLanes) return sumScores(wideScores!, amounts, from, after - 1)
      if (after === LAST) return sumWordsFrom(keptLanes, amounts, from - 1)
      if (from === FIRST) return sumWordsBelow(keptLanes, amounts, after)
      return sumWords(keptLanes, amounts, from, after - 1)
    },

    fromTopByAmount(amounts, needed) {
      const size = inLanes ? LANE_VALUES : scores.maxGrid + 1
      if (sums.length < size) sums = new Float64Array(size)
      sums.fill(0, low, high + 1)
      if (inLanes) addByWord(sums, keptLanes, amounts)
      else for (let row = 0; row < rows.length; row++) sums[wideScores![row]] += amounts[row]
      foldEnds(sums, low, bottom, top, high)
      return cutFromTop(sums, needed)
    },
  })
}

// Sign bits instead of branches: which rows are inside is as good as random.

function sumWordsFrom(words: Int32Array, amounts: Float64Array, below: number): number {
  let even = 0
  let odd = 0
  for (let pair = 0; pair < words.length; pair++) {
    const word = words[pair]
    even += amounts[pair << 1] * ((below - (word & 0xffff)) >>> 31)
    odd += amounts[(pair << 1) | 1] * ((below - (word >>> 16)) >>> 31)
  }
  return even + odd
}

function sumWordsBelow(words: Int32Array, amounts: Float64Array, after: number): number {
  let even = 0
  let odd = 0
  for (let pair = 0; pair < words.length; pair++) {
    const word = words[pair]
    even += amounts[pair << 1] * (((word & 0xffff) - after) >>> 31)
    odd += amounts[(pair << 1) | 1] * (((word >>> 16) - after) >>> 31)
  }
  return even + odd
}

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

function addByWord(sums: Float64Array, words: Int32Array, amounts: Float64Array): void {
  for (let pair = 0; pair < words.length; pair++) {
    const word = words[pair]
    sums[word & 0xffff] += amounts[pair << 1]
    sums[word >>> 16] += amounts[(pair << 1) | 1]
  }
}

function sumScores(scores: Int32Array, amounts: Float64Array, first: number, last: number): number {
  let sum = 0
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]
    sum += amounts[row] * (~((score - first) | (last - score)) >>> 31)
  }
  return sum
}
