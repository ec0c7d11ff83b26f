/** The accounts as read from a file: typed columns of equal length, nothing dropped, nothing filled. */
export interface Table {
  rowCount: number
  columns: Column[] // file order, names unique
}

export type Column = NumberColumn | BooleanColumn | TextColumn | TimeColumn

interface ColumnBase {
  name: string
  physical: string // the file's type, for people: 'INT64', 'DECIMAL(9,2)', 'STRING', 'TIMESTAMP(ms)'
  missing: Uint8Array | null // 1 where the row has no value; null when complete
}

export interface NumberColumn extends ColumnBase {
  kind: 'number'
  values: Float64Array // finite; 0 where missing
}

export interface BooleanColumn extends ColumnBase {
  kind: 'boolean'
  values: Uint8Array // 0 or 1; 0 where missing
}

export interface TextColumn extends ColumnBase {
  kind: 'text'
  values: Uint32Array // codes into `dictionary`; 0 where missing
  dictionary: string[] // distinct texts in order of first appearance
}

export interface TimeColumn extends ColumnBase {
  kind: 'time'
  values: Float64Array // milliseconds since 1970-01-01 UTC; 0 where missing
}
