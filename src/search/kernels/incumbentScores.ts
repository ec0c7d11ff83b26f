import type { Dataset } from '../../accounts/dataset.ts'
import type { Move } from '../move.ts'
import { MAX_LANE, type RowFeature, rowFeature } from './rowFeature.ts'
import { createRankScores, type RankScores, ranksPay } from './scoreRanks.ts'

/** Rows of one class, contiguous; a class with an odd number of rows is padded by one. */
export interface RowPart {
  from: number // first row
  count: number // without the padding
}

const NO_LANES: Int32Array = new Int32Array(0)
const MAX_INT32 = 0x7fffffff

/**
 * The incumbent's unclipped score of every row, in an order of the kernel's choosing, and what a move
 * makes of it. Whole numbers throughout, so any order of additions gives the same score.
 *
 * Scores live in 16-bit lanes, two to a word, as `score + bias`: one multiplication and one addition
 * move both rows, because sums modulo 2^32 are right whenever both final lanes fit. Where the scores
 * of a candidate spread over more than 65,534 grid steps, or over so many more than there are rows that
 * ranks cost less than bins, the `ordered` path works row by row instead.
 */
export class IncumbentScores {
  readonly parts: RowPart[] = []
  readonly size: number // rows with padding, even
  readonly maxGrid: number
  readonly weights: Int32Array

  // The candidate described last by `describe`.
  changes = 0
  a0 = 0 // lane steps a level
  a1 = 0
  a2 = 0
  x0 = NO_LANES // levels of the changed features, two rows a word
  x1 = NO_LANES
  x2 = NO_LANES
  low = 0 // no lane is lower
  high = 0 // no lane is higher
  bottom = 0 // lanes at or below it have the lowest clipped score that occurs
  top = 0 // lanes at or above it have the highest
  lowest = 0 // no clipped score is lower, in grid steps
  highest = 0 // no clipped score is higher

  lanes: Int32Array
  private lane16: Uint16Array
  private lanesValid = true
  private bias: number
  private least: number // bounds of the incumbent's unclipped scores
  private most: number
  private base: Int32Array | Float64Array | null = null
  private baseValid = false
  private features: RowFeature[]
  private rankScores: RankScores | null = null
  private fits = true
  private shift = 0
  private nextLeast = 0
  private nextMost = 0

  /** `rowsOfPart`: the dataset's rows of each class. All weights start at 0. */
  constructor(dataset: Dataset, rowsOfPart: Uint32Array[]) {
    let size = 0
    for (const rows of rowsOfPart) {
      this.parts.push({ from: size, count: rows.length })
      size += rows.length + (rows.length & 1)
    }
    this.size = size
    this.maxGrid = Math.round(dataset.maxScore * dataset.resolution)
    this.weights = new Int32Array(dataset.features.length)
    this.features = dataset.features.map((feature) => rowFeature(feature, rowsOfPart, size))
    const start = Math.round(dataset.baseScore * dataset.resolution)
    this.least = start
    this.most = start
    this.bias = (MAX_LANE >> 1) - start
    this.lanes = new Int32Array(size >> 1)
    this.lane16 = new Uint16Array(this.lanes.buffer)
    for (const { from, count } of this.parts) this.lane16.fill(MAX_LANE >> 1, from, from + count)
  }

  /** Reads a move against the incumbent; true when lanes hold the candidate's scores and counting them pays. */
  describe(move: Move): boolean {
    const { count, features, newWeights } = move
    let least = this.least
    let most = this.most
    let shift = 0
    let narrow = true
    this.changes = count
    for (let change = 0; change < count; change++) {
      const position = features[change]
      const { scale, min, max, offset, lanes } = this.features[position]
      const step = (newWeights[change] - this.weights[position]) * scale
      least += step * (step < 0 ? max : min)
      most += step * (step < 0 ? min : max)
      shift += step * offset
      if (lanes === null) narrow = false
      else if (change === 0) {
        this.a0 = step | 0
        this.x0 = lanes
      } else if (change === 1) {
        this.a1 = step | 0
        this.x1 = lanes
      } else {
        this.a2 = step | 0
        this.x2 = lanes
      }
    }
    this.nextLeast = least
    this.nextMost = most
    this.shift = shift
    this.lowest = Math.min(Math.max(least, 0), this.maxGrid)
    this.highest = Math.min(Math.max(most, 0), this.maxGrid)
    this.fits = narrow && this.lanesValid && this.placeLanes(least, most, shift)
    return this.fits && !ranksPay(this.size, most - least)
  }

  /**
   * Numbers that order the rows of the described candidate as their clipped scores do, equal where these
   * are: the scores, or their ranks where that costs less. `lowest` and `highest` bound them.
   */
  ordered(move: Move, scores: Int32Array): void {
    this.wide(move, scores)
    const { lowest, highest, size } = this
    if (!ranksPay(size, highest - lowest)) return
    for (const { from, count } of this.parts) if (count & 1) scores[from + count] = lowest
    this.rankScores ??= createRankScores(size)
    this.lowest = 0
    this.highest = this.rankScores(scores, lowest, highest)
  }

  /** Clipped score of every row of the described candidate into `scores`, `size` long; padding stays as it is. */
  wide(move: Move, scores: Int32Array): void {
    const base = this.exactBase()
    const columns: Column[] = []
    const steps = [0, 0, 0]
    let fixed = 0
    for (let change = 0; change < 3; change++) {
      // A missing second or third change is the first column, times 0.
      const position = move.features[change < move.count ? change : 0]
      const { levels, values, offset, scale } = this.features[position]
      columns.push(levels ?? values!)
      if (change >= move.count) continue
      steps[change] = (move.newWeights[change] - this.weights[position]) * scale
      fixed += steps[change] * offset
    }
    for (const { from, count } of this.parts) {
      clippedSums(scores, base, fixed, columns, steps, this.maxGrid, from, from + count)
    }
  }

