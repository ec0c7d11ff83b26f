import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { SchemaElement } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { type Cell, cells, columnOf, oneColumn, readWell, writeFile } from './parquetFile.ts'

type Element = Omit<SchemaElement, 'name'>

/** What is written, what must come back: kinds, physical names and values, nulls between. */
const CASES: {
  title: string
  element: Element
  written: unknown[]
  kind: 'number' | 'boolean' | 'text' | 'time'
  physical: string
  expected: Cell[]
}[] = [
  {
    title: 'int32',
    element: { type: 'INT32' },
    written: [0, -1, 2147483647, -2147483648],
    kind: 'number',
    physical: 'INT32',
    expected: [0, -1, 2147483647, -2147483648],
  },
  {
    title: 'int64 within 2^53',
    element: { type: 'INT64' },
    written: [0n, -1n, 9007199254740991n, -9007199254740991n, 4294967296n, -4294967297n],
    kind: 'number',
    physical: 'INT64',
    expected: [0, -1, 9007199254740991, -9007199254740991, 4294967296, -4294967297],
  },
  {
    title: 'uint32',
    element: { type: 'INT32', converted_type: 'UINT_32' },
    written: [0, 4294967295, 2147483648],
    kind: 'number',
    physical: 'UINT32',
    expected: [0, 4294967295, 2147483648],
  },
  {
    title: 'uint64',
    element: { type: 'INT64', converted_type: 'UINT_64' },
    written: [0n, 1n, 9007199254740991n],
    kind: 'number',
    physical: 'UINT64',
    expected: [0, 1, 9007199254740991],
  },
  {
    title: 'int8',
    element: { type: 'INT32', converted_type: 'INT_8' },
    written: [-128, 127],
    kind: 'number',
    physical: 'INT8',
    expected: [-128, 127],
  },
  {
    title: 'float',
    element: { type: 'FLOAT' },
    written: [0.5, -0.1, 3e38],
    kind: 'number',
    physical: 'FLOAT',
    expected: [0.5, Math.fround(-0.1), Math.fround(3e38)],
  },
  {
    title: 'double',
    element: { type: 'DOUBLE' },
    written: [0.1, -1e300, 5e-324, Number.MAX_VALUE],
    kind: 'number',
    physical: 'DOUBLE',
    expected: [0.1, -1e300, 5e-324, Number.MAX_VALUE],
  },
  {
    title: 'float16',
    element: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 2, logical_type: { type: 'FLOAT16' } },
    written: [0.5, -2.75, 65504, 2 ** -24],
    kind: 'number',
    physical: 'FLOAT16',
    expected: [0.5, -2.75, 65504, 2 ** -24],
  },
  {
    title: 'boolean',
    element: { type: 'BOOLEAN' },
    written: [true, false, true, true, false, false, false, true, true],
    kind: 'boolean',
    physical: 'BOOLEAN',
    expected: [true, false, true, true, false, false, false, true, true],
  },
  {
    title: 'string',
    element: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
    written: ['b', 'a', 'b', 'ÄÖ', '日本語', 'a'.repeat(100), ' padded '],
    kind: 'text',
    physical: 'STRING',
    expected: ['b', 'a', 'b', 'ÄÖ', '日本語', 'a'.repeat(100), ' padded '],
  },
  {
    title: 'json as text',
    element: { type: 'BYTE_ARRAY', converted_type: 'JSON' },
    written: [{ a: 1 }, [2]],
    kind: 'text',
    physical: 'JSON',
    expected: ['{"a":1}', '[2]'],
  },
  {
    title: 'undeclared bytes that are text',
    element: { type: 'BYTE_ARRAY' },
    written: [new TextEncoder().encode('Zürich'), new TextEncoder().encode('Bern')],
    kind: 'text',
    physical: 'BYTE_ARRAY',
    expected: ['Zürich', 'Bern'],
  },
  {
    title: 'uuid',
    element: { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, logical_type: { type: 'UUID' } },
    written: ['01234567-89ab-cdef-0123-456789abcdef'],
    kind: 'text',
    physical: 'UUID',
    expected: ['01234567-89ab-cdef-0123-456789abcdef'],
  },
  {
    title: 'date',
    element: { type: 'INT32', converted_type: 'DATE' },
    written: [new Date('2024-02-29'), new Date('1969-12-31')],
    kind: 'time',
    physical: 'DATE',
    expected: [Date.UTC(2024, 1, 29), -86_400_000],
  },
  {
    title: 'timestamp in milliseconds',
    element: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
    written: [1700000000123n, -5n],
    kind: 'time',
    physical: 'TIMESTAMP(ms)',
    expected: [1700000000123, -5],
  },
  {
    title: 'timestamp in microseconds',
    element: { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' },
    written: [1700000000123456n, -1n],
    kind: 'time',
    physical: 'TIMESTAMP(us)',
    expected: [1700000000123.456, -0.001],
  },
  {
    title: 'timestamp in nanoseconds, beyond 2^53 of them',
    element: {
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' },
    },
    written: [1700000000123456789n, -1700000000123000000n],
    kind: 'time',
    physical: 'TIMESTAMP(ns)',
    expected: [1700000000123.4568, -1700000000123],
  },
  {
    title: 'time of the day',
    element: { type: 'INT32', converted_type: 'TIME_MILLIS' },
    written: [0, 3_600_500],
    kind: 'number',
    physical: 'TIME(ms)',
    expected: [0, 3600.5],
  },
  {
    title: 'decimal in int32',
    element: { type: 'INT32', converted_type: 'DECIMAL', precision: 9, scale: 2 },
    written: [1999n, -1n],
    kind: 'number',
    physical: 'DECIMAL(9,2)',
    expected: [19.99, -0.01],
  },
  {
    title: 'decimal in int64',
    element: { type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 4 },
    written: [1234567890123n, 999999999999999999n],
    kind: 'number',
    physical: 'DECIMAL(18,4)',
    expected: [123456789.0123, Number('99999999999999.9999')],
  },
  {
    title: 'decimal in fixed bytes',
    element: {
      type: 'FIXED_LEN_BYTE_ARRAY',
      type_length: 16,
      converted_type: 'DECIMAL',
      precision: 38,
      scale: 2,
    },
    written: [1999n, -1999n, 12345678901234567890n, -140737488355329n],
    kind: 'number',
    physical: 'DECIMAL(38,2)',
    expected: [19.99, -19.99, Number('123456789012345678.90'), -1407374883553.29],
  },
  {
    title: 'decimal in bytes',
    element: { type: 'BYTE_ARRAY', converted_type: 'DECIMAL', precision: 20, scale: 3 },
    written: [1n, -1n, 300n, -70000n],
    kind: 'number',
    physical: 'DECIMAL(20,3)',
    expected: [0.001, -0.001, 0.3, -70],
  },
]

