import type { Column, Table } from './table.ts'

/** The column of that name, or null. */
export function findColumn(table: Table, name: string): Column | null {
  return table.columns.find((column) => column.name === name) ?? null
}

/** Columns by name, for loops over many names. */
export function columnsByName(table: Table): Map<string, Column> {
  return new Map(table.columns.map((column) => [column.name, column]))
}

/** A cell as a person would write it; null where the row has no value. Times are milliseconds. */
export function cellText(column: Column, row: number): string | null {
  if (column.missing !== null && column.missing[row] === 1) return null
  if (column.kind === 'text') return column.dictionary[column.values[row]]
  if (column.kind === 'boolean') return column.values[row] === 1 ? 'true' : 'false'
  return String(column.values[row])
}

export interface MissingRows {
  count: number
  first: number // 0-based row; -1 when there is none
}

/** How many rows have no value, and the first of them. */
export function missingRows(column: Column): MissingRows {
  const { missing } = column
  if (missing === null) return { count: 0, first: -1 }
  let count = 0
  for (let row = 0; row < missing.length; row++) count += missing[row]
  return { count, first: missing.indexOf(1) }
}

/** Whether no row has a value: the kind of such a column says nothing. */
export function isEmpty(column: Column): boolean {
  return missingRows(column).count === column.values.length
}
