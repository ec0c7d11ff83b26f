/** How far a choice of shapes has come. */
export interface ShapesProgress {
  part: 'common' | 'columns' | 'second look' | 'pairs' | 'points'
  done: number // shapes all columns had in common, columns looked at, or flags of two columns tried
  total: number // of this part; 0: not counted
  share: number // of all the work, 0 to 1, by the usual cost of each part
}

/** Usual shares of the time: 3,500 to 60,000 rows of 5 to 90 columns lie within a factor of 1.5. */
const STARTS: Record<ShapesProgress['part'], number> = {
  common: 0,
  columns: 0.14,
  'second look': 0.48,
  pairs: 0.62,
  points: 0.78,
}
const PARTS = Object.keys(STARTS) as ShapesProgress['part'][]

/** The progress at `done` of `total` of a part. */
export function shapesProgress(
  part: ShapesProgress['part'],
  done: number,
  total: number,
): ShapesProgress {
  const start = STARTS[part]
  const next = PARTS[PARTS.indexOf(part) + 1]
  const end = next === undefined ? 1 : STARTS[next]
  return { part, done, total, share: start + (total === 0 ? 0 : done / total) * (end - start) }
}
