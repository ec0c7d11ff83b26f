import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { holding } from '../../lib/heldBytes.ts'
import type { Bounds } from '../bounds.ts'
import { MOST_AT_ONCE } from '../candidateLoop.ts'
import { createSimdLoop } from '../kernels/simdLoop.ts'
import { createMove } from '../move.ts'
import { createObjective, type Objective } from '../objective.ts'
import type { PairWindow } from './sweeper.ts'

/** Sweeps candidate by candidate, each a pass over the rows; comparables as `Objective` gives them. */
export interface Candidates {
  simd: boolean
  /** Makes `weights` the position. */
  place(weights: Int32Array): void
  /** Makes `weights` the position; its comparable. */
  moveTo(weights: Int32Array): number
  one(feature: number, low: number, high: number, out: Float64Array): void
  two(first: number, second: number, window: PairWindow, out: Float64Array): void
}

/** The fastest way there is on this machine. Weights that `bounds` lock stay as in `weights`. */
export function createCandidates(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds | null,
  weights: Int32Array,
): Candidates {
  const simd = bounds === null ? null : createSimdLoop(dataset, metric, 0, bounds, weights)
  return simd === null ? plainCandidates(createObjective(dataset, metric)) : simdCandidates(simd)
}

function plainCandidates(objective: Objective): Candidates {
  const move = createMove()
  return holding(() => objective, {
    simd: false,
    place: (weights) => void objective.reset(weights),
    moveTo: (weights) => objective.reset(weights),
    one(feature, low, high, out) {
      move.count = 1
      move.features[0] = feature
      for (let weight = low; weight <= high; weight++) {
        move.newWeights[0] = weight
        out[weight - low] = objective.tryMove(move)
      }
    },
    two(first, second, window, out) {
      move.count = 2
      move.features[0] = first
      move.features[1] = second
      let next = 0
      for (let a = window.firstLow; a <= window.firstHigh; a++) {
        for (let b = window.secondLow; b <= window.secondHigh; b++) {
          move.newWeights[0] = a
          move.newWeights[1] = b
          out[next++] = objective.tryMove(move)
        }
      }
    },
  })
}

function simdCandidates(simd: NonNullable<ReturnType<typeof createSimdLoop>>): Candidates {
  return holding(() => simd, {
    simd: true,
    place: (weights) => void simd.reset(weights),
    moveTo(weights) {
      simd.reset(weights)
      return simd.sweep([0], [weights[0]], [weights[0]])[0]
    },
    one(feature, low, high, out) {
      for (let from = low; from <= high; from += MOST_AT_ONCE) {
        const to = Math.min(high, from + MOST_AT_ONCE - 1)
        out.set(simd.sweep([feature], [from], [to]), from - low)
      }
    },
    two(first, second, { firstLow, firstHigh, secondLow, secondHigh }, out) {
      const span = secondHigh - secondLow + 1
      const rows = Math.max(1, Math.floor(MOST_AT_ONCE / span))
      for (let from = firstLow; from <= firstHigh; from += rows) {
        const to = Math.min(firstHigh, from + rows - 1)
        const at = (from - firstLow) * span
        out.set(simd.sweep([first, second], [from, secondLow], [to, secondHigh]), at)
      }
    },
  })
}
