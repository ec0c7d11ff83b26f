import type { Dataset } from '../accounts/dataset.ts'
import { takeRows } from '../accounts/takeRows.ts'
import { startOutcome } from '../search/deep/starts.ts'
import { stratifiedFolds } from '../search/shapes/folds.ts'
import { ceilingValue, fitCeiling } from './ceiling.ts'
import { studySeed } from './draws.ts'
import { metricOf, searchAgain } from './search.ts'
import { FOLDS, type FoldReplicate, type StudySetup } from './study.ts'

/** The search, and the ceiling's regression, without the rows of one fold, measured on them. */
export function foldReplicate(setup: StudySetup, dataset: Dataset, index: number): FoldReplicate {
  const { train, test } = foldOf(setup, dataset, index)
  const inside = takeRows(dataset, train)
  const outside = takeRows(dataset, test)
  const { weights } = searchAgain(setup, inside)
  const ceiling = fitCeiling(setup, inside)
  return {
    study: 'folds',
    index,
    incumbent: metricOf(setup, outside, setup.startWeights),
    candidate: metricOf(setup, outside, weights),
    ceiling: ceiling === null ? null : ceilingValue(setup.metric, outside, ceiling),
    rows: outside.rowCount,
  }
}

/** Rows inside and outside a fold; each repetition divides them anew, with the same share of each outcome. */
export function foldOf(setup: StudySetup, dataset: Dataset, index: number) {
  const seed = studySeed(setup.seed, 'folds', Math.floor(index / FOLDS))
  const outcome =
    startOutcome({ dataset, metric: setup.metric }) ?? new Uint8Array(dataset.rowCount)
  return stratifiedFolds(outcome, FOLDS, seed)[index % FOLDS]
}
