import type { SchemaElement } from 'hyparquet'
import {
  decimalDecoder,
  decodeFloat16,
  decodeFloats,
  decodeInt32,
  decodeInt64,
  decodeUint32,
  decodeUint64,
} from './decodeNumbers.ts'
import {
  int64Form,
  type TextForm,
  uint64Form,
  undeclaredForm,
  utf8Form,
  uuidForm,
} from './decodeTexts.ts'
import {
  decodeDays,
  decodeInt96,
  type TimeUnit,
  timeOfDayDecoder,
  timestampDecoder,
} from './decodeTimes.ts'
import type { PlainValues } from './plainValues.ts'

type Decode = (values: PlainValues) => Float64Array

/** What was done to the values, asked when all are read; `text` completes 'Column X …'. */
type NoteOnColumn = () => { code: string; text: string } | null

/** How the values of a flat column become a typed column, or why they do not. */
export type ColumnType =
  | { kind: 'number'; physical: string; decode: Decode; tooLarge?: TextForm; note?: NoteOnColumn }
  | { kind: 'time'; physical: string; decode: Decode }
  | { kind: 'boolean'; physical: string }
  | { kind: 'text'; physical: string; textForm: TextForm }
  | { kind: 'unreadable'; physical: string; reason: string } // completes 'Column X …'

const UNIT_NAMES = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' }
const LARGEST_SCALE = 76 // of a 256-bit decimal

/** The type of a flat column from its schema element: the newer logical type first, else the older converted one. */
export function columnType(element: SchemaElement): ColumnType {
  const { type, converted_type: converted, logical_type: logical } = element
  const declared = logical?.type ?? converted

  switch (declared) {
    case 'STRING':
    case 'UTF8':
      return { kind: 'text', physical: 'STRING', textForm: utf8Form }
    case 'ENUM':
    case 'JSON':
      return { kind: 'text', physical: declared, textForm: utf8Form }
    case 'UUID':
      return { kind: 'text', physical: 'UUID', textForm: uuidForm }
    case 'DECIMAL':
      return decimal(element)
    case 'DATE':
      return { kind: 'time', physical: 'DATE', decode: decodeDays }
    case 'FLOAT16':
      return { kind: 'number', physical: 'FLOAT16', decode: decodeFloat16 }
    case 'TIMESTAMP_MILLIS':
      return timestamp('MILLIS')
    case 'TIMESTAMP_MICROS':
      return timestamp('MICROS')
    case 'TIME_MILLIS':
      return timeOfDay('MILLIS')
    case 'TIME_MICROS':
      return timeOfDay('MICROS')
    case 'BSON':
    case 'INTERVAL':
    case 'GEOMETRY':
    case 'GEOGRAPHY':
    case 'VARIANT': {
      const reason = `is of type ${declared}, which has no single number or text per account`
      return { kind: 'unreadable', physical: declared, reason }
    }
  }
  if (logical?.type === 'TIMESTAMP') return timestamp(logical.unit)
  if (logical?.type === 'TIME') return timeOfDay(logical.unit)

  switch (type) {
    case 'BOOLEAN':
      return { kind: 'boolean', physical: 'BOOLEAN' }
    case 'FLOAT':
    case 'DOUBLE':
      return { kind: 'number', physical: type, decode: decodeFloats }
    case 'INT32':
    case 'INT64':
      return integer(element)
    case 'INT96':
      return { kind: 'time', physical: 'TIMESTAMP(INT96)', decode: decodeInt96 }
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      return { kind: 'text', physical: type, textForm: undeclaredForm }
    default: {
      const reason = 'is of a type this reader does not know'
      return { kind: 'unreadable', physical: 'UNKNOWN', reason }
    }
  }
}

function integer(element: SchemaElement): ColumnType {
  const { type, converted_type: converted, logical_type: logical } = element
  const bits =
    logical?.type === 'INTEGER' ? logical.bitWidth : Number(/_(\d+)$/.exec(converted ?? '')?.[1])
  const unsigned =
    logical?.type === 'INTEGER' ? !logical.isSigned : converted?.startsWith('UINT_') === true
  const declared = bits > 0 ? `${unsigned ? 'UINT' : 'INT'}${bits}` : type
  const physical = logical?.type === 'NULL' ? 'NULL' : (declared ?? 'INT64')
  if (type === 'INT32') {
    return { kind: 'number', physical, decode: unsigned ? decodeUint32 : decodeInt32 }
  }
  return unsigned
    ? { kind: 'number', physical, decode: decodeUint64, tooLarge: uint64Form }
    : { kind: 'number', physical, decode: decodeInt64, tooLarge: int64Form }
}

function decimal({ logical_type: logical, ...element }: SchemaElement): ColumnType {
  const precision = logical?.type === 'DECIMAL' ? logical.precision : element.precision
  const scale = (logical?.type === 'DECIMAL' ? logical.scale : element.scale) ?? 0
  const physical = `DECIMAL(${precision ?? '?'},${scale})`
  if (!(scale >= 0 && scale <= LARGEST_SCALE)) {
    const reason = `is of type ${physical}, whose number of decimals cannot be`
    return { kind: 'unreadable', physical, reason }
  }
  let rounded = false
  const decode = decimalDecoder(scale, () => {
    rounded = true
  })
  const text = 'holds decimals of more than 15 digits, rounded to the nearest double'
  const note = () => (rounded ? { code: 'decimals-rounded', text } : null)
  return { kind: 'number', physical, decode, note }
}

function timestamp(unit: TimeUnit): ColumnType {
  const physical = `TIMESTAMP(${UNIT_NAMES[unit]})`
  return { kind: 'time', physical, decode: timestampDecoder(unit) }
}

function timeOfDay(unit: TimeUnit): ColumnType {
  const physical = `TIME(${UNIT_NAMES[unit]})`
  const text = 'holds times of the day, read as seconds since midnight'
  const note = () => ({ code: 'time-of-day-as-seconds', text })
  return { kind: 'number', physical, decode: timeOfDayDecoder(unit), note }
}
