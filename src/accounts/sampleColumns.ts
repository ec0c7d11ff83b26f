import type { NumberColumn, TextColumn } from './table.ts'

/** A complete column of numbers as a file would hold it: whole numbers as INT32, others as DOUBLE. */
export function numberColumn(name: string, values: Float64Array): NumberColumn {
  const physical = values.every((value) => Number.isInteger(value)) ? 'INT32' : 'DOUBLE'
  return { kind: 'number', name, physical, missing: null, values }
}

/** A column of numbers in which `null` marks a row without a value. */
export function sparseNumberColumn(name: string, values: (number | null)[]): NumberColumn {
  return {
    kind: 'number',
    name,
    physical: 'DOUBLE',
    missing: Uint8Array.from(values, (value) => (value === null ? 1 : 0)),
    values: Float64Array.from(values, (value) => (value ?? 0) + 0), // never a negative zero
  }
}

/** A column of texts in which `null` marks a row without a value. */
export function textColumn(name: string, texts: (string | null)[]): TextColumn {
  const codes = new Map<string, number>()
  const values = new Uint32Array(texts.length)
  const missing = new Uint8Array(texts.length)
  texts.forEach((text, row) => {
    if (text === null) {
      missing[row] = 1
      return
    }
    const code = codes.get(text) ?? codes.size
    codes.set(text, code)
    values[row] = code
  })
  return {
    kind: 'text',
    name,
    physical: 'STRING',
    missing: missing.includes(1) ? missing : null,
    values,
    dictionary: [...codes.keys()],
  }
}
