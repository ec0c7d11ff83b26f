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
    const channels = [
      [cells.first, whole().first, ofRarer(feature).first],
      [cells.second, whole().second, ofRarer(feature).second],
    ]
    const [own, rest] = [level * width, (1 - level) * width]
    for (const [to, every, rare] of channels) {
      for (let i = 0; i < width; i++) {
        to[own + i] = rare[i]
        to[rest + i] = every[i] - rare[i]
      }
    }
  }

  function ofFlags(a: number, b: number): void {
    const { width } = cells
    const [one, other] = [rarerOf(a), rarerOf(b)]
    counts.countCommon(both, one.set, other.set, extent)
    const [ofA, ofB, every] = [ofRarer(a), ofRarer(b), whole()]
    const channels = [
      [cells.first, every.first, ofA.first, ofB.first, both.first],
      [cells.second, every.second, ofA.second, ofB.second, both.second],
    ]
    const cell = (rareA: boolean, rareB: boolean) =>
      (2 * (rareA ? one.level : 1 - one.level) + (rareB ? other.level : 1 - other.level)) * width
    const [atBoth, atA] = [cell(true, true), cell(true, false)]
    const [atB, atNone] = [cell(false, true), cell(false, false)]
    for (const [to, all, rareA, rareB, common] of channels) {
      for (let i = 0; i < width; i++) {
        const [inA, inB, inBoth] = [rareA[i], rareB[i], common[i]]
        to[atBoth + i] = inBoth
        to[atA + i] = inA - inBoth
        to[atB + i] = inB - inBoth
        to[atNone + i] = all[i] - inA - inB + inBoth
      }
    }
  }

  return holding(() => [counts, first, second, codes, owns, all, next, both, cells], {
    rarerOf,

    /** Whether rows need not be counted to shift the feature's levels. */
    knows: (feature: number): boolean =>
      all.version === version && owns[feature].version === version,

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
      const channels = [
        [next.first, every.first, rare.first],
        [next.second, every.second, rare.second],
      ]
      for (const [to, from, moving] of channels) {
        for (let i = 0; i < width; i++) {
          const [here, gone] = [from[i], moving[i]]
          if (gone !== 0) to[i + rarerBy - least] += gone
          if (here !== gone) to[i + restBy - least] += here - gone
        }
      }
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
