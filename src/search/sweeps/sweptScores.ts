import type { DatasetFeature } from '../../accounts/dataset.ts'
import { holding } from '../../lib/heldBytes.ts'
import type { createCells } from './cells.ts'
import type { RowCounts } from './rowCounts.ts'

/** Scores that 16 bits hold. */
const MOST_WIDTH = 1 << 16

/** Scores further from the clipped ones than this are not counted in cells, which are found by 32 bits. */
const FURTHEST = 2 ** 30

/** Unclipped scores of swept rows at a position, in steps above the lowest clipped score. */
export interface SweptScores {
  position: Int32Array
  narrow: boolean // whether 16 bits hold them: those of the counts are they, and cells can be built
  least: number // no row scores lower
  most: number // no row scores higher
  /** Makes `weights` the position. */
  place(weights: Int32Array): void
  /** Scores above `origin`, a row; valid until the position changes. */
  scores(): Uint16Array | Float64Array
  origin: number
}

export interface ScoredRows {
  features: DatasetFeature[]
  rows: Uint32Array // of the dataset, that are swept
  codes: (Uint8Array | null)[] // level of each row, by feature
  steps: number[][] // score steps a point, by feature and level
  size: number // grid units a step
  start: number // score of every row while all weights are 0
  counts: RowCounts
  cells: ReturnType<typeof createCells>
}

/** All weights start at 0. */
export function createSweptScores(of: ScoredRows): SweptScores {
  const { features, rows, codes, steps, size, start, counts, cells } = of
  const near = Math.abs(start) < FURTHEST
  let wide = near ? null : new Float64Array(rows.length).fill(start) // the scores, where `narrow` is false
  const swept: SweptScores = {
    position: new Int32Array(features.length),
    narrow: near,
    least: start,
    most: start,
    origin: near ? start : 0,
    scores: () => (swept.narrow ? counts.scores : wide!),
    place(weights) {
      const changed: number[] = []
      for (let feature = 0; feature < weights.length; feature++) {
        if (weights[feature] !== swept.position[feature]) changed.push(feature)
      }
      if (changed.length === 1 && swept.narrow && moveFlag(changed[0], weights)) {
        cells.moved(swept.least, swept.most, swept.origin)
      } else moveAll(changed, weights)
      swept.position.set(weights)
    },
  }
  cells.moved(start, start, start)

  /** Moves the rows of a two-level feature that are fewer; whether they stay within 16 bits. */
  function moveFlag(feature: number, weights: Int32Array): boolean {
    if (steps[feature].length !== 2) return false
    const { level, set } = cells.rarerOf(feature)
    const change = weights[feature] - swept.position[feature]
    const [rarerBy, restBy] = [change * steps[feature][level], change * steps[feature][1 - level]]
    const reach = Math.max(Math.abs(rarerBy), Math.abs(restBy))
    const origin = swept.origin + restBy
    const fits =
      swept.least - reach >= origin &&
      swept.most + reach < origin + MOST_WIDTH &&
      reach < MOST_WIDTH &&
      Math.abs(origin) < FURTHEST
    if (!fits) return false
    Object.assign(swept, cells.shiftFlag(feature, rarerBy, restBy), { origin })
    counts.moveSet(set, rarerBy - restBy)
    return true
  }

  function moveAll(changed: number[], weights: Int32Array): void {
    const scores = swept.scores()
    const { origin } = swept
    const base = wide ?? new Float64Array(rows.length)
    wide = base
    if (base !== scores) for (let i = 0; i < base.length; i++) base[i] = scores[i] + origin
    for (const feature of changed) {
      const change = weights[feature] - swept.position[feature]
      const own = codes[feature]
      if (own !== null) {
        const shifts = Float64Array.from(steps[feature], (step) => change * step)
        for (let i = 0; i < base.length; i++) base[i] += shifts[own[i]]
        continue
      }
      const { values, multiplier } = features[feature]
      const points = change * multiplier // divided last: whole numbers stay exact
      for (let i = 0; i < base.length; i++) base[i] += (points * values[rows[i]]) / size
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
    swept.narrow = most - least < MOST_WIDTH && least > -FURTHEST && most < FURTHEST
    if (!swept.narrow) {
      swept.origin = 0
      return
    }
    const middle = least - Math.floor((MOST_WIDTH - 1 - (most - least)) / 2) // room at both ends
    swept.origin = middle
    for (let i = 0; i < base.length; i++) counts.scores[i] = base[i] - middle
    cells.moved(least, most, middle)
  }

  return holding(() => [of, wide], swept)
}
