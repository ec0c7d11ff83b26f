import type { LaterFile } from '../../store/state.ts'
import { formatCount } from '../shared/format.ts'

/** Which file is searched and which is held out, in plain words. */
export function periodWords(name: string, rows: number, later: LaterFile): string {
  const words = later.order === 'later' ? 'later accounts' : 'accounts'
  const doubt =
    later.order === 'unknown'
      ? ' No time column says which file is later: swap them if it is the first.'
      : ''
  return `Searched: ${name}, ${formatCount(rows)} accounts. Held out: ${later.name}, ${formatCount(later.rows)} ${words}.${doubt}`
}
