import { describe, expect, it } from 'vitest'
import { sampleTable } from '../../src/accounts/sample.ts'
import type { Table } from '../../src/accounts/table.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { bufferSource } from '../../src/ingest/byteSource.ts'
import { readTable } from '../../src/ingest/readTable.ts'

async function roundTrip(table: Table): Promise<Table> {
  const read = await readTable(bufferSource('table.parquet', tableParquet(table)))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

/** Every cell as a number, a text or null. */
function cells(table: Table): Record<string, unknown[]> {
  return Object.fromEntries(
    table.columns.map((column) => [
      column.name,
      Array.from({ length: table.rowCount }, (_, row) => {
        if (column.missing?.[row] === 1) return null
        return column.kind === 'text' ? column.dictionary[column.values[row]!] : column.values[row]
      }),
    ]),
  )
}

describe('tableParquet', () => {
  for (const kind of ['health', 'churn'] as const)
    it(`writes the ${kind} sample so that it reads back cell by cell`, async () => {
      const table = sampleTable(kind, { accounts: 1500, seed: 3 })
      const back = await roundTrip(table)
      expect(back.columns.map((column) => column.kind)).toEqual(
        table.columns.map((column) => column.kind),
      )
      expect(cells(back)).toEqual(cells(table))
    })

  it('writes the same bytes every time', () => {
    const bytes = () => new Uint8Array(tableParquet(sampleTable('health', { accounts: 200 })))
    expect(bytes()).toEqual(bytes())
  })

  it('keeps booleans, times, large whole numbers, and missing values of every kind', async () => {
    const missing = Uint8Array.of(0, 1, 0)
    const table: Table = {
      rowCount: 3,
      columns: [
        { kind: 'boolean', name: 'flag', physical: '', missing, values: Uint8Array.of(1, 0, 0) },
        { kind: 'time', name: 'at', physical: '', missing, values: Float64Array.of(1e12, 0, 5) },
        { kind: 'number', name: 'big', physical: '', missing, values: Float64Array.of(3e9, 0, -1) },
        { kind: 'number', name: 'half', physical: '', missing, values: Float64Array.of(0.5, 0, 2) },
        {
          kind: 'text',
          name: '__proto__',
          physical: '',
          missing,
          values: Uint32Array.of(0, 0, 1),
          dictionary: ['a', 'ü'],
        },
      ],
    }
    expect(cells(await roundTrip(table))).toEqual(cells(table))
  })
})
