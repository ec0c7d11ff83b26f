import type { Dataset } from '../accounts/dataset.ts'
import { primaryValue } from '../evaluation/evaluator.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { buildScoreTable } from '../evaluation/scoreTable.ts'
import { startOutcome } from '../search/deep/starts.ts'
import { chooseRidge } from '../search/logistic/chooseRidge.ts'
import { createDesign } from '../search/logistic/design.ts'
import { filledColumns } from '../search/logistic/filled.ts'
import { fitDesign } from '../search/logistic/fitLogistic.ts'
import type { CeilingReplicate, StudySetup } from './study.ts'

/** A regression on the features as the spec makes them. */
export type Ceiling = Pick<CeilingReplicate, 'coefficients' | 'intercept' | 'lambda'>

/** How far an additive score of these features could get on these rows without bounds or whole points. */
export function ceilingReplicate(setup: StudySetup, dataset: Dataset): CeilingReplicate {
  const fitted = fitCeiling(setup, dataset)
  const none = { coefficients: [], intercept: 0, lambda: 0, value: null }
  if (fitted === null) return { study: 'ceiling', index: 0, ...none }
  const value = ceilingValue(setup.metric, dataset, fitted)
  return { study: 'ceiling', index: 0, ...fitted, value }
}

/**
 * Ridge logistic regression without bounds on any feature; λ is the one of the least log loss over
 * folds. Null where the outcomes allow none.
 */
export function fitCeiling(
  { metric, seed }: Pick<StudySetup, 'metric' | 'seed'>,
  dataset: Dataset,
): Ceiling | null {
  const outcome = startOutcome({ dataset, metric })
  if (outcome === null) return null
  const counts = dataset.outcomes.count
  const { columns, own } = filledColumns(dataset.features, counts)
  const { penalty } = chooseRidge(columns, outcome, counts, seed)
  const design = createDesign(columns, dataset.rowCount)
  const fit = fitDesign(design, outcome, { counts, penalty })
  const found = own(fit.coefficients)
  const coefficients = dataset.features.map(
    ({ multiplier }, feature) => (found[feature] / multiplier) * dataset.resolution,
  )
  return { coefficients, intercept: fit.intercept, lambda: penalty }
}

/** The primary metric where the log odds are the score; null where it is not defined. */
export function ceilingValue(
  metric: PrimaryMetric,
  dataset: Dataset,
  ceiling: Ceiling,
): number | null {
  const values = ceilingScores(dataset, ceiling)
  return primaryValue(buildScoreTable({ kind: 'float', values }, dataset.outcomes), metric)
}

/** Log odds of each row; the dataset is one of the same spec, on any rows. */
export function ceilingScores(dataset: Dataset, ceiling: Ceiling): Float64Array {
  const { rowCount, features, resolution } = dataset
  const odds = new Float64Array(rowCount).fill(ceiling.intercept)
  features.forEach(({ values, multiplier }, feature) => {
    const unit = (ceiling.coefficients[feature] * multiplier) / resolution
    for (let row = 0; row < rowCount; row++) odds[row] += unit * values[row]
  })
  return odds
}
