import { type FileMetaData, parquetMetadataAsync, parquetSchema, type SchemaTree } from 'hyparquet'
import type { ByteSource } from './byteSource.ts'
import { fileError, grouped, shortName } from './ingestProblem.ts'
import { sniffFile } from './sniffFile.ts'

export interface Footer {
  metadata: FileMetaData
  schema: SchemaTree
}

const HEAD_BYTES = 4096
const SMALLEST_FILE = 12 // two magic words and a length

const AGAIN = 'Copy or download the file again, or have it written again.'

/** The index at the end of a Parquet file; throws a ProblemError that says what the file is instead. */
export async function readFooter(source: ByteSource): Promise<Footer> {
  const { name, byteLength } = source
  const quoted = shortName(name)
  if (byteLength === 0) {
    throw fileError('file-empty', `The file ${quoted} is empty (0 bytes).`, AGAIN)
  }
  const head = await readBytes(source, 0, Math.min(HEAD_BYTES, byteLength))
  const tail = await readBytes(source, Math.max(0, byteLength - 8), byteLength)
  const opening = magic(head.subarray(0, 4))
  const closing = magic(tail.subarray(-4))

  if (opening === 'PARE' || closing === 'PARE') {
    const what = `The file ${quoted} is encrypted.`
    const fix = 'Write it without encryption; nothing of it leaves this computer.'
    throw fileError('file-encrypted', what, fix)
  }
  if (closing !== 'PAR1' || byteLength < SMALLEST_FILE) {
    if (opening === 'PAR1') {
      const what = `The file ${quoted} begins as a Parquet file but its end is missing: it was cut off at ${grouped(byteLength)} bytes.`
      throw fileError('file-truncated', what, AGAIN)
    }
    const look = sniffFile(head)
    const what = look
      ? `The file ${quoted} is not a Parquet file; it looks like ${look.seems}.`
      : `The file ${quoted} is not a Parquet file.`
    throw fileError('not-parquet', what, look?.fix ?? 'Choose a file written as Parquet.')
  }

  const view = new DataView(tail.buffer, tail.byteOffset, tail.length)
  const footerBytes = view.getUint32(0, true)
  if (footerBytes > byteLength - SMALLEST_FILE) {
    const what = `The file ${quoted} is damaged: its index claims ${grouped(footerBytes)} bytes of a file of ${grouped(byteLength)}.`
    throw fileError('file-damaged', what, AGAIN)
  }
  const metadata = await parse(source)
  return { metadata, schema: schemaOf(metadata, name) }
}

async function parse(source: ByteSource): Promise<FileMetaData> {
  try {
    const file = {
      byteLength: source.byteLength,
      slice: (start: number, end = source.byteLength) => source.slice(start, end),
    }
    // Statistics are not used: do not spend time on long texts among them.
    const parsers = { stringFromBytes: () => undefined }
    return await parquetMetadataAsync(file, { parsers, geoparquet: false })
  } catch {
    throw damagedIndex(source.name)
  }
}

function schemaOf(metadata: FileMetaData, name: string): SchemaTree {
  try {
    return parquetSchema(metadata)
  } catch {
    throw damagedIndex(name)
  }
}

function damagedIndex(name: string) {
  const what = `The file ${shortName(name)} is damaged: the index at its end cannot be read.`
  return fileError('file-damaged', what, AGAIN)
}

async function readBytes(source: ByteSource, start: number, end: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await source.slice(start, end))
  } catch {
    const what = `The file ${shortName(source.name)} could not be read from disk; it may be a folder, or have been moved or changed.`
    const fix = 'Choose the file again.'
    throw fileError('file-unreadable', what, fix)
  }
}

function magic(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}
