import { randomUint32, randomUniform } from '../../lib/rng.ts'

export interface Fold {
  train: Uint32Array // ascending
  test: Uint32Array // ascending
}

/** Folds with about the same share of each outcome, by chance under a seed; no row is divided. */
export function stratifiedFolds(
  outcome: ArrayLike<number>, // share of a row's accounts with the event, 0 to 1
  folds: number,
  seed: number,
): Fold[] {
  const sides = sidesOf(outcome)
  const foldOf = new Uint8Array(outcome.length)
  for (const side of [0, 1]) {
    const rows: { row: number; draw: number }[] = []
    for (let row = 0; row < sides.length; row++) {
      if (sides[row] === side) rows.push({ row, draw: randomUint32(seed, row, 1) })
    }
    rows.sort((a, b) => a.draw - b.draw || a.row - b.row)
    rows.forEach(({ row }, place) => {
      foldOf[row] = place % folds
    })
  }
  return Array.from({ length: folds }, (_, fold) => {
    const rows = Uint32Array.from(foldOf.keys())
    return {
      train: rows.filter((row) => foldOf[row] !== fold),
      test: rows.filter((row) => foldOf[row] === fold),
    }
  })
}

/**
 * Which rows folds have the same share of: 1 where more of a row's accounts had the event than of a row's on
 * average, which is the outcome itself where no row stands for accounts with it and without.
 */
export function sidesOf(outcome: ArrayLike<number>): Uint8Array {
  let sum = 0
  for (let row = 0; row < outcome.length; row++) sum += outcome[row]
  const average = sum / outcome.length
  return Uint8Array.from(outcome, (share) => (share > average ? 1 : 0))
}

/** About `most` of the rows by chance under a seed, ascending; all of them where there are no more. */
export function sampleOf(rows: Uint32Array, most: number, seed: number): Uint32Array {
  if (rows.length <= most) return rows
  const share = most / rows.length
  return rows.filter((row) => randomUniform(seed, row, 2) < share)
}
