import type { Column, Table } from './table.ts'

const SAMPLE_ROWS = 20_000

/** Every how many rows one is looked at, so that about 20,000 at most are. */
export function sampleStride(rowCount: number): number {
  return Math.max(1, Math.ceil(rowCount / SAMPLE_ROWS))
}

/** Rows 0, stride, 2 · stride, … of a table; the table itself for stride 1. */
export function everyNthRow(table: Table, stride: number): Table {
  if (stride === 1) return table
  return {
    rowCount: Math.ceil(table.rowCount / stride),
    columns: table.columns.map((column) => everyNthCell(column, stride)),
  }
}

/** Every nth cell of a column; the column itself for stride 1. */
export function everyNthCell(column: Column, stride: number): Column {
  if (stride === 1) return column
  const missing = column.missing === null ? null : everyNth(column.missing, stride)
  if (column.kind === 'text') return { ...column, values: everyNth(column.values, stride), missing }
  if (column.kind === 'boolean') {
    return { ...column, values: everyNth(column.values, stride), missing }
  }
  return { ...column, values: everyNth(column.values, stride), missing }
}

/** Entries 0, stride, 2 · stride, …; the array itself for stride 1. */
export function everyNth<T extends Uint8Array | Uint32Array | Float64Array>(
  values: T,
  stride: number,
): T {
  if (stride === 1) return values
  const Values = values.constructor as new (length: number) => T
  const chosen = new Values(Math.ceil(values.length / stride))
  for (let i = 0; i < chosen.length; i++) chosen[i] = values[i * stride]
  return chosen
}
