import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import { cellText, columnsByName } from './cell.ts'
import type { RoleAssignment } from './role.ts'
import { counted, problem } from './say.ts'
import type { Spec } from './spec.ts'
import type { Column, Table } from './table.ts'
import { sourceColumns } from './transform.ts'

/** Which slice of the accounts each row belongs to, by one column of the spec's segments. */
export interface Segment {
  column: string
  labels: string[] // of the whole column, in order of first appearance; rows without a value come last
  codes: Uint16Array // one a row, into `labels`
}

/** What rows without a value are called. */
export const MISSING_SEGMENT = '(missing)'

/** Slices beyond this are an id or a measure, not a segment. */
const MOST_SEGMENTS = 200

/**
 * The segment columns of a spec, of every row of the table, so that all parts of it share their codes.
 * An absent column is a warning, as its safety is then not checked; one with too many values an error.
 */
export function segmentsOf(table: Table, spec: Spec): Result<Segment[]> {
  const columns = columnsByName(table)
  const problems: Problem[] = []
  const segments: Segment[] = []
  for (const name of new Set(spec.segments ?? [])) {
    const column = columns.get(name)
    if (column === undefined) {
      problems.push(absent(name))
      continue
    }
    const segment = segmentOf(column)
    if (segment === null) problems.push(tooMany(name))
    else segments.push(segment)
  }
  const ok = problems.every(({ severity }) => severity !== 'error')
  return ok ? { ok, value: segments, problems } : { ok, problems }
}

/** A given spec that says nothing of segments, with the columns that look like some and that it does not score by. */
export function withSegments(spec: Spec, guessed: readonly RoleAssignment[]): Spec {
  if (spec.segments !== undefined) return spec
  const scored = new Set(
    Object.entries(spec.features).flatMap(([name, { transform }]) =>
      sourceColumns(name, transform),
    ),
  )
  const named = guessed.flatMap(({ column, role }) =>
    role === 'segment' && !scored.has(column) ? [column] : [],
  )
  return named.length === 0 ? spec : { ...spec, segments: named }
}

function segmentOf(column: Column): Segment | null {
  const codes = new Uint16Array(column.values.length)
  const known = new Map<string, number>()
  let unknown = 0
  for (let row = 0; row < codes.length; row++) {
    const text = cellText(column, row)
    if (text === null) {
      codes[row] = MOST_SEGMENTS
      unknown++
      continue
    }
    let code = known.get(text)
    if (code === undefined) {
      code = known.size
      if (code === MOST_SEGMENTS) return null
      known.set(text, code)
    }
    codes[row] = code
  }
  const labels = [...known.keys()]
  if (unknown > 0) {
    for (let row = 0; row < codes.length; row++) {
      if (codes[row] === MOST_SEGMENTS) codes[row] = labels.length
    }
    labels.push(MISSING_SEGMENT)
  }
  return { column: column.name, labels, codes }
}

function absent(name: string): Problem {
  return problem({
    severity: 'warning',
    code: 'segment-column-absent',
    what: `The spec compares accounts by ${name}, which this file does not have, so no review can check it.`,
    fix: 'Add the column to the file, or take it out of segments.',
    column: name,
  })
}

function tooMany(name: string): Problem {
  return problem({
    severity: 'error',
    code: 'segment-many-values',
    what: `Column ${name} has more than ${counted(MOST_SEGMENTS, 'different value')}, too many to compare accounts by.`,
    fix: 'Take it out of segments, or group its values in the export.',
    column: name,
  })
}
