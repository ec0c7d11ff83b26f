import type { Dataset } from '../../accounts/dataset.ts'
import { holding } from '../../lib/heldBytes.ts'
import { createMove, type Move } from '../move.ts'
import type { Objective } from '../objective.ts'
import type { Channels } from '../sweeps/channels.ts'
import { IncumbentScores } from './incumbentScores.ts'
import { stay } from './stay.ts'

/** A metric by two sums a score, for rows that stand for several accounts. Comparables as the channels finish them. */
export function createSumsObjective(dataset: Dataset, channels: Channels): Objective {
  const { rows, first, second, finish, toValue } = channels
  const scores = new IncumbentScores(dataset, [rows])
  const scoreOf = new Int32Array(scores.size)
  const firstAt = new Float64Array(scores.maxGrid + 1)
  const secondAt = new Float64Array(scores.maxGrid + 1)
  let last = createMove()

  function evaluate(move: Move): number {
    last = move
    scores.describe(move)
    scores.ordered(move, scoreOf)
    const { lowest, highest } = scores
    firstAt.fill(0, lowest, highest + 1)
    secondAt.fill(0, lowest, highest + 1)
    for (let i = 0; i < rows.length; i++) {
      firstAt[scoreOf[i]] += first[i]
      secondAt[scoreOf[i]] += second[i]
    }
    return finish(firstAt, secondAt, lowest, highest)
  }

  return holding(() => [channels, scores, scoreOf, firstAt, secondAt], {
    reset(weights) {
      scores.moveTo(weights, createMove())
      return evaluate(stay(weights))
    },
    tryMove: evaluate,
    accept() {
      scores.accept(last)
    },
    toValue,
  })
}
