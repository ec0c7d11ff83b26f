import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { createCells } from '../sweeps/cells.ts'
import { createChannels } from '../sweeps/channels.ts'
import { levelsOf, stepsOf } from '../sweeps/levels.ts'
import { sweptRows } from '../sweeps/rowGroups.ts'
import type { PairWindow } from '../sweeps/sweeper.ts'
import {
  createAddAcross,
  createShiftedGroup,
  fillGroup,
  type ShiftedGroup,
  wonWithin,
} from './shiftedGroup.ts'

/**
 * All value pairs of the weights of two flags, for metrics that count pairs of accounts won. The flags
 * divide the accounts into four groups, each moved as a whole: inside a group nothing but clipping
 * changes, and who wins across two groups hangs on the difference of their shifts. So v x v candidates
 * cost some 8 v walks over a part of the scores.
 */
export interface FlagPairs {
  covers(first: number, second: number): boolean
  /** What `Sweeper.two` gives from the position `weights`, for two features that are covered. */
  two(
    weights: Int32Array,
    first: number,
    second: number,
    window: PairWindow,
    out: Float64Array,
  ): void
}

/** Widest histogram of scores, in steps. */
const MOST_STEPS = 1 << 17

/** Null where the metric does not count pairs, or the grid of scores is too fine. */
export function createFlagPairs(dataset: Dataset, metric: PrimaryMetric): FlagPairs | null {
  const channels = createChannels(dataset, metric)
  if (channels?.pairs !== true) return null
  const { features } = dataset
  const steps = stepsOf(dataset)
  const last = steps.top - steps.bottom // clipped scores are 0 to `last`
  if (last > MOST_STEPS) return null
  const levels = features.map(levelsOf)
  const { rows, first, second } = sweptRows(channels, levels)
  const flagSteps = levels.map((own) =>
    own?.values.length === 2 && own.values[0] === 0 ? own.values[1] / steps.size : 0,
  )
  const codes = flagSteps.map((step, feature) => {
    const own = levels[feature]
    return step > 0 && own !== null ? Uint8Array.from(rows, (row) => own.codes[row]) : null
  })
  const start = (Math.round(dataset.baseScore * dataset.resolution) - steps.origin) / steps.size
  const base = new Float64Array(rows.length).fill(start - steps.bottom) // unclipped
  const cells = createCells({ base, first, second, codes, levels: codes.map(() => 2) })
  const position = new Int32Array(features.length)
  const groups = Array.from({ length: 4 }, createShiftedGroup)
  const addAcross = createAddAcross()
  let byFirst: Float64Array = new Float64Array(0) // 2U that hangs on the change of one weight alone
  let bySecond: Float64Array = new Float64Array(0)
  let bySum: Float64Array = new Float64Array(0) // on both changes together
  let placed = false

  function place(weights: Int32Array): void {
    if (placed && weights.every((weight, feature) => weight === position[feature])) return
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
      if (base[i] < least) least = base[i]
      if (base[i] > most) most = base[i]
    }
    cells.moved(least, most)
    placed = true
  }

  return {
    covers: (one, other) => flagSteps[one] > 0 && flagSteps[one] === flagSteps[other],

    two(weights, one, other, { firstLow, firstHigh, secondLow, secondHigh }, out) {
      place(weights)
      const step = flagSteps[one]
      const [lowA, highA] = [firstLow - position[one], firstHigh - position[one]]
      const [lowB, highB] = [secondLow - position[other], secondHigh - position[other]]
      const built = cells.build(one, other)
      const ranges = [
        [0, 0],
        [lowB, highB],
        [lowA, highA],
        [lowA + lowB, highA + highB],
      ]
      for (const [cell, [from, to]] of ranges.entries()) {
        fillGroup(groups[cell], built, cell, { from, to, step }, last)
      }
      const [none, onlyB, onlyA, both] = groups
      const span = highB - lowB + 1
      byFirst = within(onlyA, byFirst)
      bySecond = within(onlyB, bySecond)
      bySum = within(both, bySum)
      const apart = (from: number) => ({ strides: [1, 0] as [number, number], offset: -from })
      addAcross([onlyA, none], lowA, highA, step, apart(lowA), byFirst)
      addAcross([onlyB, none], lowB, highB, step, apart(lowB), bySecond)
      addAcross([both, none], both.from, both.to, step, apart(both.from), bySum)
      const still = wonWithin(none, 0)
      let next = 0
      for (let a = lowA; a <= highA; a++) {
        const ofFirst = still + byFirst[a - lowA]
        for (let b = lowB; b <= highB; b++) {
          out[next++] = ofFirst + bySecond[b - lowB] + bySum[a + b - both.from]
        }
      }
      const offset = -lowA * span - lowB
      addAcross([both, onlyB], lowA, highA, step, { strides: [span, 1 - span], offset }, out)
      addAcross([both, onlyA], lowB, highB, step, { strides: [1, span - 1], offset }, out)
      addAcross(
        [onlyA, onlyB],
        lowA - highB,
        highA - lowB,
        step,
        { strides: [span, 1], offset },
        out,
      )
    },
  }
}

/** 2U among a group's own rows, by shift, into `out` or a larger one. */
function within(group: ShiftedGroup, out: Float64Array): Float64Array {
  const { from, to } = group
  const sums = out.length < to - from + 1 ? new Float64Array(to - from + 1) : out
  for (let k = from; k <= to; k++) sums[k - from] = wonWithin(group, k)
  return sums
}
