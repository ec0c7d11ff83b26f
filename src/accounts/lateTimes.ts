import type { Problem } from '../lib/problem.ts'
import { looksLikeDates, looksLikeTimes } from './dateText.ts'
import type { ColumnProfile } from './profile.ts'
import { readDates } from './readDates.ts'
import { counted, grouped, problem } from './say.ts'
import type { Column, Table } from './table.ts'
import { timeKey } from './timeColumns.ts'

/** Columns of times after the start of the outcome window: what else was recorded then is a leak too. */
export function lateTimes(table: Table, profiles: readonly ColumnProfile[]): Problem[] {
  const from = table.columns.find(({ name }) => timeKey(name) === 'outcome_start')
  if (from === undefined) return []
  const starts = readDates(from)
  return table.columns.flatMap((column, index): Problem[] => {
    if (timeKey(column.name) !== null || !holdsTimes(column, profiles[index])) return []
    const dates = readDates(column)
    let late = 0
    let first = -1
    for (let row = 0; row < dates.length; row++) {
      if (!(dates[row] > starts[row])) continue
      if (first < 0) first = row
      late++
    }
    if (late === 0) return []
    return [
      problem({
        severity: 'warning',
        code: 'time-after-start',
        what: `${column.name} is later than ${from.name} in ${counted(late, 'row')}, the first of them row ${grouped(first + 1)}: it may have been recorded after the outcome window began. It is not used.`,
        fix: 'Ignore columns that were made from it.',
        column: column.name,
      }),
    ]
  })
}

function holdsTimes(column: Column, profile: ColumnProfile): boolean {
  return column.kind === 'time' || looksLikeTimes(column, profile) || looksLikeDates(column)
}
