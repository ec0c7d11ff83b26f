import type { Dataset } from '../accounts/dataset.ts'
import { weightRows } from '../accounts/weightRows.ts'
import { poissonWeights, studySeed } from './draws.ts'
import { metricOf, orNull, searchAgain } from './search.ts'
import type { ResampleReplicate, StudySetup } from './study.ts'

/**
 * The search on accounts drawn anew with replacement, each as often as a Poisson draw of mean 1 says:
 * the bootstrap of the whole search (Efron and Tibshirani 1993; Poisson weights as in Hanley and
 * MacGibbon 2006).
 */
export function resampleReplicate(
  setup: StudySetup,
  dataset: Dataset,
  index: number,
): ResampleReplicate {
  const drawn = poissonWeights(dataset.rowCount, studySeed(setup.seed, 'resample', index))
  const found = searchAgain(setup, weightRows(dataset, drawn))
  return {
    study: 'resample',
    index,
    weights: Array.from(found.weights),
    start: orNull(found.startValue),
    best: orNull(found.value),
    bestOnAll: metricOf(setup, dataset, found.weights),
  }
}
