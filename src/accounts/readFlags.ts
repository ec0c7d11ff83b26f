import type { Problem } from '../lib/problem.ts'
import { cellText } from './cell.ts'
import { type EventRole, eventText, yesNo } from './eventText.ts'
import { listed, problem } from './say.ts'
import type { Column, TextColumn } from './table.ts'

/** A 0/1 outcome as read from a column; `missing` marks rows without a value. */
export type Flags =
  | { ok: true; values: Uint8Array; missing: Uint8Array | null; event: string | null }
  | { ok: false; problem: Problem }

/** A status column with more texts than this is not an outcome. */
const MOST_STATUSES = 6

/**
 * Reads a column as 0/1: booleans, 0 and 1, yes/no texts, or text of which `event` counts as 1. A
 * value that is none of these is a problem with its column, value and row.
 */
export function readFlags(column: Column, role: EventRole, event?: string): Flags {
  if (column.kind === 'boolean') {
    return { ok: true, values: column.values, missing: column.missing, event: null }
  }
  if (column.kind === 'text') return readTextFlags(column, role, event)
  const rows = column.values.length
  const values = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    if (column.missing !== null && column.missing[row] === 1) continue
    const value = column.values[row]
    if (column.kind === 'time' || (value !== 0 && value !== 1)) return notAFlag(column, role, row)
    values[row] = value
  }
  return { ok: true, values, missing: column.missing, event: null }
}

function readTextFlags(column: TextColumn, role: EventRole, event: string | undefined): Flags {
  const { dictionary, missing } = column
  const meaning = textMeaning(dictionary, role, event)
  if (meaning === null) {
    const row = firstUnclear(column)
    if (dictionary.length > MOST_STATUSES || dictionary.length < 2)
      return notAFlag(column, role, row)
    return {
      ok: false,
      problem: problem({
        severity: 'error',
        code: 'outcome-event-unknown',
        what:
          event === undefined
            ? `${column.name} holds ${listed(dictionary)}, which does not say what counts as ${role}.`
            : `${column.name} never holds "${event}", which should count as ${role}; it holds ${listed(dictionary)}.`,
        fix: `Choose the value that counts as ${role}.`,
        column: column.name,
      }),
    }
  }
  const values = new Uint8Array(column.values.length)
  for (let row = 0; row < values.length; row++) {
    if (missing !== null && missing[row] === 1) continue
    values[row] = meaning[column.values[row]]
  }
  const found = dictionary.find((_, code) => meaning[code] === 1) ?? null
  return { ok: true, values, missing, event: found }
}

/** 0/1 of each text, or null where the texts and the event do not decide it. */
function textMeaning(
  dictionary: readonly string[],
  role: EventRole,
  event: string | undefined,
): (0 | 1)[] | null {
  const plain = dictionary.map(yesNo)
  const agreed = event === undefined || yesNo(event) === 1
  if (agreed && plain.every((value) => value !== null)) return plain
  const counted = event ?? eventText(role, dictionary)
  if (counted === null || !dictionary.includes(counted)) return null
  if (event === undefined && dictionary.length > MOST_STATUSES) return null
  return dictionary.map((text) => (text === counted ? 1 : 0))
}

function firstUnclear(column: TextColumn): number {
  const unclear = column.dictionary.findIndex((text) => yesNo(text) === null)
  const code = Math.max(0, unclear)
  for (let row = 0; row < column.values.length; row++) {
    if (column.missing?.[row] !== 1 && column.values[row] === code) return row
  }
  return 0
}

function notAFlag(column: Column, role: EventRole, row: number): Flags {
  const text = cellText(column, row) ?? ''
  return {
    ok: false,
    problem: problem({
      severity: 'error',
      code: 'outcome-value',
      what: `${column.name} is to say who is ${role}, but holds "${text.slice(0, 40)}", which is neither 0 nor 1, yes nor no.`,
      fix: `Choose another column as ${role}, or export this one with two values.`,
      column: column.name,
      row,
    }),
  }
}
