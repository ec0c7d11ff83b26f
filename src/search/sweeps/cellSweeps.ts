import { holding } from '../../lib/heldBytes.ts'
import { type Cells, mergeCells } from './cells.ts'
import type { Channels } from './channels.ts'
import { createMovedFlags } from './movedFlags.ts'
import { room } from './rowCounts.ts'
import type { FlagRows, ScoreRange } from './rowFlags.ts'
import type { SweptRows } from './rowGroups.ts'
import { shiftAdd } from './shiftAdd.ts'
import type { PairWindow } from './sweeper.ts'
import type { ScoredRows, SweptScores } from './sweptScores.ts'

/** Sweeps whose candidates cost scores and levels, not rows, once rows are counted by both. */
export interface CellSweeps {
  one(feature: number, low: number, high: number, out: Float64Array): void
  two(first: number, second: number, window: PairWindow, out: Float64Array): void
  /** Nanoseconds a candidate takes, roughly; infinite where there is no such sweep. */
  costOfOne(feature: number): number
  costOfTwo(first: number, second: number): number
  /** Whether two features are swept from the rows themselves, which costs less than anything else. */
  countsRows(first: number, second: number): boolean
}

/** Cells of a joint histogram beyond which it is not built. */
const MOST_CELLS = 36

/** Entries of a cell beyond which cells are not put together. */
const MOST_MERGED = 1 << 20

/** Values of a weight that share the work of one. */
const SOME_VALUES = 25

/** A feature with one level at 0, and one that moves with its weight. */
interface Flag {
  moves: 0 | 1 // the level
  step: number // score steps a point
}

