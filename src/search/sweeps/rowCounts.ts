import { holding } from '../../lib/heldBytes.ts'
import type { RowFlags } from './rowFlags.ts'

/** Sums of both channels by score. */
export interface Histogram {
  first: Float64Array
  second: Float64Array
}

/** Where histograms lie: a row's score plus `offset` is its entry, of `width` entries. */
export interface Extent {
  offset: number
  width: number
}

/** Counts swept rows by score into histograms. */
export interface RowCounts {
  scores: Uint16Array // a row, above an origin the caller knows; to be written only where no set is moved
  /** Remembers the rows at a level of a feature; how it names them. */
  setOf(codes: Uint8Array, level: number): number
  sizeOf(set: number): number
  moveSet(set: number, by: number): void
  countAll(to: Histogram, extent: Extent): void
  countSet(to: Histogram, set: number, extent: Extent): void
  /** Rows that are in both sets. */
  countCommon(to: Histogram, one: number, other: number, extent: Extent): void
  flags: RowFlags | null // null: pairs won are counted from histograms alone
}

interface RowSet {
  codes: Uint8Array
  level: number
  list: Uint32Array // rows, ascending
}

/** Rows that add an amount to each channel. */
export function createRowCounts(first: Float64Array, second: Float64Array): RowCounts {
  const scores = new Uint16Array(first.length)
  const sets: RowSet[] = []

  function countListed(to: Histogram, list: Uint32Array, { offset, width }: Extent): void {
    room(to, width)
    const { first: toFirst, second: toSecond } = to
    for (let k = 0; k < list.length; k++) {
      const i = list[k]
      const at = scores[i] + offset
      toFirst[at] += first[i]
      toSecond[at] += second[i]
    }
  }

  return holding(() => [first, second, sets], {
    scores,
    flags: null,
    setOf(codes, level) {
      sets.push({ codes, level, list: rowsAt(codes, level) })
      return sets.length - 1
    },
    sizeOf: (set) => sets[set].list.length,
    moveSet(set, by) {
      const { list } = sets[set]
      for (let k = 0; k < list.length; k++) scores[list[k]] += by
    },
    countAll(to, { offset, width }) {
      room(to, width)
      const { first: toFirst, second: toSecond } = to
      for (let i = 0; i < scores.length; i++) {
        const at = scores[i] + offset
        toFirst[at] += first[i]
        toSecond[at] += second[i]
      }
    },
    countSet: (to, set, extent) => countListed(to, sets[set].list, extent),
    countCommon(to, one, other, extent) {
      const [a, b] = [sets[one], sets[other]]
      const [few, many] = a.list.length < b.list.length ? [a, b] : [b, a]
      countListed(
        to,
        few.list.filter((i) => many.codes[i] === many.level),
        extent,
      )
    },
  })
}

function rowsAt(codes: Uint8Array, level: number): Uint32Array {
  const list = new Uint32Array(codes.length)
  let count = 0
  for (let i = 0; i < codes.length; i++) if (codes[i] === level) list[count++] = i
  return list.slice(0, count)
}

/** Makes room for so many entries, all 0. */
export function room(histogram: Histogram, size: number): void {
  if (histogram.first.length < size) {
    histogram.first = new Float64Array(size)
    histogram.second = new Float64Array(size)
  } else {
    histogram.first.fill(0, 0, size)
    histogram.second.fill(0, 0, size)
  }
}
