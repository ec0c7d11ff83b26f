/** Histograms of unclipped scores, one for each level of a feature or pair of levels of two. */
export interface Cells {
  first: Float64Array // sums of the first channel, cell after cell
  second: Float64Array
  width: number // entries a cell
  start: number // score of the first entry of each cell
}

/** What the histograms are of; the caller moves `base` and says so. */
export interface CellRows {
  base: Float64Array // unclipped score a row, whole
  first: Float64Array
  second: Float64Array
  codes: (Uint8Array | null)[] // level of each row, by feature
  levels: number[] // how many, by feature
}

interface Own {
  version: number
  first: Float64Array
  second: Float64Array
}

/**
 * Builds cells at the position. Rows of the rarer level of a two-level feature are listed once and
 * alone looked at: what the others have is the rest of all rows.
 */
export function createCells(rows: CellRows) {
  const { base, first, second, codes, levels } = rows
  const lists: (Uint32Array | null)[] = levels.map(() => null)
  const owns: (Own | null)[] = levels.map(() => null)
  const all: Own = { version: -1, first: new Float64Array(0), second: new Float64Array(0) }
  const cells: Cells = {
    first: new Float64Array(0),
    second: new Float64Array(0),
    width: 0,
    start: 0,
  }
  let version = 0

  function room(own: { first: Float64Array; second: Float64Array }, size: number): void {
    if (own.first.length < size) {
      own.first = new Float64Array(size)
      own.second = new Float64Array(size)
    } else {
      own.first.fill(0, 0, size)
      own.second.fill(0, 0, size)
    }
  }

  /** Adds the rows of a list (null: all) to cells at `offset`. */
  function addRows(own: Own | Cells, list: Uint32Array | null, offset: number): void {
    const { first: toFirst, second: toSecond } = own
    const from = offset - cells.start
    if (list === null) {
      for (let i = 0; i < base.length; i++) {
        const at = base[i] + from
        toFirst[at] += first[i]
        toSecond[at] += second[i]
      }
      return
    }
    for (let k = 0; k < list.length; k++) {
      const i = list[k]
      const at = base[i] + from
      toFirst[at] += first[i]
      toSecond[at] += second[i]
    }
  }

  function whole(): Own {
    if (all.version !== version) {
      room(all, cells.width)
      addRows(all, null, 0)
      all.version = version
    }
    return all
  }

  /** Rows of level 1 of a two-level feature. */
  function listOf(feature: number): Uint32Array {
    const known = lists[feature]
    if (known !== null) return known
    const own = codes[feature]!
    const list = new Uint32Array(own.length)
    let count = 0
    for (let i = 0; i < own.length; i++) if (own[i] === 1) list[count++] = i
    const made = list.slice(0, count)
    lists[feature] = made
    return made
  }

  /** The histogram of level 1 of a two-level feature. */
  function upperOf(feature: number): Own {
    const known = owns[feature]
    if (known?.version === version) return known
    const own = known ?? { version, first: new Float64Array(0), second: new Float64Array(0) }
    room(own, cells.width)
    addRows(own, listOf(feature), 0)
    own.version = version
    owns[feature] = own
    return own
  }

  function general(a: number, b: number): void {
    const { width, start } = cells
    const codesA = codes[a]!
    const codesB = b < 0 ? null : codes[b]!
    const inner = b < 0 ? 1 : levels[b]
    for (let i = 0; i < base.length; i++) {
      const cell = codesB === null ? codesA[i] : codesA[i] * inner + codesB[i]
      const at = cell * width + base[i] - start
      cells.first[at] += first[i]
      cells.second[at] += second[i]
    }
  }

  return {
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
        general(a, b)
        return cells
      }
      const total = whole()
      const upper = upperOf(a)
      const to = [cells.first, cells.second]
      const sums = [
        [total.first, upper.first],
        [total.second, upper.second],
      ]
      if (inner === 1) {
        for (const channel of [0, 1]) {
          const [every, above] = sums[channel]
          for (let i = 0; i < width; i++) {
            to[channel][i] = every[i] - above[i]
            to[channel][width + i] = above[i]
          }
        }
        return cells
      }
      const other = upperOf(b)
      const otherCodes = codes[b]!
      const list = listOf(a)
      const from = 3 * width - cells.start // both at level 1
      for (let k = 0; k < list.length; k++) {
        const i = list[k]
        if (otherCodes[i] === 0) continue
        const at = base[i] + from
        cells.first[at] += first[i]
        cells.second[at] += second[i]
      }
      const others = [other.first, other.second]
      for (const channel of [0, 1]) {
        const [every, above] = sums[channel]
        const beside = others[channel]
        const cell = to[channel]
        for (let i = 0; i < width; i++) {
          const both = cell[3 * width + i]
          cell[2 * width + i] = above[i] - both
          cell[width + i] = beside[i] - both
          cell[i] = every[i] - above[i] - beside[i] + both
        }
      }
      return cells
    },
  }
}

/** Puts the cells of the first feature together, moved by `shifts`, for each level of the second. */
export function mergeCells(to: Cells, from: Cells, shifts: number[], inner: number): void {
  const low = Math.min(...shifts)
  to.start = from.start + low
  to.width = from.width + Math.max(...shifts) - low
  const size = to.width * inner
  if (to.first.length < size) {
    to.first = new Float64Array(size)
    to.second = new Float64Array(size)
  } else {
    to.first.fill(0, 0, size)
    to.second.fill(0, 0, size)
  }
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