/** Clipped scores are 0 to `last`. */
export function createCellSweeps(
  { rows, codes, steps, counts, cells }: ScoredRows,
  { first, second }: SweptRows,
  swept: SweptScores,
  channels: Channels,
  last: number,
): CellSweeps {
  const { position } = swept
  const flags = steps.map((own) => (channels.pairs ? flagOf(own) : null))
  const movedFlags = createMovedFlags(last)
  const merged: Cells = {
    first: new Float64Array(0),
    second: new Float64Array(0),
    width: 0,
    start: 0,
  }
  const totalFirst = new Float64Array(last + 1)
  const totalSecond = new Float64Array(last + 1)
  let turned = new Float64Array(0)

  /** Comparables of `more` + 1 changes of a weight from `change` on, given the cells of its levels. */
  function sweepCells(
    of: Cells,
    feature: number,
    change: number,
    more: number,
    out: Float64Array,
    at: number,
  ): void {
    const flag = flags[feature]
    if (flag !== null) {
      movedFlags.one(of, flag.moves, flag.step, { change, more }, out, at)
      return
    }
    const own = steps[feature]
    const { first: cellFirst, second: cellSecond, width, start } = of
    for (let i = 0; i <= more; i++) {
      totalFirst.fill(0)
      totalSecond.fill(0)
      for (let code = 0; code < own.length; code++) {
        const shift = start + (change + i) * own[code]
        shiftAdd(totalFirst, last, cellFirst, code * width, width, shift)
        shiftAdd(totalSecond, last, cellSecond, code * width, width, shift)
      }
      out[at + i] = channels.finish(totalFirst, totalSecond, 0, last)
    }
  }

  /** For each value of the outer weight, all of the inner's. */
  function eachOuter(
    outer: number,
    inner: number,
    low: number,
    high: number,
    innerLow: number,
    more: number,
    out: Float64Array,
  ): void {
    const built = mergesRows(outer, inner) ? null : cells.build(outer, inner)
    for (let weight = low; weight <= high; weight++) {
      const shifts = steps[outer].map((step) => (weight - position[outer]) * step)
      if (built === null) mergeRows(outer, inner, shifts)
      else mergeCells(merged, built, shifts, steps[inner].length)
      const at = (weight - low) * (more + 1)
      sweepCells(merged, inner, innerLow - position[inner], more, out, at)
    }
  }

  /** Whether for each value of the outer weight the rows are counted anew, not put together from cells. */
  function mergesRows(outer: number, inner: number): boolean {
    if (flags[inner] === null) return false
    return mergingCost(outer, inner) > rowsCost()
  }

  function mergingCost(outer: number, inner: number): number {
    return 2 * steps[outer].length * steps[inner].length * width()
  }

  function rowsCost(): number {
    return 3 * rows.length
  }

  /** Entries of a cell that is put together of the levels of a feature, at most. */
  function mergedWidth(outer: number): number {
    const own = steps[outer]
    return width() + SOME_VALUES * (own[own.length - 1] - own[0])
  }

  function width(): number {
    return swept.most - swept.least + 1
  }

  /** The cells of the inner feature's levels, with those of the outer one moved by `shifts`. */
  function mergeRows(outer: number, inner: number, shifts: number[]): void {
    const { scores } = counts
    merged.start = swept.least + Math.min(...shifts)
    merged.width = swept.most + Math.max(...shifts) - merged.start + 1
    room(merged, merged.width * steps[inner].length)
    const { first: toFirst, second: toSecond, width: cell, start } = merged
    const [outerCodes, innerCodes] = [codes[outer]!, codes[inner]!]
    const above = shifts.map((shift) => swept.origin - start + shift)
    for (let i = 0; i < scores.length; i++) {
      const at = innerCodes[i] * cell + scores[i] + above[outerCodes[i]]
      toFirst[at] += first[i]
      toSecond[at] += second[i]
    }
  }

  function rarerRows(feature: number): number {
    return counts.sizeOf(cells.rarerOf(feature).set)
  }

  /** Counting pairs across at one shift, where the flag's rows have scores of so many kinds. */
  function crossingCost(flag: number): number {
    return 1.3 * Math.min(width(), rarerRows(flag))
  }

  /** Which of two features is the outer one: the inner one is a flag or the one with fewer levels. */
  function isOuter(one: number, other: number): boolean {
    if (flags[other] !== null) return true
    return flags[one] === null && steps[other].length <= steps[one].length
  }

  /** Two flags that move by the same step. */
  function equalFlags(one: number, other: number): boolean {
    const step = flags[one]?.step
    return swept.narrow && step !== undefined && step === flags[other]?.step
  }

  function range(): ScoreRange {
    return { least: swept.least, most: swept.most, origin: swept.origin, last }
  }

  /** Rows that move with a flag's weight. */
  function flagRows(feature: number): FlagRows {
    const { level, set } = cells.rarerOf(feature)
    return { set, inside: level === flags[feature]!.moves }
  }

  function countsRows(one: number, other: number): boolean {
    return equalFlags(one, other) && (counts.flags?.pays(range()) ?? false)
  }

  return holding(() => [movedFlags, merged, totalFirst, totalSecond, turned], {
    one(feature, low, high, out) {
      sweepCells(cells.build(feature), feature, low - position[feature], high - low, out, 0)
    },

    two(one, other, window, out) {
      const { firstLow, firstHigh, secondLow, secondHigh } = window
      if (equalFlags(one, other)) {
        const [a, b] = [flags[one]!, flags[other]!]
        const changes = { change: firstLow - position[one], more: firstHigh - firstLow }
        const others = { change: secondLow - position[other], more: secondHigh - secondLow }
        if (countsRows(one, other)) {
          const moved: [FlagRows, FlagRows] = [flagRows(one), flagRows(other)]
          if (counts.flags!.two(moved, a.step, changes, others, range(), out)) return
        }
        movedFlags.two(cells.build(one, other), [a.moves, b.moves], a.step, changes, others, out)
        return
      }
      const [span, otherSpan] = [firstHigh - firstLow, secondHigh - secondLow]
      if (isOuter(one, other)) {
        eachOuter(one, other, firstLow, firstHigh, secondLow, otherSpan, out)
        return
      }
      const size = (span + 1) * (otherSpan + 1)
      if (turned.length < size) turned = new Float64Array(size)
      eachOuter(other, one, secondLow, secondHigh, firstLow, span, turned)
      let next = 0
      for (let a = 0; a <= span; a++) {
        for (let b = 0; b <= otherSpan; b++) out[next++] = turned[b * (span + 1) + a]
      }
    },

    costOfOne(feature) {
      const own = steps[feature].length
      if (own === 0 || !swept.narrow) return Number.POSITIVE_INFINITY
      if (flags[feature] === null) return 2 * own * width() + 3 * last
      return crossingCost(feature) + (12 * width() + rarerRows(feature)) / SOME_VALUES
    },

    countsRows,

    costOfTwo(one, other) {
      if (equalFlags(one, other)) {
        const crossings = 10 * SOME_VALUES * Math.min(crossingCost(one), crossingCost(other))
        return 20 + (crossings + 50 * width()) / SOME_VALUES ** 2
      }
      const [outer, inner] = isOuter(one, other) ? [one, other] : [other, one]
      const cellCount = steps[outer].length * steps[inner].length
      if (!swept.narrow || cellCount === 0 || cellCount > MOST_CELLS)
        return Number.POSITIVE_INFINITY
      if (mergedWidth(outer) > MOST_MERGED) return Number.POSITIVE_INFINITY
      if (mergesRows(outer, inner)) {
        return crossingCost(inner) + (rowsCost() + 12 * width()) / SOME_VALUES
      }
      const merging = mergingCost(outer, inner) / SOME_VALUES
      if (flags[inner] !== null) return crossingCost(inner) + merging + (12 * width()) / SOME_VALUES
      return 2 * steps[inner].length * width() + 3 * last + merging
    },
  })
}

/** A feature of two levels of which one is 0. */
function flagOf(steps: number[]): Flag | null {
  if (steps.length !== 2) return null
  if (steps[0] === 0) return { moves: 1, step: steps[1] }
  return steps[1] === 0 ? { moves: 0, step: steps[0] } : null
}
