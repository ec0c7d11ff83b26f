import { byteArrays, int32, int64 } from './decodeNumbers.ts'
import type { PlainValues } from './plainValues.ts'

export type TimeUnit = 'MILLIS' | 'MICROS' | 'NANOS'

const DAY_MS = 86_400_000
const JULIAN_DAY_OF_1970 = 2_440_588
const PER_MILLISECOND = { MILLIS: 1n, MICROS: 1_000n, NANOS: 1_000_000n }

/** Days since 1970 as milliseconds. */
export function decodeDays(values: PlainValues): Float64Array {
  const times = Float64Array.from(int32(values))
  for (let i = 0; i < times.length; i++) times[i] = times[i]! * DAY_MS
  return times
}

/** Timestamps as milliseconds since 1970, with a fraction where the unit is finer. */
export function timestampDecoder(unit: TimeUnit): (values: PlainValues) => Float64Array {
  const divisor = PER_MILLISECOND[unit]
  const divide = Number(divisor)
  return (values) => {
    const source = int64(values)
    // Halves of the 64 bits (little endian): exact up to 2^53 units without a bigint per value.
    const low = new Uint32Array(source.buffer, source.byteOffset, source.length * 2)
    const high = new Int32Array(source.buffer, source.byteOffset, source.length * 2)
    const times = new Float64Array(source.length)
    for (let i = 0; i < source.length; i++) {
      const units = high[2 * i + 1]! * 2 ** 32 + low[2 * i]!
      times[i] = Number.isSafeInteger(units) ? units / divide : longTime(source[i]!, divisor)
    }
    return times
  }
}

function longTime(units: bigint, divisor: bigint): number {
  return Number(units / divisor) + Number(units % divisor) / Number(divisor)
}

/** INT96 of old writers: nanoseconds of the day (8 bytes), Julian day (4 bytes). */
export function decodeInt96(values: PlainValues): Float64Array {
  const source = byteArrays(values)
  const times = new Float64Array(source.length)
  for (let i = 0; i < source.length; i++) {
    const { buffer, byteOffset, length } = source[i]!
    const view = new DataView(buffer, byteOffset, length)
    const nanos = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true) // a day is < 2^47 of them
    const day = view.getInt32(8, true) - JULIAN_DAY_OF_1970
    times[i] = day * DAY_MS + nanos / 1e6
  }
  return times
}

/** Times of the day as seconds since midnight. */
export function timeOfDayDecoder(unit: TimeUnit): (values: PlainValues) => Float64Array {
  const perSecond = Number(PER_MILLISECOND[unit]) * 1000 // a day is < 2^47 nanoseconds
  return (values) => {
    const source = values instanceof Int32Array ? values : int64(values)
    const times = new Float64Array(source.length)
    for (let i = 0; i < source.length; i++) times[i] = Number(source[i]!) / perSecond
    return times
  }
}
