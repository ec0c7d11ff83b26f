import { type Cuts, type ScoreGroup, upTo } from './scoreGroup.ts'

/** A group of rows and what clipping does to it at each of its shifts. */
export interface MovedGroup {
  group: ScoreGroup
  cuts: Cuts
}

/**
 * Twice the pairs won across two groups that are moved. What is not clipped depends on the difference
 * of their shifts alone: it is summed once for each difference, score by score of the group with fewer,
 * and every two shifts that differ as much read their part of the sums.
 */
export interface Crossing {
  /** The groups from now on. */
  of(one: MovedGroup, other: MovedGroup): void
  /** `one` lies so much higher against `other` than unmoved, from now on. */
  lag(lag: number): void
  /** Adds what is won at shifts `at` of the one and `otherAt` of the other, and at the following ones, to `out`. */
  add(at: number, otherAt: number, count: number, out: Float64Array, to: number, by: number): void
}

export function createCrossing(): Crossing {
  let sums = new Float64Array(1) // of the walked group's first so many scores
  let walked!: MovedGroup
  let table!: MovedGroup
  let swapped = false

  function sumUp(lag: number): void {
    const { scores, firsts, seconds, firstSums, secondSums, count } = walked.group
    const { below, scores: theirs, count: theirCount } = table.group
    const twiceFirst = 2 * table.group.firstSums[theirCount]
    const twiceSecond = 2 * table.group.secondSums[theirCount]
    if (theirCount === 0) {
      sums.fill(0, 0, count + 1)
      return
    }
    const least = theirs[0]
    const low = upTo(walked.group, least - lag - 1) // these lie below all of the table's
    const high = upTo(walked.group, theirs[theirCount - 1] - lag) // from here on above them
    for (let i = 0; i <= low; i++) sums[i] = secondSums[i] * twiceFirst
    let sum = sums[low]
    const offset = (2 * (lag - least)) | 0
    for (let i = low; i < high; i++) {
      const at = (2 * scores[i] + offset) | 0
      sum += firsts[i] * below[at + 1] + seconds[i] * (twiceFirst - below[at])
      sums[i + 1] = sum
    }
    for (let i = high; i < count; i++) {
      sums[i + 1] = sum + (firstSums[i + 1] - firstSums[high]) * twiceSecond
    }
  }

  return {
    of(one, other) {
      swapped = one.group.count > other.group.count
      walked = swapped ? other : one
      table = swapped ? one : other
      if (sums.length <= walked.group.count) sums = new Float64Array(walked.group.scores.length + 1)
    },

    lag(lag) {
      sumUp(swapped ? -lag : lag)
    },

    add(at, otherAt, count, out, to, by) {
      const a = walked.cuts
      const b = table.cuts
      const { firstSums, secondSums, count: theirCount } = table.group
      const twiceFirst = 2 * firstSums[theirCount]
      const twiceSecond = 2 * secondSums[theirCount]
      const total = sums[walked.group.count]
      let i = swapped ? otherAt : at
      let j = swapped ? at : otherAt
      let place = to
      for (const end = i + count; i < end; i++, j++, place += by) {
        if ((a.inside[i] & b.inside[j]) === 1) {
          out[place] += total
          continue
        }
        // What is clipped to one end ties.
        const middle = sums[a.high[i]] - sums[a.low[i]]
        const bottom =
          a.bottomFirst[i] * b.bottomSecond[j] + a.bottomSecond[i] * (twiceFirst - b.bottomFirst[j])
        const top = a.topFirst[i] * (twiceSecond - b.topSecond[j]) + a.topSecond[i] * b.topFirst[j]
        out[place] += middle + bottom + top
      }
    },
  }
}
