import type { Column, NumberColumn } from './table.ts'

export const DAY_MS = 86_400_000

const ISO =
  /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T\s](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s?(z|utc|[+-]\d{2}:?\d{2})?)?$/i

/**
 * Times of a column, milliseconds since 1970-01-01 UTC; NaN where a row has none that can be told for
 * sure. Texts are read where the year comes first (2026-09-01, with or without a time of day), whole
 * numbers as 20260901 or as seconds to nanoseconds since 1970.
 */
export function readDates(column: Column): Float64Array {
  const dates = datesOf(column)
  const { missing } = column
  if (missing !== null) {
    for (let row = 0; row < dates.length; row++) if (missing[row] === 1) dates[row] = Number.NaN
  }
  return dates
}

function datesOf(column: Column): Float64Array {
  switch (column.kind) {
    case 'time':
      return Float64Array.from(column.values)
    case 'number':
      return numberDates(column)
    case 'boolean':
      return new Float64Array(column.values.length).fill(Number.NaN)
    case 'text': {
      const dates = column.dictionary.map((text) => textDate(text))
      return Float64Array.from(column.values, (code) => dates[code] ?? Number.NaN)
    }
  }
}

function numberDates({ values }: NumberColumn): Float64Array {
  return Float64Array.from(values, (value) => {
    if (value >= 19_000_101 && value <= 21_001_231) {
      const month = Math.floor(value / 100) % 100
      return dateOf(Math.floor(value / 10_000), month, value % 100)
    }
    for (const perMs of [1e-3, 1, 1e3, 1e6]) {
      const ms = value / perMs
      if (ms >= 3e11 && ms <= 5e12) return ms
    }
    return Number.NaN
  })
}

/** Milliseconds of a written date, the year first; NaN where it is none. */
export function textDate(text: string): number {
  const found = ISO.exec(text.trim())
  if (found === null) return Number.NaN
  const [, year, month, day = '1', hour = '0', minute = '0', second = '0', zone = ''] = found
  const date = dateOf(Number(year), Number(month), Number(day))
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 59) return Number.NaN
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  return date + 1000 * seconds - zoneMs(zone)
}

function dateOf(year: number, month: number, day: number): number {
  const ms = Date.UTC(year, month - 1, day)
  const back = new Date(ms)
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? ms : Number.NaN
}

function zoneMs(zone: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (found === null) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return (found[1] === '-' ? -1 : 1) * minutes * 60_000
}

/** '2026-09-01', with the time of day where it is not midnight (UTC). */
export function dateText(ms: number): string {
  const text = new Date(ms).toISOString()
  return ms % DAY_MS === 0 ? text.slice(0, 10) : text
}
