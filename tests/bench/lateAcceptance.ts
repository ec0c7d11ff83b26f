import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import { climb } from '../../src/search/deep/climb.ts'
import { at, type DeepContext, type Position } from '../../src/search/deep/context.ts'
import { createCandidates } from '../../src/search/sweeps/candidates.ts'

/**
 * Late acceptance hill climbing (Burke and Bykov 2017) by moves of one weight: a candidate is taken if it
 * is as good as the position, or better than the position `history` candidates before. The best of
 * `candidates`, and what a climb from there comes to, which is not counted.
 */
export function lateAcceptance(
  context: DeepContext,
  start: Int32Array,
  candidates: number,
  history: number,
): Position {
  const { dataset, metric, bounds, seed } = context
  const sweep = createCandidates(dataset, metric, bounds, start)
  const weights = start.slice()
  const out = new Float64Array(1)
  let current = sweep.moveTo(weights)
  let best = { weights: start, comparable: current }
  const late = new Float64Array(history).fill(current)
  for (let index = 0; index < candidates; index++) {
    const { feature, weight } = singleMove(context, weights, index)
    sweep.one(feature, weight, weight, out)
    const slot = index % history
    if (out[0] >= current || out[0] > late[slot]) {
      weights[feature] = weight
      current = sweep.moveTo(weights)
      if (current > best.comparable) best = { weights: weights.slice(), comparable: current }
    }
    if (current > late[slot]) late[slot] = current
  }
  const position = at(context, best.weights)
  for (const _ of climb(context, position, seed));
  return position
}

/** Another value of a weight within its bounds, up or down, near ones in proportion to 1 / distance. */
function singleMove({ movable, bounds, seed }: DeepContext, weights: Int32Array, index: number) {
  const feature = movable[randomBelow(seed, index, 0, movable.length)]
  const below = weights[feature] - bounds.min[feature]
  const above = bounds.max[feature] - weights[feature]
  const up = below === 0 || (above > 0 && randomBelow(seed, index, 1, 2) === 1)
  const distance = Math.floor(((up ? above : below) + 1) ** randomUniform(seed, index, 2))
  return { feature, weight: weights[feature] + (up ? distance : -distance) }
}
