import { type Histogram, type RowCounts, type RowSet, rowSet } from './rowCounts.ts'

/** Histograms of unclipped scores, one for each level of a feature or pair of levels of two. */
export interface Cells extends Histogram {
  width: number // entries a cell
  start: number // score of the first entry of each cell
}

/** A histogram and the position it is of. */
interface Known extends Histogram {
  version: number
}

/**
 * Builds cells at the position, given the levels of every row by feature. Rows of the rarer level of a
 * two-level feature are listed once and alone looked at: the others are the rest of all rows.
 */
export function createCells(rows: RowCounts, codes: (Uint8Array | null)[], levels: number[]) {
  const rarer: ({ level: number; rows: RowSet } | null)[] = codes.map(() => null)
  const owns: Known[] = codes.map(unknown)
  const all = unknown()
  const both: Histogram = { first: new Float64Array(0), second: new Float64Array(0) }
  const cells: Cells = { ...unknown(), width: 0, start: 0 }
  let version = 0

  /** The histogram of all rows. */
  function whole(): Histogram {
    if (all.version !== version) {
      room(all, cells.width)
      rows.all(all)
      all.version = version
    }
    return all
  }

  function rarerOf(feature: number): { level: number; rows: RowSet } {
    let known = rarer[feature]
    if (known === null) {
      const upper = rowSet(codes[feature]!, 1)
      const isRarer = 2 * upper.list.length <= codes[feature]!.length
      known = isRarer ? { level: 1, rows: upper } : { level: 0, rows: rowSet(codes[feature]!, 0) }
      rarer[feature] = known
    }
    return known
  }

  /** The histogram of the rarer level of a two-level feature. */
  function ofRarer(feature: number): Histogram {
    const own = owns[feature]
    if (own.version !== version) {
      room(own, cells.width)
      rows.listed(own, rarerOf(feature).rows)
      own.version = version
    }
    return own
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
    room(both, width)
    if (one.rows.list.length < other.rows.list.length) rows.common(both, one.rows, other.rows)
    else rows.common(both, other.rows, one.rows)
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

  return {
    /** How many rows have the rarer level of a two-level feature. */
    rarerRows: (feature: number): number => rarerOf(feature).rows.list.length,

    /** The position has changed; its scores lie between these. */
    moved(least: number, most: number): void {
      version++
      cells.start = least
      cells.width = most - least + 1
    },

    /** Cells of one feature (`b` below 0), or of two with the levels of `b` running fastest. */
    build(a: number, b = -1): Cells {
      const { width } = cells
      const inner = b < 0 ? 1 : levels[b]
      room(cells, width * levels[a] * inner)
      if (levels[a] !== 2 || inner > 2) {
        rows.byLevel(cells, codes[a]!, b < 0 ? null : codes[b]!, inner, width)
      } else if (inner === 1) ofFlag(a)
      else ofFlags(a, b)
      return cells
    },
  }
}

function unknown(): Known {
  return { version: -1, first: new Float64Array(0), second: new Float64Array(0) }
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
