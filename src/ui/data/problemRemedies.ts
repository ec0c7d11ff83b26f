import type { Problem } from '../../lib/problem.ts'
import type { DataReady } from '../../store/state.ts'

export type Remedy = 'leave-out-rows' | 'zero-points' | 'use-column' | 'ignore-column'

const ABOUT_USE = ['column-leaks', 'leak-suspected', 'leak-included', 'left-out-by-default']

/** The clicks that mend a problem of the data, the likeliest first; none where only the file or the reader can. */
export function problemRemedies({ code, column }: Problem, data: DataReady): Remedy[] {
  if (code === 'outcome-missing') return ['leave-out-rows']
  if (column === undefined) return []
  const role = data.roles.find((each) => each.column === column)?.role
  if (code === 'feature-missing-values')
    return role === 'feature' ? ['zero-points', 'ignore-column'] : []
  if (code === 'leak-blocked') return role === 'feature' ? ['use-column', 'ignore-column'] : []
  if (!ABOUT_USE.includes(code)) return []
  if (role === 'ignored') return ['use-column']
  if (code === 'leak-suspected' && role === 'feature') return ['ignore-column', 'use-column']
  return role === 'feature' ? ['ignore-column'] : []
}