  /** The described candidate becomes the incumbent. */
  accept(move: Move): void {
    if (this.fits) this.moveLanes()
    else this.moveBase(move)
    for (let change = 0; change < move.count; change++) {
      this.weights[move.features[change]] = move.newWeights[change]
    }
  }

  /** Makes `weights` the incumbent, three features at a time: costs only what differs. */
  moveTo(weights: Int32Array, move: Move): void {
    move.count = 0
    for (let position = 0; position < weights.length; position++) {
      if (weights[position] !== this.weights[position]) {
        move.features[move.count] = position
        move.newWeights[move.count++] = weights[position]
      }
      if (move.count === 3 || (move.count > 0 && position === weights.length - 1)) {
        this.describe(move)
        this.accept(move)
        move.count = 0
      }
    }
  }

  /** True when [least, most] has its place in the lanes, after moving the bias if that is what it takes. */
  private placeLanes(least: number, most: number, shift: number): boolean {
    if (least + this.bias - shift < 1 || most + this.bias - shift > MAX_LANE) {
      // All lanes move by the same amount, so the incumbent must have its place at the new bias too.
      const lowest = 1 - Math.min(this.least, least - shift)
      const highest = MAX_LANE - Math.max(this.most, most - shift)
      if (lowest > highest) return false
      const bias = Math.floor((lowest + highest) / 2)
      const by = bias - this.bias
      const both = Math.imul(by, 0x10001)
      const { lanes, lane16 } = this
      for (let pair = 0; pair < lanes.length; pair++) lanes[pair] = lanes[pair] + both
      for (const { from, count } of this.parts) if (count & 1) lane16[from + count] = 0
      this.bias = bias
    }
    const bottom = this.bias - shift
    this.low = least + bottom
    this.high = most + bottom
    this.bottom = Math.min(Math.max(bottom, this.low), this.high)
    this.top = Math.min(Math.max(bottom + this.maxGrid, this.low), this.high)
    return true
  }

  private moveLanes(): void {
    const { lanes, a0, a1, a2, x0, x1, x2, changes } = this
    for (let pair = 0; pair < lanes.length; pair++) {
      let word = lanes[pair] + Math.imul(a0, x0[pair])
      if (changes > 1) word += Math.imul(a1, x1[pair])
      if (changes > 2) word += Math.imul(a2, x2[pair])
      lanes[pair] = word
    }
    this.bias -= this.shift
    this.baseValid = false
    let low = MAX_LANE
    let high = 0
    for (const { from, count } of this.parts) {
      for (let row = from; row < from + count; row++) {
        const lane = this.lane16[row]
        if (lane < low) low = lane
        if (lane > high) high = lane
      }
    }
    if (high === 0) return // no rows
    this.least = low - this.bias
    this.most = high - this.bias
  }

  private moveBase(move: Move): void {
    const { nextLeast, nextMost } = this
    const furthest = Math.max(Math.abs(nextLeast), Math.abs(nextMost))
    if (furthest > Number.MAX_SAFE_INTEGER) {
      throw new Error(`score beyond exact whole numbers: ${furthest} grid steps`)
    }
    let base = this.exactBase()
    if (furthest > MAX_INT32 && base instanceof Int32Array) base = Float64Array.from(base)
    let least = Number.POSITIVE_INFINITY
    let most = Number.NEGATIVE_INFINITY
    for (let change = 0; change < move.count; change++) {
      const position = move.features[change]
      const { levels, values, offset, scale } = this.features[position]
      const step = (move.newWeights[change] - this.weights[position]) * scale
      const column = levels ?? values!
      for (let row = 0; row < base.length; row++) base[row] += step * (column[row] + offset)
    }
    for (const { from, count } of this.parts) {
      for (let row = from; row < from + count; row++) {
        if (base[row] < least) least = base[row]
        if (base[row] > most) most = base[row]
      }
    }
    this.base = base
    this.baseValid = true
    this.least = least
    this.most = most
    this.packLanes(base)
  }

  private packLanes(base: Int32Array | Float64Array): void {
    const { least, most, lane16 } = this
    this.lanesValid = most - least < MAX_LANE - 1
    if (!this.lanesValid) return
    this.bias = Math.floor((MAX_LANE - (most - least)) / 2) + 1 - least
    for (const { from, count } of this.parts) {
      for (let row = from; row < from + count; row++) lane16[row] = base[row] + this.bias
    }
  }

  private exactBase(): Int32Array | Float64Array {
    if (this.baseValid && this.base !== null) return this.base
    const { lane16, bias, size } = this
    const large = Math.max(Math.abs(this.least), Math.abs(this.most)) > MAX_INT32
    let base = this.base
    if (base === null || (large && base instanceof Int32Array)) {
      base = large ? new Float64Array(size) : new Int32Array(size)
    }
    for (let row = 0; row < size; row++) base[row] = lane16[row] - bias
    this.base = base
    this.baseValid = true
    return base
  }
}

type Column = Uint16Array | Int32Array

function clippedSums(
  scores: Int32Array,
  base: Int32Array | Float64Array,
  fixed: number,
  columns: Column[],
  steps: number[],
  maxGrid: number,
  from: number,
  to: number,
): void {
  const [x0, x1, x2] = columns
  const [a0, a1, a2] = steps
  for (let row = from; row < to; row++) {
    const score = base[row] + fixed + a0 * x0[row] + a1 * x1[row] + a2 * x2[row]
    if (score < 0) scores[row] = 0
    else if (score > maxGrid) scores[row] = maxGrid
    else scores[row] = score
  }
}
