import { byteArrays, int64 } from './decodeNumbers.ts'
import { UnsuitableColumn } from './ingestProblem.ts'
import type { PlainValues } from './plainValues.ts'

/** How a stored value becomes text: equal bytes are the same text, so each is decoded once. */
export interface TextForm {
  bytesAt(values: PlainValues, index: number): Uint8Array
  textOf(bytes: Uint8Array): string
}

const LONGEST_SHORT = 32

const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const byteArrayAt = (values: PlainValues, index: number) => byteArrays(values)[index]!

/** Declared text; bytes that are no UTF-8 become '\ufffd'. */
export const utf8Form: TextForm = {
  bytesAt: byteArrayAt,
  textOf: (bytes) => asciiText(bytes) ?? lenient.decode(bytes),
}

/** Bytes the file does not declare as text: throws UnsuitableColumn unless they are. */
export const undeclaredForm: TextForm = {
  bytesAt: byteArrayAt,
  textOf(bytes) {
    for (const byte of bytes) {
      const control = byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d
      if (control || byte === 0x7f) throw new UnsuitableColumn('holds bytes that are no text')
    }
    try {
      return asciiText(bytes) ?? strict.decode(bytes)
    } catch {
      throw new UnsuitableColumn('holds bytes that are no text')
    }
  },
}

export const uuidForm: TextForm = {
  bytesAt: byteArrayAt,
  textOf(bytes) {
    let hex = ''
    for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  },
}

/** Signed 64-bit integers as decimal digits. */
export const int64Form: TextForm = {
  bytesAt: int64BytesAt,
  textOf: (bytes) => String(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true)),
}

/** Unsigned 64-bit integers as decimal digits. */
export const uint64Form: TextForm = {
  bytesAt: int64BytesAt,
  textOf: (bytes) => String(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)),
}

function int64BytesAt(values: PlainValues, index: number): Uint8Array {
  const { buffer, byteOffset } = int64(values)
  return new Uint8Array(buffer, byteOffset + index * 8, 8)
}

/** Short ASCII without the cost of a TextDecoder call, else null. */
function asciiText(bytes: Uint8Array): string | null {
  if (bytes.length > LONGEST_SHORT) return null
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 0x80) return null
  return Reflect.apply(String.fromCharCode, null, bytes) // spread would go through an iterator
}
