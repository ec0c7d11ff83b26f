import { holding } from '../../lib/heldBytes.ts'
import { type Cuts, type ScoreGroup, upTo } from './scoreGroup.ts'

/** A group of rows and what clipping does to it at each of its shifts. */
export interface MovedGroup {
  group: ScoreGroup
  cuts: Cuts
}

/**
 * Twice the pairs won across two groups that are moved. What is not clipped depends on the difference
 * of their shifts alone: it is summed once for each difference, score by score of the group with fewer,
 * and all shifts that differ as much read their part of the sums.
 */
export interface Crossing {
  /** The groups from now on. */
  of(one: MovedGroup, other: MovedGroup): void
  /**
   * Adds what is won at shifts `at` of the one group and `otherAt` of the other, and at the following
   * `count` - 1, to out[to], out[to + by] and so on. All have the one group moved up by `lag` more.
   */
  add(
    lag: number,
    at: number,
    otherAt: number,
    count: number,
    out: Float64Array,
    to: number,
    by: number,
  ): void
}

export function createCrossing(): Crossing {
  let sums = new Float64Array(1) // of the walked group's first so many scores
  let walked!: MovedGroup
  let table!: MovedGroup
  let swapped = false

  /** All that is won where nothing is clipped. */
  function total(lag: number): number {
    const { scores, firsts, seconds, firstSums, secondSums, count } = walked.group
    const { below, least, most, firstSum, secondSum } = table.group
    const low = upTo(walked.group, least - lag - 1) // these lie below all of the table's
    const high = upTo(walked.group, most - lag) // from here on above them
    const offset = (2 * (lag - least)) | 0
    let lost = 0
    let won = 0
    for (let i = low; i < high; i++) {
      const at = (2 * scores[i] + offset) | 0
      won += firsts[i] * below[at + 1]
      lost += seconds[i] * below[at]
    }
    const above = firstSums[count] - firstSums[high]
    return won - lost + 2 * (secondSums[high] * firstSum + above * secondSum)
  }

  function sumUp(lag: number): void {
    const { scores, firsts, seconds, firstSums, secondSums, count } = walked.group
    const { below, least, most, firstSum, secondSum } = table.group
    const low = upTo(walked.group, least - lag - 1)
    const high = upTo(walked.group, most - lag)
    const to = sums
    const twiceFirst = 2 * firstSum
    for (let i = 0; i <= low; i++) to[i] = secondSums[i] * twiceFirst
    let sum = to[low]
    const offset = (2 * (lag - least)) | 0
    for (let i = low; i < high; i++) {
      const at = (2 * scores[i] + offset) | 0
      sum += firsts[i] * below[at + 1] + seconds[i] * (twiceFirst - below[at])
      to[i + 1] = sum
    }
    for (let i = high; i < count; i++) {
      to[i + 1] = sum + 2 * (firstSums[i + 1] - firstSums[high]) * secondSum
    }
  }

  /** What is won at shift `i` of the walked group and `j` of the other, from the sums; what is clipped to one end ties. */
  function clipped(i: number, j: number): number {
    const [a, b] = [walked.cuts, table.cuts]
    const { firstSum, secondSum } = table.group
    const middle = sums[a.high[i]] - sums[a.low[i]]
    const bottom =
      a.bottomFirst[i] * b.bottomSecond[j] + a.bottomSecond[i] * (2 * firstSum - b.bottomFirst[j])
    const top = a.topFirst[i] * (2 * secondSum - b.topSecond[j]) + a.topSecond[i] * b.topFirst[j]
    return middle + bottom + top
  }

  return holding(() => [sums, walked, table], {
    of(one, other) {
      swapped = one.group.count > other.group.count
      walked = swapped ? other : one
      table = swapped ? one : other
      if (sums.length <= walked.group.count) sums = new Float64Array(walked.group.scores.length + 1)
    },

    add(lag, at, otherAt, count, out, to, by) {
      const own = swapped ? -lag : lag
      const first = swapped ? otherAt : at
      const second = swapped ? at : otherAt
      const { inside } = walked.cuts
      const { inside: otherInside } = table.cuts
      let free = true // nothing is clipped at any of these shifts
      for (let k = 0; k < count && free; k++) {
        free = (inside[first + k] & otherInside[second + k]) === 1
      }
      if (!free) sumUp(own)
      const all = free ? total(own) : sums[walked.group.count]
      for (let k = 0, place = to; k < count; k++, place += by) {
        const isInside = (inside[first + k] & otherInside[second + k]) === 1
        out[place] += isInside ? all : clipped(first + k, second + k)
      }
    },
  })
}
