import { type Problem, ProblemError } from '../lib/problem.ts'

const LONGEST_NAME = 60

/** A name from a file as it may stand in a sentence: one line, not too long. */
export function shortName(name: string): string {
  const line = name.replace(/\p{Cc}+/gu, ' ')
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME)}…` : line
}

/** A whole number with thousands separators, the same in every locale. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** The count with its noun, in the singular for one. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Why the file as a whole cannot be opened; `what` names it. */
export function fileError(code: string, what: string, fix: string): ProblemError {
  return new ProblemError({ severity: 'error', code, what, where: '', fix })
}

/** Something about one column that does not keep the others from being read; `what` names it. */
export function columnProblem(
  file: string,
  column: string,
  severity: 'warning' | 'note',
  code: string,
  what: string,
  fix: string,
  row?: number,
): Problem {
  const rowPart = row === undefined ? '' : `, row ${grouped(row)}`
  const where = `file ${shortName(file)}${rowPart}`
  return { severity, code, what, where, fix, column, ...(row === undefined ? {} : { row }) }
}

/** Ends the reading of one column; `reason` completes the sentence 'Column X …'. */
export class UnreadableColumn extends Error {
  readonly reason: string
  constructor(reason: string) {
    super(reason)
    this.name = 'UnreadableColumn'
    this.reason = reason
  }
}

/** The column is sound but holds nothing a score or segment could use. */
export class UnsuitableColumn extends UnreadableColumn {}

/** What to do about a column that is sound but of no use as it is. */
export const UNSUITABLE_FIX =
  'If it matters for scoring, write what you need from it as a column of numbers or text.'

/** Reading was cancelled; aborts pass silently. */
export function abortError(): Error {
  const error = new Error('reading cancelled')
  error.name = 'AbortError'
  return error
}
