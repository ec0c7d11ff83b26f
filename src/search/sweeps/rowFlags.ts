import type { SimdExports } from '../kernels/simdModule.ts'
import type { Changes } from './movedFlags.ts'

// As in `assembly/flags.ts`.
const MOST_SCORES = 0x8000
const TABLE_BYTES = (MOST_SCORES + 16) * 4
const TABLES = 5
const LISTS = 4
const ENTRY_BYTES = 16

// Histograms of fewer scores cost less; measured.
const FEW_SCORES = 100
const SCORES_A_ROW = 0.003

const MOST_AT_ONCE = 4096 // pairs of values
const MOST_SHIFT = 1 << 28 // score steps

/** Rows that a flag moves: those of a set, or the others. */
export interface FlagRows {
  set: number // as the counts name it
  inside: boolean
}

/** Where the scores of the counts lie. */
export interface ScoreRange {
  least: number
  most: number
  origin: number // score of the counts' 0
  last: number // scores are clipped to 0 and this
}

/** Sweeps two flags of the same step from sets of rows. */
export interface RowFlags {
  /** Whether `two` can, for less than histograms take: where there are many scores. */
  pays(range: ScoreRange): boolean
  /** As `MovedFlags.two`; false where it has no room for so many values, and nothing is written. */
  two(
    flags: [FlagRows, FlagRows],
    step: number,
    first: Changes,
    second: Changes,
    range: ScoreRange,
    out: Float64Array,
  ): boolean
}

/** Rows in the kernel's memory. */
interface Place {
  rows: number
  upperRows: number
  at: number // from here on it has as many bytes as `rowFlagBytes` says
  scoresAt: number
  addressOf(set: number): number
}

export function rowFlagBytes(rows: number, upperRows: number): number {
  return sumsFrom(rows, upperRows) + (2 * (MOST_AT_ONCE + 2) + MOST_AT_ONCE) * 8
}

function sumsFrom(rows: number, upperRows: number): number {
  const listed = mostListed(rows, upperRows)
  return TABLES * TABLE_BYTES + LISTS * (4 + (listed + 1) * ENTRY_BYTES)
}

/** Scores of the smaller class. */
function mostListed(rows: number, upperRows: number): number {
  return Math.min(upperRows, rows - upperRows, MOST_SCORES)
}

export function createRowFlags(
  kernel: SimdExports,
  { rows, upperRows, at, scoresAt, addressOf }: Place,
): RowFlags {
  kernel.prepareFlags(at, rows, upperRows, mostListed(rows, upperRows))
  const outAt = at + sumsFrom(rows, upperRows) + 2 * (MOST_AT_ONCE + 2) * 8
  const told = new Float64Array(kernel.memory.buffer, outAt, MOST_AT_ONCE)

  return {
    pays: ({ least, most }) =>
      most - least < MOST_SCORES && most - least > FEW_SCORES + SCORES_A_ROW * rows,

    two([one, other], step, first, second, { least, most, origin, last }, out) {
      const count = (first.more + 1) * (second.more + 1)
      const points = Math.abs(first.change) + first.more + Math.abs(second.change) + second.more
      if (count > MOST_AT_ONCE || points * Math.abs(step) > MOST_SHIFT) return false
      kernel.prepareScores(least - origin, most - origin, -origin, last - origin)
      kernel.sweepFlags(
        scoresAt,
        addressOf(one.set),
        one.inside ? 1 : 0,
        addressOf(other.set),
        other.inside ? 1 : 0,
        step,
        first.change,
        first.more,
        second.change,
        second.more,
        outAt,
      )
      out.set(told.subarray(0, count))
      return true
    },
  }
}
