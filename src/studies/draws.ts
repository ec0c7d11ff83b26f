import { randomBelow, randomUint32, randomUniform } from '../lib/rng.ts'

const DRAW = { shuffle: 1_000_001, resample: 1_000_002, folds: 1_000_003, ceiling: 1_000_004 }

/** The seed of one repetition of a study. */
export function studySeed(seed: number, study: keyof typeof DRAW, index: number): number {
  return randomUint32(seed, index, DRAW[study])
}

/** A permutation of the first `count` whole numbers. Durstenfeld, CACM 7 (1964), Algorithm 235. */
export function permutation(count: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, row) => row)
  for (let last = count - 1; last > 0; last--) {
    const other = randomBelow(seed, last, 0, last + 1)
    const row = order[last]
    order[last] = order[other]
    order[other] = row
  }
  return order
}

/** How often each row is drawn: Poisson with mean 1, by inversion (Devroye 1986, III.2). */
export function poissonWeights(count: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, row) => {
    const uniform = randomUniform(seed, row, 0)
    let chance = Math.exp(-1)
    let below = chance
    let drawn = 0
    while (uniform >= below && drawn < MOST_DRAWN) {
      drawn += 1
      chance /= drawn
      below += chance
    }
    return drawn
  })
}

const MOST_DRAWN = 12 // 1 in 10^10 has more, beyond what 32 bits tell apart