describe('each type comes back exactly', () => {
  for (const { title, element, written, kind, physical, expected } of CASES) {
    it(title, async () => {
      const nulls = written.flatMap((value) => [value, null])
      const nullsExpected = expected.flatMap((value) => [value, null])
      const { table } = await readWell(oneColumn(element, nulls))
      const [column] = table.columns
      expect(column).toMatchObject({ name: 'x', kind, physical })
      expect(cells(column!)).toEqual(nullsExpected)
      expect(column!.missing).toHaveLength(table.rowCount)

      const required = { ...element, repetition_type: 'REQUIRED' as const }
      const complete = await readWell(oneColumn(required, written))
      expect(cells(complete.table.columns[0]!)).toEqual(expected)
      expect(complete.table.columns[0]!.missing).toBeNull()
    })
  }

  it('all rows missing', async () => {
    const { table } = await readWell(oneColumn({ type: 'DOUBLE' }, [null, null, null]))
    expect(cells(table.columns[0]!)).toEqual([null, null, null])
  })
})

/** Repeats so that writers choose a dictionary; several row groups and pages. */
const LONG = 3000
const CODECS = {
  GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)),
  BROTLI: (bytes: Uint8Array) => new Uint8Array(brotliCompressSync(bytes)),
}

describe('each codec, encoding and page size', () => {
  const text = Array.from({ length: LONG }, (_, i) => (i % 7 === 0 ? null : `plan ${i % 5}`))
  const id = Array.from({ length: LONG }, (_, i) => `acc-${i}`)
  const count = Array.from({ length: LONG }, (_, i) => (i % 11 === 0 ? null : (i * 7919) % 100))
  const fraction = Array.from({ length: LONG }, (_, i) => i / 8)

  for (const codec of ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI'] as const) {
    for (const pageSize of [200, 1_000_000]) {
      it(`${codec}, pages of ${pageSize} bytes`, async () => {
        const file = writeFile({
          columnData: [
            { name: 'id', data: id, type: 'STRING', nullable: false },
            { name: 'plan', data: text, type: 'STRING' },
            { name: 'count', data: count, type: 'INT32' },
            { name: 'fraction', data: fraction, type: 'DOUBLE' },
          ],
          codec,
          compressors: CODECS,
          pageSize,
          rowGroupSize: 1100,
        })
        const { table, problems } = await readWell(file)
        expect(problems).toEqual([])
        expect(table.rowCount).toBe(LONG)
        expect(cells(columnOf(table, 'id'))).toEqual(id)
        expect(cells(columnOf(table, 'plan'))).toEqual(text)
        expect(cells(columnOf(table, 'count'))).toEqual(count)
        expect(cells(columnOf(table, 'fraction'))).toEqual(fraction)
      })
    }
  }

  for (const encoding of [
    'PLAIN',
    'RLE_DICTIONARY',
    'DELTA_BINARY_PACKED',
    'BYTE_STREAM_SPLIT',
  ] as const) {
    it(`whole numbers as ${encoding}`, async () => {
      const data = count.map((value) => (value === null ? null : BigInt(value)))
      const columnData = [{ name: 'x', data, type: 'INT64' as const, encoding }]
      const { table } = await readWell(writeFile({ columnData }))
      expect(cells(table.columns[0]!)).toEqual(count)
    })
  }

  for (const encoding of ['DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY', 'PLAIN'] as const) {
    it(`text as ${encoding}`, async () => {
      const columnData = [{ name: 'x', data: text, type: 'STRING' as const, encoding }]
      const { table } = await readWell(writeFile({ columnData }))
      expect(cells(table.columns[0]!)).toEqual(text)
    })
  }
})

describe('text dictionaries', () => {
  it('hold the distinct texts in order of first appearance', async () => {
    const data = ['c', null, 'a', 'c', 'b', 'a']
    const { table } = await readWell(
      writeFile({ columnData: [{ name: 'x', data, type: 'STRING' }] }),
    )
    expect(table.columns[0]).toMatchObject({ dictionary: ['c', 'a', 'b'] })
  })

  it('join those of all row groups', async () => {
    const data = Array.from({ length: 4000 }, (_, i) => `v${Math.floor(i / 1000)}-${i % 3}`)
    const file = writeFile({ columnData: [{ name: 'x', data, type: 'STRING' }], rowGroupSize: 500 })
    const { table } = await readWell(file)
    const column = columnOf(table, 'x')
    expect(cells(column)).toEqual(data)
    expect(column.kind === 'text' && column.dictionary).toEqual([...new Set(data)])
  })
})
