import type { Dataset } from '../../accounts/dataset.ts'
import type { Steps } from './levels.ts'

/** Distinct unclipped scores up to which rows are counted by them. */
const MOST_WIDTH = 1 << 16

/** Unclipped scores of swept rows at a position, in steps above the lowest clipped score. */
export interface SweptScores {
  position: Int32Array
  base: Float64Array // a row, whole
  /** The same above `least`; valid where no more than 65,536 scores lie between `least` and `most`. */
  scores: Uint16Array
  narrow: boolean // whether they are
  least: number // no row scores lower
  most: number // no row scores higher
  /** Makes `weights` the position. */
  place(weights: Int32Array): void
}

/** `rows`: of the dataset, that are swept. All weights start at 0. */
export function createSweptScores(dataset: Dataset, rows: Uint32Array, steps: Steps): SweptScores {
  const { features } = dataset
  const start = (Math.round(dataset.baseScore * dataset.resolution) - steps.origin) / steps.size
  const base = new Float64Array(rows.length).fill(start - steps.bottom)
  const scores = new Uint16Array(rows.length)
  const swept: SweptScores = {
    position: new Int32Array(features.length),
    base,
    scores,
    narrow: true,
    least: start,
    most: start,

    place(weights) {
      const { position } = swept
      for (let feature = 0; feature < weights.length; feature++) {
        const change = weights[feature] - position[feature]
        if (change === 0) continue
        const { values, multiplier } = features[feature]
        const points = change * multiplier // divided last: whole numbers stay exact
        for (let i = 0; i < base.length; i++) base[i] += (points * values[rows[i]]) / steps.size
        position[feature] = weights[feature]
      }
      let least = Number.POSITIVE_INFINITY
      let most = Number.NEGATIVE_INFINITY
      for (let i = 0; i < base.length; i++) {
        const score = base[i]
        if (score < least) least = score
        if (score > most) most = score
      }
      swept.least = least
      swept.most = most
      swept.narrow = most - least < MOST_WIDTH
      if (swept.narrow) for (let i = 0; i < base.length; i++) scores[i] = base[i] - least
    },
  }
  return swept
}
