import { MAX_CHANGES } from '../loop/experiment.ts'

/** A candidate as its difference from the incumbent; memory is reused from experiment to experiment. */
export interface Move {
  count: number // changed features, 1 to 3
  features: Uint16Array // 3, distinct positions in the spec
  newWeights: Int32Array // 3, points, beside `features`
}

export function createMove(): Move {
  return {
    count: 0,
    features: new Uint16Array(MAX_CHANGES),
    newWeights: new Int32Array(MAX_CHANGES),
  }
}

/** Writes the move's weights into `weights`, in place. */
export function applyMove(move: Move, weights: Int32Array): void {
  for (let change = 0; change < move.count; change++) {
    weights[move.features[change]] = move.newWeights[change]
  }
}
