/** Sums of both channels by score above the lowest one. */
export interface Histogram {
  first: Float64Array
  second: Float64Array
}

/** The rows at one level of a feature. */
export interface RowSet {
  list: Uint32Array // ascending
  bits: Uint32Array // 32 rows a word, the lowest bit first
}

/** Adds rows to histograms at their scores. */
export interface RowCounts {
  all(to: Histogram): void
  listed(to: Histogram, rows: RowSet): void
  /** Rows that are in both sets. */
  common(to: Histogram, one: RowSet, other: RowSet): void
  /** Every row to the cell of its levels; `inner`: levels of the second feature, `width`: scores a cell. */
  byLevel(
    to: Histogram,
    codes: Uint8Array,
    others: Uint8Array | null,
    inner: number,
    width: number,
  ): void
}

/** Each row counts one: the first `upperRows` in the first channel, the others in the second. */
export function countRows(scores: Uint16Array, upperRows: number): RowCounts {
  const rows = scores.length
  return {
    all({ first, second }) {
      for (let i = 0; i < upperRows; i++) first[scores[i]]++
      for (let i = upperRows; i < rows; i++) second[scores[i]]++
    },
    listed({ first, second }, { list }) {
      const upper = rowsBefore(list, upperRows)
      countListed(first, scores, list, 0, upper)
      countListed(second, scores, list, upper, list.length)
    },
    common({ first, second }, one, other) {
      countCommon(first, scores, one.bits, other.bits, 0, upperRows)
      countCommon(second, scores, one.bits, other.bits, upperRows, rows)
    },
    byLevel({ first, second }, codes, others, inner, width) {
      if (others === null) {
        for (let i = 0; i < upperRows; i++) first[codes[i] * width + scores[i]]++
        for (let i = upperRows; i < rows; i++) second[codes[i] * width + scores[i]]++
        return
      }
      for (let i = 0; i < rows; i++) {
        const to = i < upperRows ? first : second
        to[(codes[i] * inner + others[i]) * width + scores[i]]++
      }
    },
  }
}

/** Rows with an amount in each channel. */
export function addRows(scores: Uint16Array, a: Float64Array, b: Float64Array): RowCounts {
  return {
    all({ first, second }) {
      for (let i = 0; i < scores.length; i++) {
        const at = scores[i]
        first[at] += a[i]
        second[at] += b[i]
      }
    },
    listed({ first, second }, { list }) {
      for (let k = 0; k < list.length; k++) {
        const i = list[k]
        const at = scores[i]
        first[at] += a[i]
        second[at] += b[i]
      }
    },
    common({ first, second }, { list }, { bits }) {
      for (let k = 0; k < list.length; k++) {
        const i = list[k]
        if (((bits[i >> 5] >>> (i & 31)) & 1) === 0) continue
        const at = scores[i]
        first[at] += a[i]
        second[at] += b[i]
      }
    },
    byLevel({ first, second }, codes, others, inner, width) {
      for (let i = 0; i < scores.length; i++) {
        const cell = others === null ? codes[i] : codes[i] * inner + others[i]
        const at = cell * width + scores[i]
        first[at] += a[i]
        second[at] += b[i]
      }
    },
  }
}

/** The rows of a level. */
export function rowSet(codes: Uint8Array, level: number): RowSet {
  const list = new Uint32Array(codes.length)
  const bits = new Uint32Array((codes.length + 31) >> 5)
  let count = 0
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] !== level) continue
    list[count++] = i
    bits[i >> 5] |= 1 << (i & 31)
  }
  return { list: list.slice(0, count), bits }
}

/** How many of the listed rows come before `row`. */
function rowsBefore(list: Uint32Array, row: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle] < row) low = middle + 1
    else high = middle
  }
  return low
}

function countListed(
  to: Float64Array,
  scores: Uint16Array,
  list: Uint32Array,
  from: number,
  end: number,
): void {
  let k = from
  for (; k + 3 < end; k += 4) {
    const [i, j] = [scores[list[k]], scores[list[k + 1]]]
    const [l, m] = [scores[list[k + 2]], scores[list[k + 3]]]
    to[i]++
    to[j]++
    to[l]++
    to[m]++
  }
  for (; k < end; k++) to[scores[list[k]]]++
}

/** Rows `from` to `end` (exclusive) that both sets have. */
function countCommon(
  to: Float64Array,
  scores: Uint16Array,
  a: Uint32Array,
  b: Uint32Array,
  from: number,
  end: number,
): void {
  if (from >= end) return
  const lastWord = (end - 1) >> 5
  for (let word = from >> 5; word <= lastWord; word++) {
    let bits = a[word] & b[word]
    if (word === from >> 5) bits &= -1 << (from & 31)
    if (word === lastWord && (end & 31) !== 0) bits &= ~(-1 << (end & 31))
    const highest = (word << 5) | 31
    while (bits !== 0) {
      const place = Math.clz32(bits)
      to[scores[highest - place]]++
      bits ^= 0x80000000 >>> place
    }
  }
}
