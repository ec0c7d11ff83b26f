import type { Spec } from '../accounts/spec.ts'
import { sourceColumns } from '../accounts/transform.ts'
import type { Problem } from '../lib/problem.ts'
import type { Leak } from './review.ts'

/** Codes of problems of columns that may give the outcome away, the gravest first. */
const VOUCHED = 'leak-included'
const LEAKS = [VOUCHED, 'leak-suspected']

/** The leaks among the problems of the data that any of the specs gives points for, the gravest first. */
export function leaksAmong(problems: readonly Problem[], specs: readonly Spec[]): Leak[] {
  const used = new Set(
    specs.flatMap(({ features }) =>
      Object.entries(features).flatMap(([name, { weight, transform }]) =>
        weight === 0 ? [] : sourceColumns(name, transform),
      ),
    ),
  )
  return LEAKS.flatMap((wanted) =>
    problems
      .filter(({ code, column }) => code === wanted && (column === undefined || used.has(column)))
      .map(({ what, column }) => ({
        sentence: sentenceOf(what),
        column: column ?? null,
        vouched: wanted === VOUCHED,
      })),
  )
}

/** Whether a problem is one of these. */
export function isLeak({ code }: Problem): boolean {
  return LEAKS.includes(code)
}

function sentenceOf(what: string): string {
  const said = what.replace(/\.$/, '')
  return said.includes('in disguise') ? `${said}.` : `${said}: it may be the outcome in disguise.`
}
