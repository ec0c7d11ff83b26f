import { UnreadableColumn } from './ingestProblem.ts'
import type { PlainValues } from './plainValues.ts'

/** A 64-bit integer that a float64 cannot hold exactly; the column is then read as text of digits. */
export class IntegerTooLarge extends Error {
  constructor() {
    super('integer beyond 2^53')
    this.name = 'IntegerTooLarge'
  }
}

const TWO_32 = 2 ** 32

export function decodeFloats(values: PlainValues): Float64Array {
  if (values instanceof Float64Array) return values
  if (values instanceof Float32Array || values.length === 0) return Float64Array.from(values as [])
  throw new UnreadableColumn('holds values of another type than the file says')
}

export function decodeInt32(values: PlainValues): Float64Array {
  return Float64Array.from(int32(values))
}

export function decodeUint32(values: PlainValues): Float64Array {
  const source = int32(values)
  const numbers = new Float64Array(source.length)
  for (let i = 0; i < source.length; i++) numbers[i] = source[i]! >>> 0
  return numbers
}

/** 64-bit integers as exact float64; throws IntegerTooLarge beyond ±(2^53 − 1). */
export function decodeInt64(values: PlainValues): Float64Array {
  return integers(values, true)
}

/** Unsigned 64-bit integers as exact float64; throws IntegerTooLarge beyond 2^53 − 1. */
export function decodeUint64(values: PlainValues): Float64Array {
  return integers(values, false)
}

function integers(values: PlainValues, signed: boolean): Float64Array {
  const source = int64(values)
  // Halves of the 64 bits (little endian) instead of bigints: no object per value.
  const low = new Uint32Array(source.buffer, source.byteOffset, source.length * 2)
  const high = signed ? new Int32Array(source.buffer, source.byteOffset, source.length * 2) : low
  const numbers = new Float64Array(source.length)
  for (let i = 0; i < source.length; i++) {
    const number = high[2 * i + 1]! * TWO_32 + low[2 * i]!
    if (number > Number.MAX_SAFE_INTEGER || number < Number.MIN_SAFE_INTEGER) {
      throw new IntegerTooLarge()
    }
    numbers[i] = number
  }
  return numbers
}

/** IEEE half precision, two bytes each. */
export function decodeFloat16(values: PlainValues): Float64Array {
  const source = byteArrays(values)
  const numbers = new Float64Array(source.length)
  for (let i = 0; i < source.length; i++) numbers[i] = float16(source[i]!)
  return numbers
}

function float16(bytes: Uint8Array): number {
  const bits = bytes[0]! | (bytes[1]! << 8)
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** Decimals of any storage as the float64 nearest to the written number; tells of digits beyond its reach. */
export function decimalDecoder(
  scale: number,
  onRounded: () => void,
): (values: PlainValues) => Float64Array {
  const divisor = 10 ** scale // exact up to scale 22
  const nearest = (unscaled: bigint): number => Number(decimalText(unscaled, scale))
  const fromBig = (unscaled: bigint): number => {
    const number = Number(unscaled)
    if (!Number.isSafeInteger(number)) onRounded()
    return Number.isSafeInteger(number) && scale <= 22 ? number / divisor : nearest(unscaled)
  }
  return (values) => {
    const numbers = new Float64Array(values.length)
    if (values instanceof Int32Array) {
      for (let i = 0; i < values.length; i++) {
        numbers[i] = scale <= 22 ? values[i]! / divisor : nearest(BigInt(values[i]!))
      }
    } else if (values instanceof BigInt64Array) {
      for (let i = 0; i < values.length; i++) numbers[i] = fromBig(values[i]!)
    } else {
      const source = byteArrays(values)
      for (let i = 0; i < source.length; i++) {
        const bytes = source[i]!
        const short = scale <= 22 ? shortInteger(bytes) : null
        numbers[i] = short === null ? fromBig(bigInteger(bytes)) : short / divisor
      }
    }
    return numbers
  }
}

/** Big-endian two's complement as a number where at most its last six bytes matter, else null. */
function shortInteger(bytes: Uint8Array): number | null {
  const sign = bytes.length > 0 && bytes[0]! & 0x80 ? 0xff : 0
  const start = Math.max(0, bytes.length - 6)
  for (let i = 0; i < start; i++) if (bytes[i] !== sign) return null
  let number = sign === 0 ? 0 : -1
  for (let i = start; i < bytes.length; i++) number = number * 256 + bytes[i]!
  return number
}

function bigInteger(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return BigInt.asIntN(bytes.length * 8, value)
}

function decimalText(unscaled: bigint, scale: number): string {
  return `${unscaled}e-${scale}`
}

export function int32(values: PlainValues): Int32Array {
  if (values instanceof Int32Array) return values
  if (values.length === 0) return new Int32Array(0)
  throw new UnreadableColumn('holds values of another type than the file says')
}

export function int64(values: PlainValues): BigInt64Array {
  if (values instanceof BigInt64Array) return values
  if (values.length === 0) return new BigInt64Array(0)
  throw new UnreadableColumn('holds values of another type than the file says')
}

export function byteArrays(values: PlainValues): Uint8Array[] {
  if (Array.isArray(values)) return values
  throw new UnreadableColumn('holds values of another type than the file says')
}
