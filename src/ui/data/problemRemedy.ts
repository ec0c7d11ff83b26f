import type { Problem } from '../../lib/problem.ts'
import type { DataReady } from '../../store/state.ts'

export type Remedy = 'leave-out-rows' | 'use-column' | 'ignore-column'

const ABOUT_USE = ['column-leaks', 'leak-suspected', 'leak-used', 'left-out-by-default']

/** The one click that mends a problem of the data, or null where only the file or the reader can. */
export function problemRemedy(problem: Problem, data: DataReady): Remedy | null {
  if (problem.code === 'outcome-missing') return 'leave-out-rows'
  if (problem.column === undefined || !ABOUT_USE.includes(problem.code)) return null
  const role = data.roles.find(({ column }) => column === problem.column)?.role
  if (role === 'ignored') return 'use-column'
  return role === 'feature' ? 'ignore-column' : null
}
