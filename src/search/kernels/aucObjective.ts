import type { Dataset } from '../../accounts/dataset.ts'
import { holding } from '../../lib/heldBytes.ts'
import type { Move } from '../move.ts'
import { createMove } from '../move.ts'
import type { Objective } from '../objective.ts'
import { IncumbentScores } from './incumbentScores.ts'
import { type CountTable, countLanes, foldEnds, sumLanes } from './laneLoops.ts'
import { othersAndChurned, retainedAndOthers } from './rowClasses.ts'
import { stay } from './stay.ts'
import { createUndefinedObjective } from './undefinedObjective.ts'

const LANE_VALUES = 0x10000
const MAX_UINT16_CLASS = 0x7fff // twice it still fits 16 bits
const MAX_INT32 = 0x7fffffff

/**
 * AUC for retention or churn, or Gini, compared as the whole number 2U: over pairs of accounts of
 * both classes, 2 where the better one scores higher and 1 where they tie.
 *
 * The smaller class is counted by score; a running sum turns the counts into "twice those below plus
 * those equal"; the larger class adds that up at its scores. No sorting, and exact below 2^53.
 */
export function createAucObjective(
  dataset: Dataset,
  metric: 'auc_roc_retain' | 'auc_roc_churn' | 'gini',
): Objective {
  const classes =
    metric === 'auc_roc_churn'
      ? othersAndChurned(dataset.outcomes)
      : retainedAndOthers(dataset.outcomes)
  if (classes === null) return createUndefinedObjective()
  const { upper, lower } = classes
  const upperCounted = upper.length <= lower.length
  const scores = new IncumbentScores(dataset, upperCounted ? [upper, lower] : [lower, upper])
  const [counted, summed] = scores.parts
  const twicePairs = 2 * upper.length * lower.length
  const countedWords = (counted.count + 1) >> 1
  const allWords = scores.size >> 1
  const wordsAtOnce = Math.floor(MAX_INT32 / (2 * counted.count))
  const table: CountTable =
    counted.count <= MAX_UINT16_CLASS ? new Uint16Array(LANE_VALUES) : new Int32Array(LANE_VALUES)
  const packed = table instanceof Uint16Array ? new Int32Array(table.buffer) : null
  let wideTable: Int32Array | null = null
  let wideScores: Int32Array | null = null
  let last = createMove()

  function twiceWon(move: Move): number {
    last = move
    const won = scores.describe(move) ? byLanes() : byRows(move)
    return upperCounted ? twicePairs - won : won
  }

  function byLanes(): number {
    const { low, high, bottom, top } = scores
    table.fill(0, low & ~1, high + 2)
    countLanes(table, scores, 0, countedWords)
    table[0] = 0 // padding
    foldEnds(table, low, bottom, top, high)
    table.fill(0, low, bottom) // one of them may share a word with `bottom`
    if (packed === null) sumBelow(table as Int32Array, bottom, top)
    else sumBelowPacked(packed, bottom, top)
    if (low < bottom) table.fill(table[bottom], low, bottom)
    if (top < high) table.fill(table[top], top + 1, high + 1)
    let won = 0
    for (let from = countedWords; from < allWords; from += wordsAtOnce) {
      won += sumLanes(table, scores, from, Math.min(from + wordsAtOnce, allWords))
    }
    return won
  }

  function byRows(move: Move): number {
    wideTable ??= new Int32Array(scores.maxGrid + 1)
    wideScores ??= new Int32Array(scores.size)
    scores.ordered(move, wideScores)
    return countAndSum(wideTable, wideScores, scores.lowest, scores.highest)
  }

  function countAndSum(below: Int32Array, of: Int32Array, lowest: number, highest: number): number {
    below.fill(0, lowest, highest + 1)
    for (let row = counted.from; row < counted.from + counted.count; row++) below[of[row]]++
    sumBelow(below, lowest, highest)
    let won = 0
    for (let row = summed.from; row < summed.from + summed.count; row++) won += below[of[row]]
    return won
  }

  return holding(() => [scores, table, wideTable, wideScores], {
    reset(weights) {
      scores.moveTo(weights, createMove())
      return twiceWon(stay(weights))
    },
    tryMove: twiceWon,
    accept() {
      scores.accept(last)
    },
    toValue(comparable) {
      const auc = comparable / twicePairs
      return metric === 'gini' ? 2 * auc - 1 : auc
    },
  })
}

/** Counts to "twice those below plus those equal", in place, from `first` to `last` inclusive. */
function sumBelow(table: Int32Array, first: number, last: number): void {
  let twiceBelow = 0
  for (let bin = first; bin <= last; bin++) {
    const equal = table[bin]
    table[bin] = twiceBelow + equal
    twiceBelow += equal + equal
  }
}

/**
 * The same over 16-bit counts, two to a word: entries of the words before `first` and after `last`
 * that share a word with them are written too.
 */
function sumBelowPacked(words: Int32Array, first: number, last: number): void {
  const to = last >> 1
  let twiceBelow = 0 // in both halves
  for (let pair = first >> 1; pair <= to; pair++) {
    const equal = words[pair]
    words[pair] = (twiceBelow + equal + (equal << 17)) | 0
    twiceBelow = (twiceBelow + Math.imul((equal + (equal << 16)) >>> 16, 0x20002)) | 0
  }
}
