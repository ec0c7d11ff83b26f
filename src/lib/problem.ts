/**
 * Something about the input that a person must know or mend: one sentence each for what, where and
 * what to do. An `error` blocks the next step, a `warning` changes what a result is worth, a `note`
 * states what was done.
 */
export interface Problem {
  severity: 'error' | 'warning' | 'note'
  code: string // stable, kebab-case, e.g. 'file-empty'
  what: string // a full sentence, with the offending value
  where: string // 'file accounts.parquet, column mrr, row 12'; '' when `what` says it all
  fix: string // a full sentence; '' when there is nothing to do
  column?: string
  row?: number // 1-based row of the file
}

/** Carries a problem out of deep code; the one place that reports errors unwraps it. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problemSentence(problem))
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** The problem as one line of text: what, where in brackets, what to do. */
export function problemSentence(problem: Problem): string {
  const where = problem.where === '' ? '' : ` (${problem.where})`
  const fix = problem.fix === '' ? '' : ` ${problem.fix}`
  return `${problem.what.replace(/\.$/, '')}${where}.${fix}`
}
