import type { NumberColumn, TimeColumn } from '../accounts/table.ts'
import type { Problem } from '../lib/problem.ts'
import type { PageRows } from './chunkPages.ts'
import type { BuilderOptions, ColumnBuilder } from './columnBuilder.ts'
import type { ColumnType } from './columnType.ts'
import { columnProblem, counted, shortName } from './ingestProblem.ts'
import { createMissingRows } from './missingRows.ts'

const LARGEST_TIME_MS = 8.64e15 // what a Date can hold

/** Numbers and times; NaN, infinities and impossible times become missing and are counted. */
export function createNumberBuilder(
  type: Extract<ColumnType, { kind: 'number' | 'time' }>,
  { file, name, rowCount }: BuilderOptions,
): ColumnBuilder {
  const values = new Float64Array(rowCount)
  const missing = createMissingRows(rowCount)
  const limit = type.kind === 'time' ? LARGEST_TIME_MS : Number.MAX_VALUE
  const notNumbers = { count: 0, firstRow: -1 }
  const beyond = { count: 0, firstRow: -1 }
  let dictionary: Float64Array = new Float64Array(0)

  function place({ start, count, present }: PageRows, cells: Float64Array): void {
    let next = 0
    for (let i = 0; i < count; i++) {
      if (present !== null && present[i] === 0) continue
      const value = cells[next++]!
      if (value <= limit && value >= -limit) values[start + i] = value
      else leaveOut(value, start + i)
    }
  }

  function leaveOut(value: number, row: number): void {
    missing.mark(row)
    const tally = Number.isNaN(value) ? notNumbers : beyond
    if (tally.count++ === 0) tally.firstRow = row
  }

  return {
    dictionary(plain) {
      dictionary = type.decode(plain)
    },
    coded(rows, codes) {
      const cells = new Float64Array(codes.length)
      for (let i = 0; i < codes.length; i++) cells[i] = dictionary[codes[i]!]!
      missing.markAbsent(rows)
      place(rows, cells)
    },
    plain(rows, plain) {
      missing.markAbsent(rows)
      place(rows, type.decode(plain))
    },
    finish() {
      const { kind, physical } = type
      const column: NumberColumn | TimeColumn = {
        kind,
        name,
        physical,
        values,
        missing: missing.flags(),
      }
      return { column, problems: problems() }
    },
  }

  function problems(): Problem[] {
    const found: Problem[] = []
    const quoted = `Column ${shortName(name)}`
    const note = type.kind === 'number' ? type.note?.() : null
    if (note) {
      const what = `${quoted} ${note.text}.`
      found.push(columnProblem(file, name, 'note', note.code, what, ''))
    }
    if (notNumbers.count > 0) {
      const what = `${quoted} holds NaN (not a number) in ${counted(notNumbers.count, 'row')}; they count as missing.`
      found.push(
        columnProblem(file, name, 'note', 'nan-missing', what, '', notNumbers.firstRow + 1),
      )
    }
    if (beyond.count > 0) {
      const times = type.kind === 'time'
      const thing = times ? 'a time beyond the calendar' : 'an infinite number'
      const what = `${quoted} holds ${thing} in ${counted(beyond.count, 'row')}; they count as missing.`
      const fix = times
        ? 'Check how the file marks open dates; an empty value is understood.'
        : 'Check the division or logarithm that made them.'
      const code = times ? 'time-out-of-range' : 'infinity-missing'
      found.push(columnProblem(file, name, 'warning', code, what, fix, beyond.firstRow + 1))
    }
    return found
  }
}
