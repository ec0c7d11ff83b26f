import type { Cells } from './cells.ts'

/** The rows of a cell by unclipped score, so that pairs with another group's rows are quickly counted. */
export interface ScoreGroup {
  count: number // distinct scores that occur
  scores: Int32Array // they, ascending
  firsts: Float64Array // sums of the first channel at them
  seconds: Float64Array
  // Of the first so many scores: both sums, and twice the pairs won among them.
  firstSums: Float64Array
  secondSums: Float64Array
  won: Float64Array
  firstSum: number // of all
  secondSum: number
  least: number // lowest and highest score that occur
  most: number
  // By score above the least: twice what is below plus what is at it, of the first channel and of the second.
  below: Float64Array
}

/** Where clipping cuts a group moved by a shift: scores `low` to `high` (exclusive) stay inside. */
export interface Cuts {
  low: Int32Array // an entry a shift
  high: Int32Array
  inside: Uint8Array // 1: nothing is clipped
  // Sums at either end.
  bottomFirst: Float64Array
  bottomSecond: Float64Array
  topFirst: Float64Array
  topSecond: Float64Array
}

export function createScoreGroup(): ScoreGroup {
  return { count: 0, firstSum: 0, secondSum: 0, least: 0, most: -1, ...groupRoom(0) }
}

function groupRoom(width: number) {
  return {
    scores: new Int32Array(width),
    firsts: new Float64Array(width),
    seconds: new Float64Array(width),
    firstSums: new Float64Array(width + 1),
    secondSums: new Float64Array(width + 1),
    won: new Float64Array(width + 1),
    below: new Float64Array(2 * width),
  }
}

/** Makes the group that of one cell. */
export function fillGroup(group: ScoreGroup, cells: Cells, cell: number): void {
  const { width, start, first, second } = cells
  if (group.scores.length < width) Object.assign(group, groupRoom(width))
  const { scores, firsts, seconds, firstSums, secondSums, won, below } = group
  const from = cell * width
  let low = 0
  while (low < width && first[from + low] === 0 && second[from + low] === 0) low++
  let count = 0
  let firstSum = 0
  let secondSum = 0
  let wonSum = 0
  for (let i = low; i < width; i++) {
    const one = first[from + i]
    const other = second[from + i]
    const at = 2 * (i - low)
    const twiceBelow = 2 * secondSum + other
    below[at] = 2 * firstSum + one
    below[at + 1] = twiceBelow
    if (one === 0 && other === 0) continue
    scores[count] = start + i
    firsts[count] = one
    seconds[count] = other
    wonSum += one * twiceBelow
    firstSum += one
    secondSum += other
    count++
    firstSums[count] = firstSum
    secondSums[count] = secondSum
    won[count] = wonSum
  }
  group.count = count
  group.firstSum = firstSum
  group.secondSum = secondSum
  group.least = count === 0 ? 0 : scores[0]
  group.most = count === 0 ? -1 : scores[count - 1]
}

export function createCuts(): Cuts {
  return cutsRoom(0)
}

function cutsRoom(shifts: number): Cuts {
  return {
    low: new Int32Array(shifts),
    high: new Int32Array(shifts),
    inside: new Uint8Array(shifts),
    bottomFirst: new Float64Array(shifts),
    bottomSecond: new Float64Array(shifts),
    topFirst: new Float64Array(shifts),
    topSecond: new Float64Array(shifts),
  }
}

/** The cuts of a group moved by `change` steps of size `step`, and by one more `more` times. */
export function fillCuts(
  cuts: Cuts,
  group: ScoreGroup,
  last: number, // scores are clipped to 0 and this
  step: number,
  change: number,
  more: number,
): void {
  if (cuts.low.length <= more) Object.assign(cuts, cutsRoom(more + 1))
  const { count, firstSums, secondSums, firstSum, secondSum } = group
  for (let i = 0; i <= more; i++) {
    const shift = (change + i) * step
    const low = upTo(group, -shift)
    const high = upTo(group, last - shift - 1)
    cuts.low[i] = low
    cuts.high[i] = high
    cuts.inside[i] = low === 0 && high === count ? 1 : 0
    cuts.bottomFirst[i] = firstSums[low]
    cuts.bottomSecond[i] = secondSums[low]
    cuts.topFirst[i] = firstSum - firstSums[high]
    cuts.topSecond[i] = secondSum - secondSums[high]
  }
}

/** How many of the group's scores lie at or below `score`. */
export function upTo({ scores, count, least, most }: ScoreGroup, score: number): number {
  if (score < least) return 0
  if (score >= most) return count
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (scores[middle] <= score) low = middle + 1
    else high = middle
  }
  return low
}

/** Twice the pairs won inside the group, moved by the shift of `at`. */
export function wonWithin(group: ScoreGroup, cuts: Cuts, at: number): number {
  const { won, secondSum } = group
  const { bottomFirst, bottomSecond, topFirst, topSecond } = cuts
  const middle = won[cuts.high[at]] - won[cuts.low[at]]
  const top = topFirst[at] * (2 * secondSum - topSecond[at])
  return middle + bottomFirst[at] * bottomSecond[at] + top
}
