import type { Dataset } from '../../src/accounts/dataset.ts'
import { createSweeper } from '../../src/search/sweeps/sweeper.ts'
import { referenceValue } from '../search/reference.ts'
import { benchBounds, benchDataset, HIGH, LOW, withFlags } from './benchDataset.ts'

const FLAGS = 60
const VALUES = HIGH - LOW + 1

/** Sweeps of the weights of flags: candidates of one kind of sweep on some accounts. */
export interface SweepBench {
  /** Sweeps the next weight, the next two, or all of them from one position; how many AUCs that gave. */
  next(): number
  /** Largest difference from the reference over a few candidates. */
  error(): number
}

/** `what`: one weight, two, or every weight and then every two, as a certificate needs them. */
export function sweepBench(rows: number, what: 'one' | 'two' | 'all'): SweepBench {
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
    if (what === 'all') return all()
    const first = turn++ % (FLAGS - 1)
    if (first === 0) moveOn() // as a climb does now and then
    return what === 'one' ? one(first) : two(first, first + 1)
  }

  function one(flag: number): number {
    sweeper.one(flag, LOW, HIGH, out)
    return VALUES
  }

  function two(first: number, second: number): number {
    sweeper.two(first, second, window, out)
    return VALUES * VALUES
  }

  function all(): number {
    moveOn()
    let made = 0
    for (let flag = 0; flag < FLAGS; flag++) made += one(flag)
    for (let first = 0; first < FLAGS; first++)
      for (let second = first + 1; second < FLAGS; second++) made += two(first, second)
    return made
  }

  return {
    next,
    error() {
      const weights = what === 'one' ? 1 : 2
      if (weights === 1) one(3)
      else two(3, 4)
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
