import { createMove, type Move } from '../move.ts'

/** The move that changes nothing: evaluates the incumbent itself. */
export function stay(weights: Int32Array): Move {
  const move = createMove()
  move.count = 1
  move.newWeights[0] = weights[0]
  return move
}
