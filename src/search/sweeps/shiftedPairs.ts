import type { Cells } from './cells.ts'
import { shiftAdd } from './shiftAdd.ts'

/** Rows in two groups, each with its unclipped score. */
export interface GroupedRows {
  score: Float64Array // a row, whole
  first: Float64Array
  second: Float64Array
  moves: Uint8Array // 1: the row is of the group that moves
  least: number // no score is lower
  most: number // no score is higher
}

/**
 * 2U of two groups of rows of which one is moved: pairs inside a group keep their order, so each shift
 * costs the pairs across alone, once for each score that occurs in the group that moves.
 */
export interface ShiftedPairs {
  /** The groups are the two cells. */
  ofCells(cells: Cells): void
  ofRows(rows: GroupedRows): void
  /** 2U with the second group moved up by `shift`. */
  won(shift: number): number
}

/** Scores are clipped to 0 and `last`. */
export function createShiftedPairs(last: number): ShiftedPairs {
  const stayFirst = new Float64Array(last + 1) // of the group that stays, clipped
  const staySecond = new Float64Array(last + 1)
  const above = new Float64Array(last + 1) // twice the first channel above a score, plus that at it
  const below = new Float64Array(last + 1) // twice the second channel below a score, plus that at it
  let moved = { first: new Float64Array(0), second: new Float64Array(0) } // unclipped, zeros between calls
  let scores = new Int32Array(0) // that occur in the group that moves
  let firsts = new Float64Array(0)
  let seconds = new Float64Array(0)
  let count = 0
  let within = 0 // 2U inside the groups, nothing of the one that moves clipped
  // Of the first so many scores of the group that moves: both sums, and 2U among them.
  let firstSums = new Float64Array(1)
  let secondSums = new Float64Array(1)
  let wonBelow = new Float64Array(1)

  function clear(width: number): void {
    stayFirst.fill(0)
    staySecond.fill(0)
    if (moved.first.length < width) {
      moved = { first: new Float64Array(width), second: new Float64Array(width) }
    }
    if (scores.length < width) {
      scores = new Int32Array(width)
      firsts = new Float64Array(width)
      seconds = new Float64Array(width)
      firstSums = new Float64Array(width + 1)
      secondSums = new Float64Array(width + 1)
      wonBelow = new Float64Array(width + 1)
    }
  }

  /** Sums up what the groups hold; the group that moves is taken out of `moved`, which starts at `start`. */
  function settle(start: number, width: number): void {
    within = 0
    let sum = 0
    for (let score = 0; score <= last; score++) {
      const equal = staySecond[score]
      below[score] = sum + equal
      within += stayFirst[score] * (sum + equal)
      sum += equal + equal
    }
    sum = 0
    for (let score = last; score >= 0; score--) {
      const equal = stayFirst[score]
      above[score] = sum + equal
      sum += equal + equal
    }
    const { first, second } = moved
    count = 0
    for (let i = 0; i < width; i++) {
      const [one, other] = [first[i], second[i]]
      if (one === 0 && other === 0) continue
      scores[count] = start + i
      firsts[count] = one
      seconds[count] = other
      firstSums[count + 1] = firstSums[count] + one
      secondSums[count + 1] = secondSums[count] + other
      wonBelow[count + 1] = wonBelow[count] + one * (2 * secondSums[count] + other)
      count++
      first[i] = 0
      second[i] = 0
    }
    within += wonBelow[count]
  }

  /** How many scores of the group that moves lie at or below `score`. */
  function upTo(score: number): number {
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >> 1
      if (scores[middle] <= score) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    ofCells({ first, second, width, start }) {
      clear(width)
      shiftAdd(stayFirst, last, first, 0, width, start)
      shiftAdd(staySecond, last, second, 0, width, start)
      moved.first.set(first.subarray(width, 2 * width))
      moved.second.set(second.subarray(width, 2 * width))
      settle(start, width)
    },

    ofRows({ score, first, second, moves, least, most }) {
      const width = most - least + 1
      clear(width)
      for (let i = 0; i < score.length; i++) {
        if (moves[i] === 1) {
          const at = score[i] - least
          moved.first[at] += first[i]
          moved.second[at] += second[i]
        } else {
          const at = score[i] < 0 ? 0 : Math.min(score[i], last)
          stayFirst[at] += first[i]
          staySecond[at] += second[i]
        }
      }
      settle(least, width)
    },

    won(shift) {
      const step = shift | 0
      const low = upTo(-step) // these are at 0
      const high = Math.max(low, upTo(last - step - 1)) // from here on they are at `last`
      let across = 0
      for (let i = low | 0; i < (high | 0); i++) {
        const score = (scores[i] + step) | 0
        across += firsts[i] * below[score] + seconds[i] * above[score]
      }
      if (low === 0 && high === count) return within + across
      const [bottomFirst, bottomSecond] = [firstSums[low], secondSums[low]]
      const topFirst = firstSums[count] - firstSums[high]
      const topSecond = secondSums[count] - secondSums[high]
      // What is clipped to one end ties, whatever it was before.
      const wonTop = wonBelow[count] - wonBelow[high] - 2 * topFirst * secondSums[high]
      const tied = bottomFirst * bottomSecond + topFirst * topSecond
      across += bottomFirst * below[0] + bottomSecond * above[0]
      across += topFirst * below[last] + topSecond * above[last]
      return within + across + tied - wonBelow[low] - wonTop
    },
  }
}
