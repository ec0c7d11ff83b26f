/**
 * One clipped score a row. `grid`: whole numbers, `resolution` steps a point, so that equal scores
 * are equal exactly. `float`: raw points of a spec whose features are not on a grid.
 */
export type ScoreVector =
  | { kind: 'grid'; values: Int32Array; resolution: number; maxGrid: number } // 0 to maxGrid
  | { kind: 'float'; values: Float64Array }

/** Reads a vector row by row, in points. */
export function pointsOf(scores: ScoreVector): (row: number) => number {
  if (scores.kind === 'float') return (row) => scores.values[row]
  return (row) => scores.values[row] / scores.resolution
}
