import type { Problem } from './problem.ts'

/** What a user's input leads to: a value with what is worth knowing about it, or the reasons why not. */
export type Result<T> =
  | { ok: true; value: T; problems: Problem[] } // warnings and notes only
  | { ok: false; problems: Problem[] } // at least one error
