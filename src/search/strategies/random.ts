import { randomBelow } from '../../lib/rng.ts'
import { MAX_CHANGES } from '../../loop/experiment.ts'
import { movableFeatures } from '../bounds.ts'
import type { Strategy } from '../strategy.ts'

/** How far a weight may move at once, as a share of its size; at least one point. */
const REACH = 0.3

/** The proposals of the existing tool: one to three weights, each up to a third of its size away. */
export const random: Strategy = {
  name: 'random',
  sentence:
    'Changes one, two or three weights at random, each by up to 30 % of its size and at least one point.',

  propose(seed, index, weights, bounds, move) {
    const movable = movableFeatures(bounds)
    const left = movable.length
    if (left === 0) return false
    const { features, newWeights } = move
    const count = Math.min(left, 1 + randomBelow(seed, index, 0, MAX_CHANGES))
    move.count = count

    // The k-th pick is a rank among the positions not yet picked, kept ascending in `features`.
    for (let picked = 0; picked < count; picked++) {
      let rank = randomBelow(seed, index, 1 + picked, left - picked)
      let slot = 0
      while (slot < picked && rank >= features[slot]) {
        rank++
        slot++
      }
      for (let later = picked; later > slot; later--) features[later] = features[later - 1]
      features[slot] = rank
    }

    for (let change = 0; change < count; change++) {
      const feature = movable[features[change]]
      features[change] = feature
      const weight = weights[feature]
      const radius = Math.max(1, Math.ceil(REACH * Math.max(Math.abs(weight), 1)))
      const low = Math.max(bounds.min[feature], weight - radius)
      const high = Math.min(bounds.max[feature], weight + radius)
      const other = low + randomBelow(seed, index, 1 + MAX_CHANGES + change, high - low)
      newWeights[change] = other >= weight ? other + 1 : other
    }
    return true
  },
}
