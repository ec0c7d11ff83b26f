import type { Encoding, SchemaElement } from 'hyparquet'
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js'
import { byteStreamSplit } from 'hyparquet/src/encoding.js'
import { readPlain } from 'hyparquet/src/plain.js'
import { decodeHybrid } from './hybrid.ts'
import { UnreadableColumn } from './ingestProblem.ts'

/** Values as the file stores them, without meaning yet: booleans as 0/1 bytes, everything of odd length as bytes. */
export type PlainValues =
  | Uint8Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array
  | Uint8Array[]

const INT96_BYTES = 12

/**
 * `count` present values of a page. Views into `bytes` where possible: use them before it goes. Throws
 * where the bytes end early.
 */
export function plainValues(
  bytes: Uint8Array,
  encoding: Encoding,
  element: SchemaElement,
  count: number,
): PlainValues {
  if (count === 0) return []
  const type = element.type === 'INT96' ? 'FIXED_LEN_BYTE_ARRAY' : element.type
  const length = element.type === 'INT96' ? INT96_BYTES : element.type_length
  if (type === undefined) throw new UnreadableColumn('has no type in the file')
  if (type === 'BOOLEAN') return booleans(bytes, encoding, count)

  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 }
  const values = decode()
  // hyparquet's views may reach behind the page into its neighbour.
  if (reader.offset > bytes.length) throw new Error('values end early')
  return values

  function decode(): PlainValues {
    switch (encoding) {
      case 'PLAIN':
        return readPlain(reader, type!, count, length) as PlainValues
      case 'DELTA_BINARY_PACKED': {
        const output = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count)
        deltaBinaryUnpack(reader, count, output)
        return output
      }
      case 'DELTA_LENGTH_BYTE_ARRAY': {
        const output: Uint8Array[] = new Array(count)
        deltaLengthByteArray(reader, count, output)
        return output
      }
      case 'DELTA_BYTE_ARRAY': {
        const output: Uint8Array[] = new Array(count)
        deltaByteArray(reader, count, output)
        return output
      }
      case 'BYTE_STREAM_SPLIT':
        return byteStreamSplit(reader, count, type!, length) as PlainValues
      default:
        throw new UnreadableColumn(`is encoded as ${encoding}, which this reader does not know`)
    }
  }
}

function booleans(bytes: Uint8Array, encoding: Encoding, count: number): Uint8Array {
  const values = new Uint8Array(count)
  if (encoding === 'RLE') {
    const end = 4 + runLength(bytes)
    decodeHybrid(bytes.subarray(0, end), 4, 1, count, values)
  } else if (encoding === 'PLAIN') {
    if (bytes.length * 8 < count) throw new Error('values end early')
    for (let i = 0; i < count; i++) values[i] = (bytes[i >> 3]! >> (i & 7)) & 1
  } else {
    throw new UnreadableColumn(`is encoded as ${encoding}, which this reader does not know`)
  }
  return values
}

/** The length in bytes that stands before levels and booleans. */
export function runLength(bytes: Uint8Array): number {
  if (bytes.length < 4) throw new Error('runs end early')
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)
}
