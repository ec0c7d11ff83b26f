import { createDistinctScores } from '../evaluation/distinctScores.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import { holding } from '../lib/heldBytes.ts'
import type { ClassCounts } from './classCounts.ts'

/**
 * Twice the accounts of the other class that an account of a row beats, or loses to; ties count one.
 * Whole numbers, one for each row with accounts of the class, in row order.
 */
export interface Placements {
  won: Float64Array // of the upper accounts
  lost: Float64Array // of the lower ones
}

/** An AUC, or a difference of two on the same accounts, with its standard error. */
export interface MeanAndError {
  mean: number
  standardError: number // NaN where a class has one account
}

/** Where scores place the accounts of two classes among each other. */
export interface Placing {
  upper: number // accounts a good score puts above
  lower: number // the others
  placements(scores: ScoreVector): Placements
  /**
   * DeLong's, of the AUC or of its difference from that of `before`: with V10 the share of the other
   * class that an upper account beats and V01 that which a lower one loses to, ties as half, the
   * variance is var(V10) / upper + var(V01) / lower.
   */
  meanAndError(after: Placements, before?: Placements): MeanAndError
}

/**
 * Prepares for one score after another on the same accounts. The placements come from counts a score
 * instead of the midranks of Sun and Xu, IEEE Signal Processing Letters 21 (2014), 1389–1393: linear
 * time in rows and distinct scores. Throws when lengths differ.
 */
export function createPlacing(classes: ClassCounts): Placing {
  if (classes.upper.length !== classes.lower.length)
    throw new Error(`class counts length: ${classes.upper.length} and ${classes.lower.length}`)
  const upper = membersOf(classes.upper)
  const lower = membersOf(classes.lower)
  const distinctScores = createDistinctScores(classes.upper.length)

  const placing: Placing = {
    upper: upper.total,
    lower: lower.total,
    placements(vector) {
      const { scores, slotOfRow } = distinctScores(vector)
      return {
        won: placed(upper, belowAndHalfTied(countsAt(lower, slotOfRow, scores.length)), slotOfRow),
        lost: placed(lower, aboveAndHalfTied(countsAt(upper, slotOfRow, scores.length)), slotOfRow),
      }
    },
    meanAndError(after, before) {
      const ups = meanAndSpread(after.won, before?.won, upper)
      const downs = meanAndSpread(after.lost, before?.lost, lower)
      const ofWon = ups.variance / upper.total / (2 * lower.total) ** 2
      const ofLost = downs.variance / lower.total / (2 * upper.total) ** 2
      return {
        mean: ups.sum / (2 * upper.total * lower.total),
        standardError: Math.sqrt(ofWon + ofLost),
      }
    },
  }
  return holding(() => [upper, lower], placing)
}

/** The rows with accounts of a class. */
interface Members {
  rows: Int32Array
  accounts: Float64Array // of each
  total: number
}

function membersOf(counts: ArrayLike<number>): Members {
  const rows = new Int32Array(counts.length)
  let size = 0
  for (let row = 0; row < counts.length; row++) if (counts[row] !== 0) rows[size++] = row
  const accounts = Float64Array.from(rows.subarray(0, size), (row) => counts[row])
  const total = accounts.reduce((sum, each) => sum + each, 0)
  return { rows: rows.slice(0, size), accounts, total }
}

function countsAt({ rows, accounts }: Members, slotOfRow: Int32Array, slots: number): Float64Array {
  const counts = new Float64Array(slots)
  for (let i = 0; i < rows.length; i++) counts[slotOfRow[rows[i]]] += accounts[i]
  return counts
}

function belowAndHalfTied(counts: Float64Array): Float64Array {
  const twice = new Float64Array(counts.length)
  for (let slot = 0, below = 0; slot < counts.length; slot++) {
    twice[slot] = below + counts[slot]
    below += 2 * counts[slot]
  }
  return twice
}

function aboveAndHalfTied(counts: Float64Array): Float64Array {
  const twice = new Float64Array(counts.length)
  for (let slot = counts.length - 1, above = 0; slot >= 0; slot--) {
    twice[slot] = above + counts[slot]
    above += 2 * counts[slot]
  }
  return twice
}

function placed({ rows }: Members, twice: Float64Array, slotOfRow: Int32Array): Float64Array {
  const values = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) values[i] = twice[slotOfRow[rows[i]]]
  return values
}

/** Of a value an account, or of its difference from that before: the sum and the sample variance. */
function meanAndSpread(
  after: Float64Array,
  before: Float64Array | undefined,
  { accounts, total }: Members,
) {
  let sum = 0
  let squares = 0
  if (before === undefined) {
    for (let i = 0; i < after.length; i++) sum += accounts[i] * after[i]
    const mean = sum / total
    for (let i = 0; i < after.length; i++) squares += accounts[i] * (after[i] - mean) ** 2
  } else {
    for (let i = 0; i < after.length; i++) sum += accounts[i] * (after[i] - before[i])
    const mean = sum / total
    for (let i = 0; i < after.length; i++)
      squares += accounts[i] * (after[i] - before[i] - mean) ** 2
  }
  return { sum, variance: squares / (total - 1) }
}
