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
  const ranges: [low: number, high: number][] = []
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
      if (changed.length === 0) return
      const isOne = swept.narrow && changed.length === 1 && cells.areCounted()
      if (isOne && moveFlag(changed[0], weights)) {
        cells.moved(swept.least, swept.most, swept.origin)
      } else if (!moveNear(changed, weights)) moveFar(changed, weights)
      swept.position.set(weights)
    },
  }
  cells.moved(start, start, start)

  /** Moves scores where they are, if they are sure to stay within 16 bits; whether it did. */
  function moveNear(changed: number[], weights: Int32Array): boolean {
    if (!swept.narrow) return false
    let least = swept.least - swept.origin
    let most = swept.most - swept.origin
    for (const feature of changed) {
      const change = weights[feature] - swept.position[feature]
      ranges[feature] ??= rangeOf(feature)
      const [low, high] = ranges[feature]
      least += Math.min(change * low, change * high)
      most += Math.max(change * low, change * high)
    }
    if (!(least >= 0 && most < MOST_WIDTH)) return false
    for (const feature of changed) {
      const change = weights[feature] - swept.position[feature]
      const own = codes[feature]
      const { values, multiplier } = features[feature]
      if (own === null) moveValues(counts.scores, rows, values, change * multiplier, size)
      else moveLevels(counts.scores, own, steps[feature], change)
    }
    const extent = extentOf(counts.scores)
    swept.least = extent.least + swept.origin
    swept.most = extent.most + swept.origin
    cells.moved(swept.least, swept.most, swept.origin)
    return true
  }

  /** Least and most steps a point. */
  function rangeOf(feature: number): [number, number] {
    const own = steps[feature]
    if (own.length > 0) return [own[0], own[own.length - 1]]
    const { values, multiplier } = features[feature]
    let least = Number.POSITIVE_INFINITY
    let most = Number.NEGATIVE_INFINITY
    for (let i = 0; i < rows.length; i++) {
      const value = values[rows[i]]
      if (value < least) least = value
      if (value > most) most = value
    }
    return [(least * multiplier) / size, (most * multiplier) / size]
  }

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

  function moveFar(changed: number[], weights: Int32Array): void {
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

/** Moves rows by `change` times the steps of their level; 16 bits wrap around. */
function moveLevels(scores: Uint16Array, codes: Uint8Array, steps: number[], change: number): void {
  const shifts = Int32Array.from(steps, (step) => change * step)
  for (let i = 0; i < scores.length; i++) scores[i] += shifts[codes[i]]
}

/** Moves rows by `points` times their value, in steps of `size`. */
function moveValues(
  scores: Uint16Array,
  rows: Uint32Array,
  values: DatasetFeature['values'],
  points: number,
  size: number,
): void {
  const steps = points / size
  if (Number.isInteger(steps)) {
    for (let i = 0; i < scores.length; i++) scores[i] += Math.imul(steps, values[rows[i]])
  } else {
    for (let i = 0; i < scores.length; i++) scores[i] += (points * values[rows[i]]) / size
  }
}

function extentOf(scores: Uint16Array): { least: number; most: number } {
  let least = MOST_WIDTH
  let most = -1
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]
    if (score < least) least = score
    if (score > most) most = score
  }
  return { least, most }
}
