import { missingRows } from './cell.ts'
import { distribution } from './distribution.ts'
import { outcomeAlone } from './outcomeAlone.ts'
import type { ColumnProfile } from './profile.ts'
import type { Column, Table, TextColumn } from './table.ts'

const MOST_BARS = 16
const MOST_VALUES = 12

/**
 * One profile a column, in file order. `retained` holds 1, 0 or, where unknown, 255 a row; without it
 * `aucAlone` is null everywhere and `withAucAlone` fills it in later.
 */
export function profileTable(table: Table, retained: Uint8Array | null): ColumnProfile[] {
  const profiles = table.columns.map((column) => profileColumn(column, table.rowCount))
  return retained === null ? profiles : withAucAlone(table, profiles, retained)
}

/** The same profiles with how well each column alone tells retained from churned accounts. */
export function withAucAlone(
  table: Table,
  profiles: readonly ColumnProfile[],
  retained: Uint8Array | null,
): ColumnProfile[] {
  return profiles.map((profile, index) => ({
    ...profile,
    aucAlone: retained === null ? null : outcomeAlone(table.columns[index], profile, retained),
  }))
}

function profileColumn(column: Column, rows: number): ColumnProfile {
  const { name, kind, physical } = column
  const missing = missingRows(column).count
  const shape = column.kind === 'text' ? textShape(column) : numberShape(column)
  return { name, kind, physical, rows, missing, ...shape, aucAlone: null }
}

type Shape = Pick<ColumnProfile, 'distinct' | 'min' | 'max' | 'decimals' | 'bars' | 'values'>

function numberShape(column: Exclude<Column, TextColumn>): Shape {
  const { values, counts, decimals } = distribution(column)
  const distinct = values.length
  if (distinct === 0) {
    return { distinct, min: null, max: null, decimals: null, bars: [], values: [] }
  }
  const min = values[0]
  const max = values[distinct - 1]
  const bars = new Array<number>(Math.min(MOST_BARS, distinct)).fill(0)
  const width = (max - min) / bars.length
  for (let i = 0; i < distinct; i++) {
    const bar = width === 0 ? 0 : Math.min(bars.length - 1, Math.floor((values[i] - min) / width))
    bars[bar] = bars[bar] + counts[i]
  }
  const few = column.kind !== 'time' && distinct <= MOST_VALUES
  const named = Array.from(few ? values : [], (value, i) => ({
    value: column.kind === 'boolean' ? (value === 1 ? 'true' : 'false') : String(value),
    count: counts[i],
  }))
  return {
    distinct,
    min,
    max,
    decimals: column.kind === 'number' ? decimals : null,
    bars,
    values: named.sort((a, b) => b.count - a.count),
  }
}

function textShape(column: TextColumn): Shape {
  const { dictionary, values, missing } = column
  const counts = new Uint32Array(dictionary.length)
  for (let row = 0; row < values.length; row++) {
    if (missing !== null && missing[row] === 1) continue
    const code = values[row]
    counts[code] = counts[code] + 1
  }
  let distinct = 0
  for (const count of counts) if (count > 0) distinct++
  const top = mostFrequent(counts, MOST_BARS)
  const named = top
    .slice(0, MOST_VALUES)
    .map((code) => ({ value: dictionary[code], count: counts[code] }))
  return {
    distinct,
    min: null,
    max: null,
    decimals: null,
    bars: top.map((code) => counts[code]),
    values: named,
  }
}

/** Codes of the largest counts, largest first; equal counts by first appearance. */
function mostFrequent(counts: Uint32Array, most: number): number[] {
  const top: number[] = []
  for (let code = 0; code < counts.length; code++) {
    const count = counts[code]
    if (count === 0 || (top.length === most && count <= counts[top[most - 1]])) continue
    let place = top.length
    while (place > 0 && counts[top[place - 1]] < count) place--
    top.splice(place, 0, code)
    if (top.length > most) top.pop()
  }
  return top
}
