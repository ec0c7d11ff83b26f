import type { Dataset } from '../../accounts/dataset.ts'
import { holding } from '../../lib/heldBytes.ts'
import type { ClassCounts } from '../../statistics/classCounts.ts'
import type { Gain } from '../pairedGain.ts'
import { createStepScorer } from './stepScorer.ts'

/** Accounts of both classes are counted in one number, so that bins nobody is in cost little. */
const COUNT_BITS = 13
const MOST_ACCOUNTS = 1 << COUNT_BITS

/**
 * The gains `PairedGain` measures, of one move after another from the same spec: three passes over the rows
 * each. Sums are of whole numbers, exact below 2^53, which fewer than `MOST_ACCOUNTS` of a class do not reach.
 */
export function createMoveGain(
  dataset: Dataset,
  { upper, lower }: ClassCounts, // accounts a row
): (before: Int32Array, after: Int32Array) => Gain {
  const rows = dataset.rowCount
  const score = createStepScorer(dataset)
  const [uppers, lowers] = [total(upper), total(lower)]
  if (Math.max(uppers, lowers) >= MOST_ACCOUNTS) throw new Error(`accounts: ${uppers + lowers}`)
  const won = new Float64Array(rows) // twice the lower accounts that each upper one of a row beats, ties count one
  const lost = new Float64Array(rows) // twice the upper accounts that each lower one of a row loses to
  const both = Int32Array.from(upper, (up, row) => (up << COUNT_BITS) + lower[row])
  let counts = new Int32Array(0) // of both classes, by step
  let [upperAt, lowerAt] = [new Float64Array(0), new Float64Array(0)] // what an account there wins or loses
  let placed: Int32Array | null = null // the spec `won` and `lost` are of

  /** Counts rows by steps, and from the counts what an account of either class at a step wins or loses. */
  function place(weights: Int32Array): Int32Array {
    const { values, highest } = score(weights)
    if (counts.length <= highest) {
      counts = new Int32Array(highest + 1)
      upperAt = new Float64Array(highest + 1)
      lowerAt = new Float64Array(highest + 1)
    } else counts.fill(0, 0, highest + 1)
    for (let row = 0; row < rows; row++) counts[values[row]] += both[row]
    let below = 0
    let above = 2 * uppers
    for (let step = 0; step <= highest; step++) {
      const count = counts[step]
      if (count === 0) continue
      const [up, low] = [count >> COUNT_BITS, count & (MOST_ACCOUNTS - 1)]
      above -= 2 * up
      upperAt[step] = 2 * below + low
      lowerAt[step] = above + up
      below += low
    }
    return values
  }

  function remember(weights: Int32Array): void {
    if (placed?.every((weight, i) => weight === weights[i])) return
    const steps = place(weights)
    for (let row = 0; row < rows; row++) {
      won[row] = upperAt[steps[row]]
      lost[row] = lowerAt[steps[row]]
    }
    placed = weights.slice()
  }

  const gain = (before: Int32Array, after: Int32Array): Gain => {
    remember(before)
    const steps = place(after)
    let [wins, winSquares, mostWon] = [0, 0, 0]
    let [losses, lossSquares, mostLost] = [0, 0, 0]
    for (let row = 0; row < rows; row++) {
      const step = steps[row]
      if (upper[row] > 0) {
        const more = upperAt[step] - won[row]
        wins += upper[row] * more
        winSquares += upper[row] * more * more
        mostWon = Math.max(mostWon, Math.abs(more))
      }
      if (lower[row] > 0) {
        const more = lowerAt[step] - lost[row]
        losses += lower[row] * more
        lossSquares += lower[row] * more * more
        mostLost = Math.max(mostLost, Math.abs(more))
      }
    }
    const ofWon = variance(wins, winSquares, uppers) / uppers / (2 * lowers) ** 2
    const ofLost = variance(losses, lossSquares, lowers) / lowers / (2 * uppers) ** 2
    return {
      mean: wins / (2 * uppers * lowers),
      standardError: Math.sqrt(ofWon + ofLost),
      oneMore: Math.hypot(mostWon / (2 * lowers) / lowers, mostLost / (2 * uppers) / uppers),
    }
  }
  return holding(() => [score, won, lost, both, counts, upperAt, lowerAt, placed], gain)
}

function total(counts: ArrayLike<number>): number {
  let sum = 0
  for (let row = 0; row < counts.length; row++) sum += counts[row]
  return sum
}

/** Of a sample of `count`: NaN where it is one. */
function variance(sum: number, squares: number, count: number): number {
  return (squares - sum ** 2 / count) / (count - 1)
}
