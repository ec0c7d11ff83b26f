/** A column as a regression reads it: numbers without gaps. */
export type LogisticColumn = Uint8Array | Uint16Array | Int32Array | Float64Array

/**
 * The columns of a regression, a row after another. Columns of two values of which one is 0 are flags:
 * a row lists those it has (the rarer of the two values), so that a row of forty bins of eight columns
 * costs eight. Others are centred and scaled to keep sums well conditioned; the fit undoes both.
 */
export interface Design {
  rowCount: number
  columnCount: number
  dense: Float64Array // rowCount × denseColumns.length
  denseColumns: number[] // the column at each position
  centre: Float64Array // x = centre + scale * dense
  scale: Float64Array
  flagStart: Uint32Array // where a row's flags begin, rowCount + 1 entries
  flags: Uint16Array // positions in flagColumns
  flagColumns: number[]
  flagBase: Float64Array // x = flagBase + flagSize * flag
  flagSize: Float64Array
}

/** Columns of the given rows (all of them when null); constant columns are left out. */
export function createDesign(
  columns: readonly LogisticColumn[],
  rowCount: number,
  rows: Uint32Array | null = null,
): Design {
  const count = rows?.length ?? rowCount
  const shapes = columns.map((column) => shapeOf(column, count, rows))
  const denseColumns: number[] = []
  const flagColumns: number[] = []
  shapes.forEach(({ kind }, column) => {
    if (kind === 'dense') denseColumns.push(column)
    else if (kind === 'flag') flagColumns.push(column)
  })
  const width = denseColumns.length
  const dense = new Float64Array(count * width)
  denseColumns.forEach((column, position) => {
    const values = columns[column]
    const { base, size } = shapes[column]
    for (let i = 0, at = position; i < count; i++, at += width) {
      dense[at] = (values[rows === null ? i : rows[i]] - base) / size
    }
  })
  return {
    rowCount: count,
    columnCount: columns.length,
    dense,
    denseColumns,
    centre: Float64Array.from(denseColumns, (column) => shapes[column].base),
    scale: Float64Array.from(denseColumns, (column) => shapes[column].size),
    ...flagRows(columns, shapes, flagColumns, count, rows),
    flagColumns,
    flagBase: Float64Array.from(flagColumns, (column) => shapes[column].base),
    flagSize: Float64Array.from(flagColumns, (column) => shapes[column].size),
  }
}

interface ColumnShape {
  kind: 'dense' | 'flag' | 'constant'
  base: number
  size: number
}

function shapeOf(values: LogisticColumn, count: number, rows: Uint32Array | null): ColumnShape {
  let other = 0 // the one value beside 0, while there is only one
  let others = 0
  let two = true
  let sum = 0
  for (let i = 0; i < count; i++) {
    const value = values[rows === null ? i : rows[i]]
    sum += value
    if (value === 0) continue
    if (others === 0) other = value
    else if (value !== other) two = false
    others++
  }
  if (two) {
    if (others === 0 || others === count) return { kind: 'constant', base: other, size: 1 }
    const rare = others * 2 <= count
    return { kind: 'flag', base: rare ? 0 : other, size: rare ? other : -other }
  }
  const centre = sum / count
  let squares = 0
  for (let i = 0; i < count; i++) {
    const value = values[rows === null ? i : rows[i]] - centre
    squares += value * value
  }
  const size = Math.sqrt(squares / count)
  return size > 0 && Number.isFinite(size)
    ? { kind: 'dense', base: centre, size }
    : { kind: 'constant', base: centre, size: 1 }
}

function flagRows(
  columns: readonly LogisticColumn[],
  shapes: readonly ColumnShape[],
  flagColumns: readonly number[],
  count: number,
  rows: Uint32Array | null,
): { flagStart: Uint32Array; flags: Uint16Array } {
  const flagStart = new Uint32Array(count + 1)
  for (const column of flagColumns) {
    const values = columns[column]
    const { base } = shapes[column]
    for (let i = 0; i < count; i++) {
      if (values[rows === null ? i : rows[i]] !== base) flagStart[i + 1] += 1
    }
  }
  for (let i = 0; i < count; i++) flagStart[i + 1] += flagStart[i]
  const flags = new Uint16Array(flagStart[count])
  const next = flagStart.slice(0, count)
  flagColumns.forEach((column, position) => {
    const values = columns[column]
    const { base } = shapes[column]
    for (let i = 0; i < count; i++) {
      if (values[rows === null ? i : rows[i]] === base) continue
      flags[next[i]] = position
      next[i] += 1
    }
  })
  return { flagStart, flags }
}
