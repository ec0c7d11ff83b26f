import { parquetWriteBuffer } from 'hyparquet-writer'
import type { Column, Table } from '../accounts/table.ts'

const INT32_MIN = -(2 ** 31)
const INT32_MAX = 2 ** 31 - 1

interface WrittenColumn {
  name: string
  type: 'INT32' | 'DOUBLE' | 'BOOLEAN' | 'STRING' | 'TIMESTAMP'
  data: unknown[]
  nullable: boolean
}

/** The table as a parquet file (snappy): whole numbers as INT32 where they fit, missing values as null. */
export function tableParquet(table: Table): ArrayBuffer {
  return parquetWriteBuffer({ columnData: table.columns.map(writtenColumn) })
}

function writtenColumn(column: Column): WrittenColumn {
  const value = cellReader(column)
  const data = Array.from({ length: column.values.length }, (_, row) =>
    column.missing?.[row] === 1 ? null : value(row),
  )
  return { name: column.name, type: parquetType(column), data, nullable: column.missing !== null }
}

function parquetType(column: Column): WrittenColumn['type'] {
  switch (column.kind) {
    case 'number':
      return column.values.every(isInt32) ? 'INT32' : 'DOUBLE'
    case 'boolean':
      return 'BOOLEAN'
    case 'text':
      return 'STRING'
    case 'time':
      return 'TIMESTAMP'
  }
}

function cellReader(column: Column): (row: number) => unknown {
  switch (column.kind) {
    case 'number':
      return (row) => column.values[row]
    case 'boolean':
      return (row) => column.values[row] === 1
    case 'text':
      return (row) => column.dictionary[column.values[row]!]
    case 'time':
      return (row) => new Date(column.values[row]!)
  }
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= INT32_MIN && value <= INT32_MAX
}
