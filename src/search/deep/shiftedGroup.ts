import type { Cells } from '../sweeps/cells.ts'

/**
 * Rows that move together: the scores that occur, ascending, with what both channels hold there and
 * before. Shifts are whole numbers of `step`; shift k has entry k - `from` of `low` and `high`.
 */
export interface ShiftedGroup {
  count: number
  start: number // no score of any group is lower
  width: number // steps from there to the highest of any group, and one
  scores: Int32Array
  first: Float64Array
  second: Float64Array
  firstSums: Float64Array // of the first so many scores
  secondSums: Float64Array
  won: Float64Array // 2U among the first so many scores
  from: number
  to: number // inclusive
  low: Int32Array // how many scores lie at 0 or below when shifted
  high: Int32Array // how many lie below the highest score when shifted
}

export function createShiftedGroup(): ShiftedGroup {
  return {
    count: 0,
    start: 0,
    width: 0,
    ...room(0),
    from: 0,
    to: 0,
    low: new Int32Array(1),
    high: new Int32Array(1),
  }
}

function room(size: number) {
  return {
    scores: new Int32Array(size),
    first: new Float64Array(size),
    second: new Float64Array(size),
    firstSums: new Float64Array(size + 1),
    secondSums: new Float64Array(size + 1),
    won: new Float64Array(size + 1),
  }
}

/** Fills a group, which keeps its buffers, with a cell. Scores are clipped to 0 and `last`. */
export function fillGroup(
  group: ShiftedGroup,
  cells: Cells,
  cell: number,
  shifts: { from: number; to: number; step: number },
  last: number,
): void {
  const { width, start } = cells
  if (group.scores.length < width) Object.assign(group, room(width))
  const { scores, first, second, firstSums, secondSums, won } = group
  const { first: cellFirst, second: cellSecond } = cells
  const offset = cell * width
  let count = 0
  for (let i = 0; i < width; i++) {
    const one = cellFirst[offset + i]
    const other = cellSecond[offset + i]
    if (one === 0 && other === 0) continue
    scores[count] = start + i
    first[count] = one
    second[count] = other
    firstSums[count + 1] = firstSums[count] + one
    secondSums[count + 1] = secondSums[count] + other
    won[count + 1] = won[count] + one * (2 * secondSums[count] + other)
    count++
  }
  group.count = count
  group.start = start
  group.width = width
  const { from, to, step } = shifts
  group.from = from
  group.to = to
  if (group.low.length < to - from + 1) {
    group.low = new Int32Array(to - from + 1)
    group.high = new Int32Array(to - from + 1)
  }
  let low = count
  let high = count
  for (let k = from; k <= to; k++) {
    while (low > 0 && scores[low - 1] + k * step > 0) low--
    while (high > 0 && scores[high - 1] + k * step >= last) high--
    group.low[k - from] = low
    group.high[k - from] = high
  }
}

/** 2U among the rows of a group moved by shift k: what is clipped to one end ties. */
export function wonWithin(group: ShiftedGroup, k: number): number {
  const { firstSums, secondSums, won, count } = group
  const low = group.low[k - group.from]
  const high = group.high[k - group.from]
  const topFirst = firstSums[count] - firstSums[high]
  const topSecond = secondSums[count] - secondSums[high]
  const wonTop = won[count] - won[high] - 2 * topFirst * secondSums[high]
  const tied = firstSums[low] * secondSums[low] + topFirst * topSecond
  return won[count] - won[low] - wonTop + tied
}

/** Where a result for two groups goes: entry `offset` + shift * stride, for both shifts. */
export interface Placing {
  strides: [number, number]
  offset: number
}

/** Adds 2U across two groups to `out` for all their shifts with a difference in [from, to]. */
export type AddAcross = (
  groups: [ShiftedGroup, ShiftedGroup],
  from: number, // shift of the first group less that of the second
  to: number,
  step: number,
  placing: Placing,
  out: Float64Array,
) => void

/**
 * A difference of shifts settles which pairs are won, up to clipping: one walk over the scores of the
 * group with fewer, summing up, serves every two shifts of that difference wherever they clip.
 */
export function createAddAcross(): AddAcross {
  let above = new Float64Array(0) // twice the first channel above a score, plus that at it
  let below = new Float64Array(0) // twice the second channel below a score, plus that at it
  let sums = new Float64Array(1)

  function lookUp(still: ShiftedGroup, lowest: number, size: number): void {
    if (below.length < size) {
      below = new Float64Array(size)
      above = new Float64Array(size)
    }
    const { count, scores, first, second, firstSums, secondSums } = still
    let filled = 0
    for (let j = 0; j <= count; j++) {
      const end = j === count ? size : scores[j] - lowest
      below.fill(2 * secondSums[j], filled, end)
      above.fill(2 * (firstSums[count] - firstSums[j]), filled, end)
      if (j === count) break
      below[end] = 2 * secondSums[j] + second[j]
      above[end] = 2 * (firstSums[count] - firstSums[j + 1]) + first[j]
      filled = end + 1
    }
  }

  return (groups, from, to, step, { strides, offset }, out) => {
    const turned = groups[1].count < groups[0].count
    const [moving, still] = turned ? [groups[1], groups[0]] : groups
    const [strideMoving, strideStill] = turned ? [strides[1], strides[0]] : strides
    const [first, last] = turned ? [-to, -from] : [from, to]
    const { count, scores, firstSums, secondSums } = moving
    if (count === 0) return
    const lowest = still.start + Math.min(first * step, 0)
    lookUp(still, lowest, still.start + still.width + Math.max(last * step, 0) - lowest)
    if (sums.length <= count) sums = new Float64Array(count + 1)
    const { first: upper, second: lower } = moving
    const { firstSums: stillFirst, secondSums: stillSecond } = still
    const totalFirst = firstSums[count]
    const totalSecond = secondSums[count]
    const stillCount = still.count
    const stillTotalFirst = stillFirst[stillCount]
    const stillTotalSecond = stillSecond[stillCount]
    for (let difference = first; difference <= last; difference++) {
      const shift = (difference * step - lowest) | 0
      let sum = 0
      for (let i = 0; i < count; i++) {
        const at = (scores[i] + shift) | 0
        sum += upper[i] * below[at] + lower[i] * above[at]
        sums[i + 1] = sum
      }
      const end = Math.min(still.to, moving.to - difference)
      for (let k = Math.max(still.from, moving.from - difference); k <= end; k++) {
        const low = moving.low[k + difference - moving.from]
        const high = moving.high[k + difference - moving.from]
        const stillLow = still.low[k - still.from]
        const stillHigh = still.high[k - still.from]
        let won = sum
        if (low > 0 && stillLow > 0) {
          // Those of both groups at 0 tie, whatever they were before.
          won += firstSums[low] * stillSecond[stillLow] + secondSums[low] * stillFirst[stillLow]
          won += 2 * (stillTotalFirst - stillFirst[stillLow]) * secondSums[low] - sums[low]
        }
        if (high < count && stillHigh < stillCount) {
          const topFirst = totalFirst - firstSums[high]
          const topSecond = totalSecond - secondSums[high]
          won += topFirst * (stillTotalSecond - stillSecond[stillHigh])
          won += topSecond * (stillTotalFirst - stillFirst[stillHigh])
          won += 2 * stillSecond[stillHigh] * topFirst - (sum - sums[high])
        }
        out[offset + (k + difference) * strideMoving + k * strideStill] += won
      }
    }
  }
}
