import type { Column, Table } from '../../src/accounts/table.ts'

export type Cell = number | string | boolean | null

/** A table from columns of plain cells: the first cell with a value decides the kind; text by default. */
export function tableOf(columns: Record<string, Cell[]>): Table {
  const entries = Object.entries(columns)
  return {
    rowCount: entries[0]?.[1].length ?? 0,
    columns: entries.map(([name, cells]) => columnOf(name, cells)),
  }
}

export function columnOf(name: string, cells: Cell[]): Column {
  const sample = cells.find((cell) => cell !== null)
  const missing = cells.includes(null) ? Uint8Array.from(cells, (c) => (c === null ? 1 : 0)) : null
  if (typeof sample === 'number') {
    const values = Float64Array.from(cells, (cell) => Number(cell ?? 0))
    return { kind: 'number', name, physical: 'DOUBLE', missing, values }
  }
  if (typeof sample === 'boolean') {
    const values = Uint8Array.from(cells, (cell) => (cell === true ? 1 : 0))
    return { kind: 'boolean', name, physical: 'BOOLEAN', missing, values }
  }
  const dictionary = [...new Set(cells.filter((cell) => cell !== null).map(String))]
  const values = Uint32Array.from(cells, (cell) =>
    cell === null ? 0 : dictionary.indexOf(String(cell)),
  )
  return { kind: 'text', name, physical: 'STRING', missing, values, dictionary }
}

export function timeColumn(name: string, rows: number): Column {
  const values = Float64Array.from({ length: rows }, (_, row) => 1.7e12 + row * 86_400_000)
  return { kind: 'time', name, physical: 'TIMESTAMP(ms)', missing: null, values }
}

/** `rows` cells by row number. */
export function cells<T extends Cell>(rows: number, cell: (row: number) => T): T[] {
  return Array.from({ length: rows }, (_, row) => cell(row))
}

/** A whole number below `bound` that looks random but is the same for the same row and salt. */
export function noise(row: number, salt: number, bound: number): number {
  let h = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 13), 0x297a2d39)
  return ((h ^ (h >>> 16)) >>> 0) % bound
}
