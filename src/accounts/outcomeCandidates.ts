import { evenName } from './columnName.ts'
import type { ColumnProfile } from './profile.ts'

const TARGET =
  /^(target|label|y|outcome|class|response|result|event|default|converted|is_\w+|has_\w+)$/

/** Columns that could say what happened to an account: two values, both present; likely names first. */
export function outcomeCandidates(profiles: readonly ColumnProfile[]): string[] {
  const names = profiles.filter(isTwoValued).map(({ name }) => name)
  const likely = names.filter((name) => TARGET.test(evenName(name)))
  return [...likely, ...names.filter((name) => !likely.includes(name))]
}

function isTwoValued({ kind, distinct, min, max, decimals }: ColumnProfile): boolean {
  if (distinct !== 2) return false
  return (
    kind === 'text' ||
    kind === 'boolean' ||
    (kind === 'number' && min === 0 && max === 1 && decimals === 0)
  )
}
