import { type FileMetaData, parquetMetadata, type SchemaElement } from 'hyparquet'
import { ByteWriter, parquetWriteBuffer } from 'hyparquet-writer'
import { writeMetadata } from 'hyparquet-writer/src/metadata.js'
import type { Column, Table } from '../../src/accounts/table.ts'
import { bufferSource } from '../../src/ingest/byteSource.ts'
import { type ReadOptions, readTable } from '../../src/ingest/readTable.ts'
import type { Problem } from '../../src/lib/problem.ts'
import type { Result } from '../../src/lib/result.ts'

export { parquetWriteBuffer as writeFile }

/** The file with another index at its end; statistics are dropped. */
export function withFooter(
  file: ArrayBuffer,
  change: (metadata: FileMetaData) => void,
): ArrayBuffer {
  const metadata = parquetMetadata(file)
  for (const group of metadata.row_groups) {
    for (const chunk of group.columns) {
      if (chunk.meta_data) delete chunk.meta_data.statistics
    }
  }
  const bodyEnd = file.byteLength - 8 - metadata.metadata_length
  change(metadata)
  const writer = new ByteWriter()
  writer.appendBytes(new Uint8Array(file, 0, bodyEnd))
  writeMetadata(writer, metadata)
  writer.appendUint32(0x31524150)
  return writer.getBuffer()
}

/** A file of one column with a schema of its own. */
export function oneColumn(
  element: Omit<SchemaElement, 'name'>,
  data: unknown[] | BigInt64Array | Int32Array | Float64Array,
  options: Partial<Parameters<typeof parquetWriteBuffer>[0]> = {},
): ArrayBuffer {
  const schema = [
    { name: 'root', num_children: 1 },
    { repetition_type: 'OPTIONAL' as const, ...element, name: 'x' },
  ]
  return parquetWriteBuffer({ schema, columnData: [{ name: 'x', data }], ...options })
}

export function read(
  file: ArrayBuffer,
  options?: ReadOptions,
  name = 'accounts.parquet',
): Promise<Result<Table>> {
  return readTable(bufferSource(name, file), options)
}

/** The table and its problems, or a test failure. */
export async function readWell(
  file: ArrayBuffer,
  options?: ReadOptions,
): Promise<{ table: Table; problems: Problem[] }> {
  const result = await read(file, options)
  if (!result.ok) throw new Error(`refused: ${result.problems.map(({ what }) => what).join(' ')}`)
  return { table: result.value, problems: result.problems }
}

/** The problem that refuses the file, or a test failure. */
export async function refusal(file: ArrayBuffer, name?: string): Promise<Problem> {
  const result = await read(file, {}, name)
  if (result.ok) throw new Error('read without an error')
  const errors = result.problems.filter(({ severity }) => severity === 'error')
  if (errors.length !== 1) throw new Error(`errors: ${errors.length}`)
  return errors[0]!
}

export type Cell = number | boolean | string | null

export function cells(column: Column): Cell[] {
  return Array.from(column.values, (value, row) => {
    if (column.missing?.[row] === 1) return null
    if (column.kind === 'text') return column.dictionary[value]!
    return column.kind === 'boolean' ? value === 1 : value
  })
}

export function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name)
  if (!column) throw new Error(`column not in table: ${name}`)
  return column
}
