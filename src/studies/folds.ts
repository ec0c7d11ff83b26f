import { accountCount } from '../accounts/accountCount.ts'
import type { Dataset } from '../accounts/dataset.ts'
import { takeRows } from '../accounts/takeRows.ts'
import { primaryValue } from '../evaluation/evaluator.ts'
import { MIN_ACCOUNTS } from '../evaluation/rocAuc.ts'
import { buildScoreTable } from '../evaluation/scoreTable.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import { createDeepContext } from '../search/deep/context.ts'
import { begin, startOutcome } from '../search/deep/starts.ts'
import { type Fold, stratifiedFolds } from '../search/shapes/folds.ts'
import { ceilingValue, fitCeiling } from './ceiling.ts'
import { studySeed } from './draws.ts'
import { metricOf, searchAgain } from './search.ts'
import { type ShapedSearch, shapedSearch } from './shapedSearch.ts'
import { FOLDS, type FoldReplicate, type StudyRows, type StudySetup } from './study.ts'
import { suitedOn } from './suitedOn.ts'

/**
 * The search, and the ceiling's regression, without the rows of one fold, measured on them. What was fitted to
 * all search rows has seen the fold: shapes are chosen anew, or a start is fitted anew.
 */
export function foldReplicate(setup: StudySetup, rows: StudyRows, index: number): FoldReplicate {
  const fold = foldOf(setup, rows.dataset, index)
  const { inside, outside, setup: own } = searchInside(setup, rows, fold)
  const { weights } = searchAgain(own, inside)
  const ceiling = fitCeiling(own, inside)
  const scores = takeScores(rows.incumbent, fold.test)
  return {
    study: 'folds',
    index,
    incumbent: primaryValue(buildScoreTable(scores, outside.outcomes), setup.metric),
    candidate: metricOf(own, outside, weights),
    ceiling: ceiling === null ? null : ceilingValue(setup.metric, outside, ceiling),
    rows: outside.rowCount,
  }
}

function searchInside(
  setup: StudySetup,
  { dataset, table }: StudyRows,
  { train, test }: Fold,
): ShapedSearch {
  const { shapes } = setup
  if (shapes !== undefined && table !== undefined)
    return shapedSearch(setup, shapes, { table, inside: train, outside: test })
  const own = suitedOn(setup, takeRows(dataset, train))
  const outside = { ...takeRows(dataset, test), baseScore: own.dataset.baseScore }
  const startWeights =
    setup.fittedStart === true ? fittedStart(own.setup, own.dataset) : own.setup.startWeights
  return { setup: { ...own.setup, startWeights }, inside: own.dataset, outside }
}

/** The best rounding of a regression on these rows; zero where there is none. Locked weights stay. */
function fittedStart(
  { metric, bounds, seed, startWeights }: StudySetup,
  rows: Dataset,
): Int32Array {
  const none = startWeights.map((weight, feature) => {
    if (bounds.locked[feature] === 1) return weight
    return Math.min(bounds.max[feature], Math.max(bounds.min[feature], 0))
  })
  const context = createDeepContext(rows, metric, bounds, seed)
  return begin(context, none, { kind: 'logistic' }).points[0]?.weights ?? none
}

function takeScores(scores: ScoreVector, rows: Uint32Array): ScoreVector {
  if (scores.kind === 'float') {
    return { ...scores, values: Float64Array.from(rows, (row) => scores.values[row]) }
  }
  return { ...scores, values: Int32Array.from(rows, (row) => scores.values[row]) }
}

/** Accounts a fold needs for a metric of its own, whatever the rounding of each outcome. */
const LEAST_OF_A_FOLD = MIN_ACCOUNTS + 3

/**
 * Rows inside and outside a fold; each repetition divides them anew, with the same share of each outcome: in
 * five, or where folds would be too small for a metric, in fewer.
 */
export function foldOf(setup: StudySetup, dataset: Dataset, index: number): Fold {
  const accounts = accountCount(dataset.outcomes)
  const folds = Math.max(2, Math.min(FOLDS, Math.floor(accounts / LEAST_OF_A_FOLD)))
  const seed = studySeed(setup.seed, 'folds', Math.floor(index / folds))
  const outcome =
    startOutcome({ dataset, metric: setup.metric }) ?? new Uint8Array(dataset.rowCount)
  return stratifiedFolds(outcome, folds, seed)[index % folds]
}
