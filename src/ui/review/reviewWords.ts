import type { Review } from '../../review/review.ts'
import { crowdedTier } from '../run/runWords.ts'

/** A warning where nearly all accounts share a tier under the candidate; null where they do not. */
export function crowdedWords({ candidate, migration }: Review): string | null {
  return crowdedTier(candidate.search, migration.tiers)
}

export interface Moves {
  up: number
  down: number
  stay: number
  total: number
}

/** Sums of a migration matrix above, below and on its diagonal; tiers stand best first. */
export function tierMoves(matrix: number[][]): Moves {
  const moves = { up: 0, down: 0, stay: 0, total: 0 }
  for (const [from, row] of matrix.entries())
    for (const [to, value] of row.entries()) {
      moves[to < from ? 'up' : to > from ? 'down' : 'stay'] += value
      moves.total += value
    }
  return moves
}

/** The parts of a review that can be jumped to, in order. */
export function reviewParts(report: Review): { key: string; name: string }[] {
  const parts: [key: string, name: string, there: boolean][] = [
    ['checks', 'Checks', true],
    ['luck', 'Is it luck?', true],
    ['tiers', 'Tiers', true],
    ['segments', 'Segments', true],
    ['weights', 'Weights', true],
    ['top', 'Top accounts', report.swap !== null],
    ['calibration', 'Calibration', report.calibration !== null || report.gainCurve !== null],
    ['drift', 'Drift', report.drift !== null],
    ['accounts', 'Accounts', true],
    ['metrics', 'All metrics', true],
    ['downloads', 'Downloads', true],
  ]
  return parts.flatMap(([key, name, there]) => (there ? [{ key, name }] : []))
}
