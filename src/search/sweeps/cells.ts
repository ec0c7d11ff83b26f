import { holding } from '../../lib/heldBytes.ts'
import { type Extent, type Histogram, type RowCounts, room } from './rowCounts.ts'

/** Histograms of unclipped scores, one for each level of a feature or pair of levels of two. */
export interface Cells extends Histogram {
  width: number // entries a cell
  start: number // score of the first entry of each cell
}

/** What cells are built of. */
export interface CellRows {
  counts: RowCounts
  first: Float64Array // amounts a row
  second: Float64Array
  codes: (Uint8Array | null)[] // level of each row, by feature
  levels: number[] // how many, by feature
}

/** A histogram and the position it is of. */
interface Known extends Histogram {
  version: number
}

/** The rows of the rarer level of a two-level feature. */
export interface RarerLevel {
  level: 0 | 1
  set: number // as the counts name it
}

/**
 * Builds cells at the position. Of a two-level feature only rows of the rarer level are looked at: the
 * others are the rest of all rows.
 */
export function createCells({ counts, first, second, codes, levels }: CellRows) {
  const rarer: (RarerLevel | null)[] = codes.map(() => null)
  const owns: Known[] = codes.map(unknown)
  let all = unknown()
  let next = unknown()
  const both: Histogram = { first: new Float64Array(0), second: new Float64Array(0) }
  const cells: Cells = { ...unknown(), width: 0, start: 0 }
  const extent: Extent = { offset: 0, width: 0 }
  let version = 0

  function whole(): Histogram {
    if (all.version !== version) {
      counts.countAll(all, extent)
      all.version = version
    }
    return all
  }

  function rarerOf(feature: number): RarerLevel {
    const known = rarer[feature]
    if (known !== null) return known
    const own = codes[feature]!
    let upper = 0
    for (let i = 0; i < own.length; i++) upper += own[i]
    const level = 2 * upper <= own.length ? 1 : 0
    const made: RarerLevel = { level, set: counts.setOf(own, level) }
    rarer[feature] = made
    return made
  }

  /** The histogram of the rarer level of a two-level feature. */
  function ofRarer(feature: number): Histogram {
    const own = owns[feature]
    if (own.version !== version) {
      counts.countSet(own, rarerOf(feature).set, extent)
      own.version = version
    }
    return own
  }

  function ofLevels(a: number, b: number): void {
    const { width } = cells
    const codesA = codes[a]!
    const codesB = b < 0 ? null : codes[b]!
    const inner = b < 0 ? 1 : levels[b]
    const { scores } = counts
    const { first: toFirst, second: toSecond } = cells
    for (let i = 0; i < scores.length; i++) {
      const cell = codesB === null ? codesA[i] : codesA[i] * inner + codesB[i]
      const at = cell * width + scores[i] + extent.offset
      toFirst[at] += first[i]
      toSecond[at] += second[i]
    }
  }

  function ofFlag(feature: number): void {
    const { width } = cells
    const { level } = rarerOf(feature)
    const [every, rare] = [whole(), ofRarer(feature)]
    const [own, rest] = [level * width, (1 - level) * width]
    splitInTwo(cells.first, every.first, rare.first, width, own, rest)
    splitInTwo(cells.second, every.second, rare.second, width, own, rest)
  }

  function ofFlags(a: number, b: number): void {
    const { width } = cells
    const [one, other] = [rarerOf(a), rarerOf(b)]
    counts.countCommon(both, one.set, other.set, extent)
    const [ofA, ofB, every] = [ofRarer(a), ofRarer(b), whole()]
    const [inA, inB] = [2 * one.level, other.level]
    const at: FourCells = {
      both: (inA + inB) * width,
      onlyA: (inA + 1 - inB) * width,
      onlyB: (2 - inA + inB) * width,
      none: (3 - inA - inB) * width,
    }
    splitInFour(cells.first, every.first, ofA.first, ofB.first, both.first, width, at)
    splitInFour(cells.second, every.second, ofA.second, ofB.second, both.second, width, at)
  }

  return holding(() => [counts, first, second, codes, owns, all, next, both, cells], {
    rarerOf,

    /** Whether all rows are counted at this position. */
    areCounted: (): boolean => all.version === version,

    /** The histogram of all rows, as the only cell. */
    whole: (): Cells => ({ ...whole(), width: cells.width, start: cells.start }),

    /** The position has changed; its scores lie between these, and above `origin` are those of `counts`. */
    moved(least: number, most: number, origin: number): void {
      version++
      cells.start = least
      cells.width = most - least + 1
      extent.width = cells.width
      extent.offset = origin - least
    },

    /**
     * The rarer level of a two-level feature has moved, and the rest by `restBy`. The new bounds of the
     * scores; `moved` has to be called, with them, before anything else.
     */
    shiftFlag(feature: number, rarerBy: number, restBy: number): { least: number; most: number } {
      const [every, rare] = [whole(), ofRarer(feature)]
      const { width, start } = cells
      let least = Number.POSITIVE_INFINITY
      let most = Number.NEGATIVE_INFINITY
      for (let i = 0; i < width; i++) {
        const isRarer = rare.first[i] !== 0 || rare.second[i] !== 0
        const isRest = every.first[i] !== rare.first[i] || every.second[i] !== rare.second[i]
        if (isRarer) {
          least = Math.min(least, i + rarerBy)
          most = Math.max(most, i + rarerBy)
        }
        if (isRest) {
          least = Math.min(least, i + restBy)
          most = Math.max(most, i + restBy)
        }
      }
      if (least > most) [least, most] = [0, 0] // no row counts
      room(next, most - least + 1)
      const [rarerAt, restAt] = [rarerBy - least, restBy - least]
      shiftTwo(next.first, every.first, rare.first, width, rarerAt, restAt)
      shiftTwo(next.second, every.second, rare.second, width, rarerAt, restAt)
      ;[all, next] = [next, all]
      all.version = version + 1
      return { least: start + least, most: start + most }
    },

    /** Cells of one feature (`b` below 0), or of two with the levels of `b` running fastest. */
    build(a: number, b = -1): Cells {
      const { width } = cells
      const inner = b < 0 ? 1 : levels[b]
      room(cells, width * levels[a] * inner)
      if (levels[a] !== 2 || inner > 2) ofLevels(a, b)
      else if (inner === 1) ofFlag(a)
      else ofFlags(a, b)
      return cells
    },
  })
}

