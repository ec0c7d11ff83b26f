import { cellText, isEmpty } from './cell.ts'
import { readDates } from './readDates.ts'
import type { BooleanColumn, Column, NumberColumn, TextColumn, TimeColumn } from './table.ts'

/** How a column is read: by its values, as dates in whatever form, or as names of accounts. */
export type ReadAs = 'values' | 'dates' | 'names'

/**
 * One column of the rows of `first`, then those of `second`, of the first one's name and kind; null
 * where their kinds do not fit. Numbers 0 and 1 fit true and false; texts that all were numbers fit
 * texts; a column without any value fits all.
 */
export function joinColumns(first: Column, second: Column, as: ReadAs): Column | null {
  if (as === 'dates') return joinDates(first, second)
  if (as === 'names' && first.kind !== second.kind) return joinTexts(asText(first), asText(second))
  if (isEmpty(second)) return joinSame(first, emptyLike(first, second.values.length))
  if (isEmpty(first))
    return joinSame({ ...emptyLike(second, first.values.length), name: first.name }, second)
  const fitting = asKindOf(second, first)
  return fitting === null ? null : joinSame(first, fitting)
}

/** A column as one of the kind of another; null where it cannot be. */
function asKindOf(column: Column, like: Column): Column | null {
  if (column.kind === like.kind) return column
  if (like.kind === 'number' && column.kind === 'boolean') return asNumbers(column)
  if (like.kind === 'boolean' && column.kind === 'number') return asFlags(column)
  if (like.kind === 'text' && column.kind === 'number' && wasText(column)) return asText(column)
  if (like.kind === 'time') return asTimes(column)
  return null
}

function joinSame(first: Column, second: Column): Column {
  const missing = joinMissing(first, second)
  if (first.kind === 'text' && second.kind === 'text') return joinTexts(first, second)
  if (first.kind === 'boolean' && second.kind === 'boolean') {
    const values = new Uint8Array(first.values.length + second.values.length)
    values.set(first.values)
    values.set(second.values, first.values.length)
    return { ...first, missing, values }
  }
  if (first.kind === 'number' && second.kind === 'number')
    return { ...first, missing, values: joinFloats(first.values, second.values) }
  if (first.kind === 'time' && second.kind === 'time')
    return { ...first, missing, values: joinFloats(first.values, second.values) }
  throw new Error(`columns of one kind: ${first.kind} and ${second.kind}`)
}

function joinTexts(first: TextColumn, second: TextColumn): TextColumn {
  const codes = new Map(first.dictionary.map((text, code) => [text, code]))
  const dictionary = first.dictionary.slice()
  const translated = second.dictionary.map((text) => {
    const known = codes.get(text)
    if (known !== undefined) return known
    codes.set(text, dictionary.length)
    return dictionary.push(text) - 1
  })
  const rows = first.values.length
  const values = new Uint32Array(rows + second.values.length)
  values.set(first.values)
  for (let row = 0; row < second.values.length; row++) {
    values[rows + row] = second.missing?.[row] === 1 ? 0 : translated[second.values[row]]
  }
  return { ...first, missing: joinMissing(first, second), values, dictionary }
}

function joinDates(first: Column, second: Column): TimeColumn {
  const values = joinFloats(readDates(first), readDates(second))
  const missing = new Uint8Array(values.length)
  for (let row = 0; row < values.length; row++) {
    if (!Number.isNaN(values[row])) continue
    missing[row] = 1
    values[row] = 0
  }
  const { name, physical } = first
  return { kind: 'time', name, physical, missing: missing.includes(1) ? missing : null, values }
}

function joinMissing(first: Column, second: Column): Uint8Array | null {
  if (first.missing === null && second.missing === null) return null
  const missing = new Uint8Array(first.values.length + second.values.length)
  if (first.missing !== null) missing.set(first.missing)
  if (second.missing !== null) missing.set(second.missing, first.values.length)
  return missing
}

function joinFloats(first: Float64Array, second: Float64Array): Float64Array {
  const values = new Float64Array(first.length + second.length)
  values.set(first)
  values.set(second, first.length)
  return values
}

function emptyLike(column: Column, rows: number): Column {
  const missing = new Uint8Array(rows).fill(1)
  switch (column.kind) {
    case 'text':
      return { ...column, missing, values: new Uint32Array(rows), dictionary: [] }
    case 'boolean':
      return { ...column, missing, values: new Uint8Array(rows) }
    default:
      return { ...column, missing, values: new Float64Array(rows) }
  }
}

function asNumbers({ name, physical, missing, values }: BooleanColumn): NumberColumn {
  return { kind: 'number', name, physical, missing, values: Float64Array.from(values) }
}

function asFlags({ name, physical, missing, values }: NumberColumn): BooleanColumn | null {
  if (!values.every((value) => value === 0 || value === 1)) return null
  return { kind: 'boolean', name, physical, missing, values: Uint8Array.from(values) }
}

function asText(column: Column): TextColumn {
  if (column.kind === 'text') return column
  const codes = new Map<string, number>()
  const values = new Uint32Array(column.values.length)
  for (let row = 0; row < values.length; row++) {
    const text = cellText(column, row)
    if (text === null) continue
    const code = codes.get(text) ?? codes.size
    codes.set(text, code)
    values[row] = code
  }
  const { name, physical, missing } = column
  return { kind: 'text', name, physical, missing, values, dictionary: [...codes.keys()] }
}

function asTimes(column: Column): TimeColumn | null {
  const values = readDates(column)
  const { name, physical, missing } = column
  for (let row = 0; row < values.length; row++) {
    if (!Number.isNaN(values[row])) continue
    if (missing?.[row] !== 1) return null
    values[row] = 0
  }
  return { kind: 'time', name, physical, missing, values }
}

/** Whether the file holds texts that reading turned into numbers. */
function wasText({ physical }: NumberColumn): boolean {
  return /STRING|BYTE_ARRAY|ENUM|JSON/.test(physical)
}
