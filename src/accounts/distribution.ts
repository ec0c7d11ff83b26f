import type { BooleanColumn, NumberColumn, TimeColumn } from './table.ts'

/** A column's distinct values in ascending order and how many rows hold each. */
export interface Distribution {
  values: Float64Array
  counts: Uint32Array
  decimals: number | null // the smallest d <= 3 with every value * 10^d whole; null when none
}

/** Most grid cells worth counting in, as a multiple of the rows; beyond it sorting is cheaper. */
const CELLS_PER_ROW = 4
const CELLS_AT_LEAST = 65_536

/** Counts a column's values: on a grid by counting, else by sorting. Rows without a value are left out. */
export function distribution(column: NumberColumn | BooleanColumn | TimeColumn): Distribution {
  const { values, missing } = column
  const grid = gridOf(values, missing)
  const scale = grid.decimals === null ? 0 : 10 ** grid.decimals
  const cells = Math.round((grid.max - grid.min) * scale) + 1
  const countable =
    grid.decimals !== null && cells <= Math.max(CELLS_AT_LEAST, CELLS_PER_ROW * values.length)
  if (grid.rows === 0) {
    return { values: new Float64Array(), counts: new Uint32Array(), decimals: null }
  }
  const counted = countable
    ? countOnGrid(values, missing, grid.min, scale, cells)
    : countBySorting(values, missing, grid.rows)
  return { ...counted, decimals: grid.decimals }
}

interface Grid {
  rows: number // with a value
  min: number
  max: number
  decimals: number | null
}

function gridOf(values: ArrayLike<number>, missing: Uint8Array | null): Grid {
  let rows = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let decimals = 0
  let scale = 1
  for (let row = 0; row < values.length; row++) {
    if (missing !== null && missing[row] === 1) continue
    const value = values[row]
    rows++
    if (value < min) min = value
    if (value > max) max = value
    while (decimals <= 3 && Math.round(value * scale) / scale !== value) {
      decimals++
      scale *= 10
    }
  }
  return { rows, min, max, decimals: decimals <= 3 ? decimals : null }
}

function countOnGrid(
  values: ArrayLike<number>,
  missing: Uint8Array | null,
  min: number,
  scale: number,
  cells: number,
) {
  const cellCounts = new Uint32Array(cells)
  const first = Math.round(min * scale)
  for (let row = 0; row < values.length; row++) {
    if (missing !== null && missing[row] === 1) continue
    const cell = Math.round(values[row] * scale) - first
    cellCounts[cell] = cellCounts[cell] + 1
  }
  let distinct = 0
  for (let cell = 0; cell < cells; cell++) if (cellCounts[cell] > 0) distinct++
  const distinctValues = new Float64Array(distinct)
  const counts = new Uint32Array(distinct)
  let next = 0
  for (let cell = 0; cell < cells; cell++) {
    const count = cellCounts[cell]
    if (count === 0) continue
    distinctValues[next] = (first + cell) / scale
    counts[next++] = count
  }
  return { values: distinctValues, counts }
}

function countBySorting(values: ArrayLike<number>, missing: Uint8Array | null, rows: number) {
  const sorted = new Float64Array(rows)
  let filled = 0
  for (let row = 0; row < values.length; row++) {
    if (missing !== null && missing[row] === 1) continue
    sorted[filled++] = values[row] + 0 // -0 counts as 0
  }
  sorted.sort()
  let distinct = rows === 0 ? 0 : 1
  for (let i = 1; i < rows; i++) if (sorted[i] !== sorted[i - 1]) distinct++
  const distinctValues = new Float64Array(distinct)
  const counts = new Uint32Array(distinct)
  let next = -1
  for (let i = 0; i < rows; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinctValues[++next] = sorted[i]
    counts[next] = counts[next] + 1
  }
  return { values: distinctValues, counts }
}
