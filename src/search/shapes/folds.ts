import { randomUint32, randomUniform } from '../../lib/rng.ts'

export interface Fold {
  train: Uint32Array // ascending
  test: Uint32Array // ascending
}

/** Folds with about the same share of each outcome, by chance under a seed. */
export function stratifiedFolds(outcome: Uint8Array, folds: number, seed: number): Fold[] {
  const foldOf = new Uint8Array(outcome.length)
  for (const side of [0, 1]) {
    const rows: { row: number; draw: number }[] = []
    for (let row = 0; row < outcome.length; row++) {
      if (outcome[row] === side) rows.push({ row, draw: randomUint32(seed, row, 1) })
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

/** About `most` of the rows by chance under a seed, ascending; all of them where there are no more. */
export function sampleOf(rows: Uint32Array, most: number, seed: number): Uint32Array {
  if (rows.length <= most) return rows
  const share = most / rows.length
  return rows.filter((row) => randomUniform(seed, row, 2) < share)
}
