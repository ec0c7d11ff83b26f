import type { ColumnMetaData, Encoding, PageHeader, SchemaElement } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { decompressPage } from 'hyparquet/src/datapage.js'
import type { Codecs } from './codecs.ts'
import { decodeHybrid } from './hybrid.ts'
import { UnreadableColumn } from './ingestProblem.ts'
import { type PlainValues, plainValues, runLength } from './plainValues.ts'

/** Which rows of the file a page covers, and which of them have a value. */
export interface PageRows {
  start: number // 0-based row of the file
  count: number
  present: Uint8Array | null // 1 where the row has a value; null: all have one
}

/** Takes the pages of one column in file order. */
export interface PageSink {
  dictionary(values: PlainValues): void // replaces the one before
  coded(rows: PageRows, codes: Uint32Array): void // codes into the dictionary, not yet checked
  plain(rows: PageRows, values: PlainValues): void
}

export interface Chunk {
  bytes: Uint8Array // of the column chunk; may go on behind its end
  element: SchemaElement // of a flat column: values at most once a row
  meta: ColumnMetaData
  rowStart: number // 0-based row of the file
  rowCount: number
}

/** A page this large is damage or an attack, not data. */
const LARGEST_PAGE_BYTES = 2 ** 30

/**
 * Sends the pages of one column chunk to the sink, each bounded by the rows the row group claims.
 * Throws where the bytes do not hold exactly those rows.
 */
export function readChunk(
  { bytes, element, meta, ...rows }: Chunk,
  codecs: Codecs,
  sink: PageSink,
) {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 }
  let done = 0
  let dictionarySize = -1 // none

  while (done < rows.rowCount) {
    const header = parquetHeader(reader)
    const size = header.compressed_page_size
    if (!(size >= 0 && reader.offset + size <= bytes.length)) throw new Error(`page size: ${size}`)
    const packed = bytes.subarray(reader.offset, reader.offset + size)
    reader.offset += size

    if (header.dictionary_page_header && header.type === 'DICTIONARY_PAGE') {
      const { num_values } = header.dictionary_page_header
      const values = plainValues(unpack(packed, header), 'PLAIN', element, num_values)
      dictionarySize = values.length
      sink.dictionary(values)
      continue
    }
    const page = dataPage(packed, header)
    if (page === null) continue
    const { count, present, filled, encoding } = page
    const at = { start: rows.rowStart + done, count, present }
    if (filled > 0 && (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY')) {
      const codes = dictionaryCodes(page.values(), filled, dictionarySize)
      sink.coded(at, codes)
    } else {
      const values = filled > 0 ? plainValues(page.values(), encoding, element, filled) : []
      sink.plain(at, values)
    }
    done += count
  }
  sink.dictionary([]) // lets go of the chunk's bytes

  function dataPage(packed: Uint8Array, header: PageHeader): DataPage | null {
    const optional = element.repetition_type === 'OPTIONAL'
    if (header.type === 'DATA_PAGE' && header.data_page_header) {
      const { num_values, encoding, definition_level_encoding } = header.data_page_header
      const count = checkedCount(num_values)
      const page = unpack(packed, header)
      if (!optional) return { count, encoding, ...allPresent(count), values: () => page }
      const { present, filled, end } = levels(page, definition_level_encoding, count)
      return { count, encoding, present, filled, values: () => page.subarray(end) }
    }
    if (header.type === 'DATA_PAGE_V2' && header.data_page_header_v2) {
      const v2 = header.data_page_header_v2
      const count = checkedCount(v2.num_rows)
      if (v2.num_values !== count) throw new Error(`values of a flat page: ${v2.num_values}`)
      const levelsStart = v2.repetition_levels_byte_length
      const levelsEnd = levelsStart + v2.definition_levels_byte_length
      if (!(levelsStart >= 0 && levelsEnd >= levelsStart && levelsEnd <= packed.length)) {
        throw new Error(`level bytes: ${levelsEnd}`)
      }
      const definition = optional
        ? levelRuns(packed.subarray(levelsStart, levelsEnd), 0, count)
        : allPresent(count)
      const body = packed.subarray(levelsEnd)
      const values = () => {
        if (v2.is_compressed === false) return body
        return unpack(body, header, levelsEnd)
      }
      return { count, encoding: v2.encoding, ...definition, values }
    }
    return null // index pages and what later versions of the format add
  }

  function checkedCount(count: number): number {
    if (!(count >= 0 && count <= rows.rowCount - done))
      throw new Error(`values of a page: ${count}`)
    return count
  }

  function unpack(packed: Uint8Array, header: PageHeader, levelBytes = 0): Uint8Array {
    const size = header.uncompressed_page_size - levelBytes
    if (!(size >= 0 && size <= LARGEST_PAGE_BYTES)) throw new Error(`unpacked page size: ${size}`)
    const { codec } = meta
    if (codec !== 'UNCOMPRESSED' && codec !== 'SNAPPY' && codecs[codec] === undefined) {
      const name = codec === undefined ? 'in a way' : `with ${codec}`
      throw new UnreadableColumn(`is compressed ${name} which this reader does not know`)
    }
    return decompressPage(packed, size, codec, codecs)
  }
}

interface DataPage {
  count: number
  present: Uint8Array | null
  filled: number // rows with a value
  encoding: Encoding
  values(): Uint8Array // unpacked on demand: a page without values need not unpack
}

function dictionaryCodes(bytes: Uint8Array, count: number, dictionarySize: number): Uint32Array {
  if (dictionarySize < 0) throw new Error('codes before their dictionary')
  const codes = new Uint32Array(count)
  const width = bytes[0] ?? 0
  if (width > 0) decodeHybrid(bytes, 1, width, count, codes) // at width 0 writers leave out the runs
  for (let i = 0; i < count; i++) {
    if (codes[i]! >= dictionarySize) throw new Error(`code ${codes[i]} of ${dictionarySize} values`)
  }
  return codes
}

function levels(page: Uint8Array, encoding: Encoding, count: number) {
  if (encoding === 'BIT_PACKED') {
    // Deprecated form: no length, highest bit first.
    const end = Math.ceil(count / 8)
    if (end > page.length) throw new Error('levels end early')
    const present = new Uint8Array(count)
    for (let i = 0; i < count; i++) present[i] = (page[i >> 3]! >> (7 - (i & 7))) & 1
    return { ...countPresent(present), end }
  }
  const end = 4 + runLength(page)
  if (end > page.length) throw new Error('levels end early')
  return { ...levelRuns(page.subarray(0, end), 4, count), end }
}

function levelRuns(bytes: Uint8Array, start: number, count: number) {
  const present = new Uint8Array(count)
  decodeHybrid(bytes, start, 1, count, present)
  return countPresent(present)
}

function countPresent(present: Uint8Array): { present: Uint8Array | null; filled: number } {
  let filled = 0
  for (let i = 0; i < present.length; i++) filled += present[i]!
  return { present: filled === present.length ? null : present, filled }
}

function allPresent(count: number): { present: null; filled: number } {
  return { present: null, filled: count }
}
