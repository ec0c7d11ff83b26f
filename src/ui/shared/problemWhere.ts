import type { Problem } from '../../lib/problem.ts'

/** The parts of a problem's place that its sentence does not already name; '' when it names all. */
export function unsaidPlace({ what, where }: Problem): string {
  return where
    .split(', ')
    .filter((part) => !what.includes(part.replace(/^(column|file|spec) /, '')))
    .filter((part) => part !== 'spec')
    .join(', ')
}
