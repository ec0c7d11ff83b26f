import { type ExperimentBatch, MAX_CHANGES, type Sweep } from './experiment.ts'

/** Values a feature of the sweep takes: all in its range but the position's own. */
function valuesOf(sweep: Sweep, which: number): number {
  const { base, features, low, high } = sweep
  const own = base[features[which]]
  const inside = own >= low[which] && own <= high[which] ? 1 : 0
  return high[which] - low[which] + 1 - inside
}

function valueAt(sweep: Sweep, which: number, order: number): number {
  const value = sweep.low[which] + order
  const own = sweep.base[sweep.features[which]]
  return own >= sweep.low[which] && value >= own ? value + 1 : value
}

/** A spec as an experiment of its own. */
export function pointSweep(weights: Int32Array, at = 0): Sweep {
  return { at, from: 0, base: weights, features: [], low: [], high: [], first: 0 }
}

/** Candidates of a sweep. */
export function sweepCount(sweep: Sweep): number {
  return sweep.features.reduce((count, _, which) => count * valuesOf(sweep, which), 1)
}

/** All weights of the candidate `order` of a sweep, in order of values. */
export function sweepWeights(sweep: Sweep, order: number): Int32Array {
  const weights = sweep.base.slice()
  const { features } = sweep
  if (features.length === 1) weights[features[0]] = valueAt(sweep, 0, order)
  if (features.length === 2) {
    const fast = valuesOf(sweep, 1)
    weights[features[0]] = valueAt(sweep, 0, Math.floor(order / fast))
    weights[features[1]] = valueAt(sweep, 1, order % fast)
  }
  return weights
}

/** All weights experiment `slot` of a batch tried. `incumbent`: the weights of the incumbent then. */
export function candidateWeights(
  batch: ExperimentBatch,
  slot: number,
  incumbent: ArrayLike<number>,
): Int32Array {
  if (batch.sweeps === undefined) {
    const weights = new Int32Array(incumbent)
    for (let change = 0; change < batch.changeCount[slot]; change++) {
      const place = slot * MAX_CHANGES + change
      weights[batch.changedFeatures[place]] = batch.newWeights[place]
    }
    return weights
  }
  const sweep = sweepOf(batch.sweeps, slot)
  const place = slot - sweep.at + sweep.from
  const order = place === 0 ? sweep.first : place <= sweep.first ? place - 1 : place
  return sweepWeights(sweep, order)
}

/** The sweep that holds a slot; sweeps stand in order of their slots. */
function sweepOf(sweeps: Sweep[], slot: number): Sweep {
  let low = 0
  let high = sweeps.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (sweeps[middle].at <= slot) low = middle
    else high = middle
  }
  return sweeps[low]
}
