import type { Column } from '../../accounts/table.ts'

/** A column of some rows as codes into its distinct values: numbers ascending, texts by first row. */
export interface CodedColumn {
  name: string
  numbers: Float64Array | null // the distinct numbers; null for a column of texts
  texts: string[]
  codes: Uint32Array // a row; `size` where the row has no value
  size: number // distinct values
  incomplete: boolean // some row of the table has no value
}

/** Codes of the given rows; null for times, which are no features. */
export function codeColumn(column: Column, rows: Uint32Array): CodedColumn | null {
  if (column.kind === 'time') return null
  const coded = column.kind === 'text' ? codeTexts(column, rows) : codeNumbers(column, rows)
  const incomplete = column.missing?.includes(1) === true
  return { name: column.name, ...coded, incomplete }
}

/** With fewer rows nothing gets points of its own: they would be those of a few accounts. */
export const LEAST_OWN = 5

/** How many rows differ from the most frequent value of the column (or from having none). */
export function rowsApart({ size, codes }: CodedColumn): number {
  const counts = new Uint32Array(size + 1)
  for (const code of codes) counts[code] += 1
  return codes.length - counts.reduce((most, count) => Math.max(most, count), 0)
}

function codeTexts(column: Extract<Column, { kind: 'text' }>, rows: Uint32Array) {
  const place = new Int32Array(column.dictionary.length).fill(-1)
  const texts: string[] = []
  for (const row of rows) {
    const code = column.values[row]
    if (column.missing?.[row] === 1 || place[code] >= 0) continue
    place[code] = texts.length
    texts.push(column.dictionary[code])
  }
  const size = texts.length
  const codes = Uint32Array.from(rows, (row) =>
    column.missing?.[row] === 1 ? size : place[column.values[row]],
  )
  return { numbers: null, texts, codes, size }
}

function codeNumbers(column: Exclude<Column, { kind: 'text' | 'time' }>, rows: Uint32Array) {
  const { values, missing } = column
  const known = Float64Array.from(
    missing === null ? rows : rows.filter((row) => missing[row] === 0),
    (row) => values[row],
  ).sort()
  let size = 0
  for (let i = 0; i < known.length; i++) {
    if (i === 0 || known[i] !== known[i - 1]) known[size++] = known[i] + 0
  }
  const numbers = known.slice(0, size)
  const codes = Uint32Array.from(rows, (row) =>
    missing?.[row] === 1 ? size : placeOf(numbers, values[row]),
  )
  return { numbers, texts: [], codes, size }
}

function placeOf(numbers: Float64Array, value: number): number {
  let low = 0
  let high = numbers.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
