import { shiftAdd } from './shiftAdd.ts'

/**
 * 2U of two groups of rows of which one is moved: pairs inside a group keep their order, so each shift
 * costs the pairs across alone. Whole numbers throughout.
 */
export interface ShiftedPairs {
  /** The group that stays and the one that moves: `length` entries, the first at score `start`. */
  prepare(
    stayFirst: Float64Array,
    staySecond: Float64Array,
    moveFirst: Float64Array,
    moveSecond: Float64Array,
    stayAt: number,
    moveAt: number,
    length: number,
    start: number,
  ): void
  /** 2U with the second group moved up by `shift`; NaN where that would clip some of it. */
  won(shift: number): number
}

/** Scores are clipped to 0 and `last`. */
export function createShiftedPairs(last: number): ShiftedPairs {
  const stay = new Float64Array(last + 1) // upper class of the group that stays, clipped
  const stayLower = new Float64Array(last + 1)
  const above = new Float64Array(last + 1) // twice the upper class above a score, plus that at it
  const below = new Float64Array(last + 1) // twice the lower class below a score, plus that at it
  let first: Float64Array = new Float64Array(0)
  let second: Float64Array = new Float64Array(0)
  let from = 0 // occupied entries of the group that moves
  let to = 0 // exclusive
  let at = 0
  let origin = 0
  let within = 0

  function pairsWithin(
    upper: Float64Array,
    lower: Float64Array,
    start: number,
    end: number,
  ): number {
    let won = 0
    let twiceBelow = 0
    for (let i = start; i < end; i++) {
      won += upper[i] * (twiceBelow + lower[i])
      twiceBelow += lower[i] + lower[i]
    }
    return won
  }

  return {
    prepare(stayFirst, staySecond, moveFirst, moveSecond, stayAt, moveAt, length, start) {
      stay.fill(0)
      stayLower.fill(0)
      shiftAdd(stay, last, stayFirst, stayAt, length, start)
      shiftAdd(stayLower, last, staySecond, stayAt, length, start)
      let sum = 0
      for (let score = 0; score <= last; score++) {
        below[score] = sum + stayLower[score]
        sum += stayLower[score] + stayLower[score]
      }
      sum = 0
      for (let score = last; score >= 0; score--) {
        above[score] = sum + stay[score]
        sum += stay[score] + stay[score]
      }
      first = moveFirst
      second = moveSecond
      from = moveAt
      to = moveAt + length
      while (from < to && first[from] === 0 && second[from] === 0) from++
      while (to > from && first[to - 1] === 0 && second[to - 1] === 0) to--
      at = moveAt
      origin = start
      within = pairsWithin(stay, stayLower, 0, last + 1) + pairsWithin(first, second, from, to)
    },

    won(shift) {
      const offset = (origin + shift - at) | 0 // from an entry to its score
      if (from < to && (from + offset < 0 || to - 1 + offset > last)) return Number.NaN
      const end = to | 0
      let across = 0
      for (let i = from | 0; i < end; i++) {
        const score = (i + offset) | 0
        across += first[i] * below[score] + second[i] * above[score]
      }
      return within + across
    },
  }
}
