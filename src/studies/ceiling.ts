import type { Dataset } from '../accounts/dataset.ts'
import { primaryValue } from '../evaluation/evaluator.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { buildScoreTable } from '../evaluation/scoreTable.ts'
import { startOutcome } from '../search/deep/starts.ts'
import { createDesign } from '../search/logistic/design.ts'
import { fitDesign } from '../search/logistic/fitLogistic.ts'
import { sampleOf, stratifiedFolds } from '../search/shapes/folds.ts'
import { studySeed } from './draws.ts'
import type { CeilingReplicate, StudySetup } from './study.ts'

/** A regression on the features as the spec makes them. */
export type Ceiling = Pick<CeilingReplicate, 'coefficients' | 'intercept' | 'lambda'>

/** What λ is chosen from. */
export const LAMBDAS = [0.1, 1, 10, 100, 1000]
const LAMBDA_FOLDS = 5
const TOLERANCE = 1e-8 // to choose by; what is handed out is fitted closer
const MOST_COMPARED = 10_000 // rows that λ is chosen on

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
  const lambda = chooseLambda(dataset, outcome, studySeed(seed, 'ceiling', 0))
  const columns = dataset.features.map(({ values }) => values)
  const counts = dataset.outcomes.count
  const design = createDesign(columns, dataset.rowCount)
  const fit = fitDesign(design, outcome, { counts, penalty: lambda })
  const coefficients = dataset.features.map(
    ({ multiplier }, feature) => (fit.coefficients[feature] / multiplier) * dataset.resolution,
  )
  return { coefficients, intercept: fit.intercept, lambda }
}

function chooseLambda(dataset: Dataset, outcome: Uint8Array, seed: number): number {
  const all = Uint32Array.from({ length: dataset.rowCount }, (_, row) => row)
  const rows = sampleOf(all, MOST_COMPARED, seed)
  const columns = dataset.features.map(({ values }) => values)
  const design = createDesign(columns, dataset.rowCount, rows)
  const events = Uint8Array.from(rows, (row) => outcome[row])
  const { count } = dataset.outcomes
  const accounts = Float64Array.from(rows, (row) => (count === null ? 1 : count[row]))
  const folds = stratifiedFolds(events, LAMBDA_FOLDS, seed)
  const losses = LAMBDAS.map((penalty) =>
    folds.reduce((sum, { test }) => {
      const counts = accounts.slice()
      for (const place of test) counts[place] = 0
      const { intercept, coefficients } = fitDesign(design, events, {
        counts,
        penalty,
        tolerance: TOLERANCE,
      })
      return (
        sum +
        test.reduce((loss, place) => {
          let odds = intercept
          columns.forEach((values, feature) => {
            odds += coefficients[feature] * values[rows[place]]
          })
          return loss + accounts[place] * logLoss(odds, events[place])
        }, 0)
      )
    }, 0),
  )
  return LAMBDAS[losses.indexOf(Math.min(...losses))]
}

function logLoss(odds: number, event: number): number {
  const wrong = event === 1 ? -odds : odds
  return Math.max(0, wrong) + Math.log1p(Math.exp(-Math.abs(wrong)))
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
