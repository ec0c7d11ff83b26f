import { nameTokens } from './columnName.ts'
import type { ColumnProfile } from './profile.ts'
import type { Column } from './table.ts'

const DATE =
  /^(\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})|\d{1,2}[-\s][a-z]{3,9}[-\s,]+\d{2,4}|[a-z]{3,9}\s\d{1,2},?\s\d{4})([T\s]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s?([ap]m)?\s?(z|utc|[+-]\d{2}:?\d{2})?)?$/i
const TIME_NAME = new Set([
  'date',
  'datetime',
  'timestamp',
  'time',
  'at',
  'on',
  'dt',
  'ts',
  'asof',
  'epoch',
  'created',
  'updated',
  'modified',
])

/** Whether a text column holds dates: every one of up to 200 of its texts is written as one. */
export function looksLikeDates(column: Column): boolean {
  if (column.kind !== 'text' || column.dictionary.length === 0) return false
  const stride = Math.ceil(column.dictionary.length / 200)
  return column.dictionary.every((text, code) => code % stride !== 0 || DATE.test(text.trim()))
}

/** Whether a column of whole numbers holds times by its name and size: 20240131, or seconds since 1970. */
export function looksLikeTimes(column: Column, { min, max, decimals }: ColumnProfile): boolean {
  if (column.kind !== 'number' || min === null || max === null) return false
  if (!nameTokens(column.name).some((token) => TIME_NAME.has(token))) return false
  const days = decimals === 0 && min >= 19_000_101 && max <= 21_001_231
  const seconds = min >= 3e8 && max <= 5e9
  const smaller = min >= 3e11 && max <= 5e18 // milliseconds to nanoseconds
  return days || seconds || smaller
}
