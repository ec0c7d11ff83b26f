import type { Problem } from '../../lib/problem.ts'

/** The parts of a problem's place that its sentence does not already name; '' when it names all. */
export function unsaidPlace({ what, where }: Problem): string {
  const said = ` ${what.replace(/[,.;:()]+(?=\s|$)|\(/g, ' ')} `
  return where
    .split(', ')
    .filter((part) => part !== 'spec')
    .filter((part) => !said.includes(` ${part.replace(/^(column|file|row) /, '')} `))
    .join(', ')
}