function unknown(): Known {
  return { version: -1, first: new Float64Array(0), second: new Float64Array(0) }
}

/** The rare rows to the cell at `own`, all others to that at `rest`. */
function splitInTwo(
  to: Float64Array,
  all: Float64Array,
  rare: Float64Array,
  width: number,
  own: number,
  rest: number,
): void {
  for (let i = 0; i < width; i++) {
    to[own + i] = rare[i]
    to[rest + i] = all[i] - rare[i]
  }
}

/** Where the cells of rows in both of two sets begin, in one alone, and in none. */
interface FourCells {
  both: number
  onlyA: number
  onlyB: number
  none: number
}

/** All rows to four cells, by the two sets they are in. */
function splitInFour(
  to: Float64Array,
  all: Float64Array,
  inA: Float64Array,
  inB: Float64Array,
  inBoth: Float64Array,
  width: number,
  { both, onlyA, onlyB, none }: FourCells,
): void {
  for (let i = 0; i < width; i++) {
    const common = inBoth[i]
    to[both + i] = common
    to[onlyA + i] = inA[i] - common
    to[onlyB + i] = inB[i] - common
    to[none + i] = all[i] - inA[i] - inB[i] + common
  }
}

/** Adds the rare rows moved up by `rarerBy`, all others by `restBy`. */
function shiftTwo(
  to: Float64Array,
  all: Float64Array,
  rare: Float64Array,
  width: number,
  rarerBy: number,
  restBy: number,
): void {
  for (let i = 0; i < width; i++) {
    const gone = rare[i]
    const here = all[i] - gone
    if (gone !== 0) to[i + rarerBy] += gone
    if (here !== 0) to[i + restBy] += here
  }
}

/** Puts the cells of the first feature together, moved by `shifts`, for each level of the second. */
export function mergeCells(to: Cells, from: Cells, shifts: number[], inner: number): void {
  const low = Math.min(...shifts)
  to.start = from.start + low
  to.width = from.width + Math.max(...shifts) - low
  room(to, to.width * inner)
  for (let code = 0; code < shifts.length; code++) {
    for (let other = 0; other < inner; other++) {
      const source = (code * inner + other) * from.width
      const target = other * to.width + shifts[code] - low
      for (let i = 0; i < from.width; i++) {
        to.first[target + i] += from.first[source + i]
        to.second[target + i] += from.second[source + i]
      }
    }
  }
}
