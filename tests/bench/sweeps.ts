import type { Dataset } from '../../src/accounts/dataset.ts'
import { createSweeper } from '../../src/search/sweeps/sweeper.ts'
import { referenceValue } from '../search/reference.ts'
import { benchBounds, benchDataset, HIGH, LOW, withFlags } from './benchDataset.ts'

const FLAGS = 60
const VALUES = HIGH - LOW + 1

/** Sweeps of the weights of flags: candidates of one kind of sweep on some accounts. */
export interface SweepBench {
  /** Sweeps the next weight, or the next two; how many AUCs that gave. */
  next(): number
  /** Largest difference from the reference over a few candidates. */
  error(): number
}

/** `weights`: how many are swept at once. */
export function sweepBench(rows: number, weights: 1 | 2): SweepBench {
  const dataset: Dataset = withFlags(benchDataset(rows, 1), FLAGS)
  const sweeper = createSweeper(dataset, 'auc_roc_retain', benchBounds(dataset))
  const position = Int32Array.from({ length: FLAGS }, (_, flag) => flag % 5)
  const out = new Float64Array(VALUES * VALUES)
  const window = { firstLow: LOW, firstHigh: HIGH, secondLow: LOW, secondHigh: HIGH }
  sweeper.moveTo(position)
  let turn = 0

  function moveOn(): void {
    position[FLAGS - 1] = (position[FLAGS - 1] + 1) % 5
    sweeper.moveTo(position)
  }

  function next(): number {
    const first = turn++ % (FLAGS - 1)
    if (first === 0) moveOn() // as a climb does now and then
    if (weights === 1) {
      sweeper.one(first, LOW, HIGH, out)
      return VALUES
    }
    sweeper.two(first, first + 1, window, out)
    return VALUES * VALUES
  }

  return {
    next,
    error() {
      turn = 3
      next()
      let error = 0
      for (const at of weights === 1 ? [0, 17, 30] : [0, 400, 960]) {
        const candidate = position.slice()
        candidate[3] = LOW + (weights === 1 ? at : Math.floor(at / VALUES))
        if (weights === 2) candidate[4] = LOW + (at % VALUES)
        const expected = referenceValue(dataset, candidate, 'auc_roc_retain')
        error = Math.max(error, Math.abs(sweeper.toValue(out[at]) - expected))
      }
      return error
    },
  }
}
