import { holding } from '../lib/heldBytes.ts'
import { decide } from '../loop/decide.ts'
import { MAX_CHANGES } from '../loop/experiment.ts'
import type { Bounds } from './bounds.ts'
import { type CandidateLoop, createTried, MOST_AT_ONCE } from './candidateLoop.ts'
import { applyMove, createMove } from './move.ts'
import type { Objective } from './objective.ts'
import type { Strategy } from './strategy.ts'

/** The loop in plain TypeScript, for any strategy and any objective. */
export function createPlainLoop(
  { propose }: Strategy,
  objective: Objective,
  seed: number,
  bounds: Bounds,
): CandidateLoop {
  const move = createMove()
  const tried = createTried(MOST_AT_ONCE)
  const { values, kept, changeCount, changedFeatures, newWeights } = tried
  let incumbent = new Int32Array(0)
  let comparable = Number.NaN

  return holding(() => objective, {
    tried,

    reset(weights) {
      comparable = objective.reset(weights)
      incumbent = weights.slice()
      return objective.toValue(comparable)
    },

    run(index, stride, count, continueAfterWin) {
      const most = Math.min(count, MOST_AT_ONCE)
      for (let slot = 0; slot < most; slot++) {
        propose(seed, index + slot * stride, incumbent, bounds, move)
        const candidate = objective.tryMove(move)
        const win = decide(candidate, comparable)
        values[slot] = objective.toValue(candidate)
        kept[slot] = win ? 1 : 0
        changeCount[slot] = move.count
        for (let change = 0; change < MAX_CHANGES; change++) {
          const used = change < move.count
          changedFeatures[slot * MAX_CHANGES + change] = used ? move.features[change] : 0
          newWeights[slot * MAX_CHANGES + change] = used ? move.newWeights[change] : 0
        }
        if (!win) continue
        objective.accept()
        applyMove(move, incumbent)
        comparable = candidate
        if (!continueAfterWin) return slot + 1
      }
      return most
    },
  })
}
