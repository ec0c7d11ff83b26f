import type { Dataset } from '../../accounts/dataset.ts'
import { holding } from '../../lib/heldBytes.ts'
import { createMove, type Move } from '../move.ts'
import type { Objective } from '../objective.ts'
import { IncumbentScores } from './incumbentScores.ts'
import { countLanes, foldEnds } from './laneLoops.ts'
import { retainedAndOthers } from './rowClasses.ts'
import { stay } from './stay.ts'
import { createUndefinedObjective } from './undefinedObjective.ts'

const LANE_VALUES = 0x10000

/**
 * The largest gap between the cumulative score distributions of retained and churned accounts,
 * compared as the whole number gap times both class sizes.
 */
export function createKsObjective(dataset: Dataset): Objective {
  const classes = retainedAndOthers(dataset.outcomes)
  if (classes === null) return createUndefinedObjective()
  const retained = classes.upper.length
  const churned = classes.lower.length
  const scores = new IncumbentScores(dataset, [classes.upper, classes.lower])
  const [upper, lower] = scores.parts
  const upperWords = (upper.count + 1) >> 1
  const words = scores.size >> 1
  const upperLanes = new Int32Array(LANE_VALUES)
  const lowerLanes = new Int32Array(LANE_VALUES)
  let wide: { upper: Int32Array; lower: Int32Array; scores: Int32Array } | null = null
  let last = createMove()

  function widestGap(move: Move): number {
    last = move
    if (!scores.describe(move)) return widestGapByRows(move)
    const { low, bottom, top, high } = scores
    upperLanes.fill(0, low, high + 1)
    lowerLanes.fill(0, low, high + 1)
    countLanes(upperLanes, scores, 0, upperWords)
    countLanes(lowerLanes, scores, upperWords, words)
    // Scores clipped to an end are equal: there is no gap to measure between them.
    foldEnds(upperLanes, low, bottom, top, high)
    foldEnds(lowerLanes, low, bottom, top, high)
    return widest(upperLanes, lowerLanes, bottom, top - 1)
  }

  function widestGapByRows(move: Move): number {
    const bins = scores.maxGrid + 1
    wide ??= {
      upper: new Int32Array(bins),
      lower: new Int32Array(bins),
      scores: new Int32Array(scores.size),
    }
    scores.ordered(move, wide.scores)
    const { lowest, highest } = scores
    wide.upper.fill(0, lowest, highest + 1)
    wide.lower.fill(0, lowest, highest + 1)
    for (let row = 0; row < upper.count; row++) wide.upper[wide.scores[upper.from + row]]++
    for (let row = 0; row < lower.count; row++) wide.lower[wide.scores[lower.from + row]]++
    return widest(wide.upper, wide.lower, lowest, highest - 1)
  }

  /** The gap closes at the highest score, so the last one to look at is the one below it. */
  function widest(upperCounts: Int32Array, lowerCounts: Int32Array, first: number, end: number) {
    let most = 0
    let gap = 0
    for (let score = first; score <= end; score++) {
      gap += lowerCounts[score] * retained - upperCounts[score] * churned
      const size = gap < 0 ? -gap : gap
      if (size > most) most = size
    }
    return most
  }

  return holding(() => [scores, upperLanes, lowerLanes, wide], {
    reset(weights) {
      scores.moveTo(weights, createMove())
      return widestGap(stay(weights))
    },
    tryMove: widestGap,
    accept() {
      scores.accept(last)
    },
    toValue: (comparable) => comparable / (retained * churned),
  })
}
