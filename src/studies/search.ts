import type { Dataset } from '../accounts/dataset.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'
import { createObjective } from '../search/objective.ts'
import { type FoundSpec, searchAll } from '../search/searchAll.ts'
import type { StudySetup } from './study.ts'

/** The run's search from its start, on other rows. */
export function searchAgain(setup: StudySetup, dataset: Dataset): FoundSpec {
  const { startWeights, bestWeights: _, ...search } = setup
  return searchAll({ ...search, dataset, start: startWeights })
}

/** The primary metric of weights on rows; null where it is not defined. */
export function metricOf(
  { metric }: StudySetup,
  dataset: Dataset,
  weights: Int32Array,
): number | null {
  const objective = createObjective(dataset, metric)
  return orNull(objective.toValue(objective.reset(weights)))
}

export function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

/** The dataset with those outcomes alone that primary metrics read: repetitions copy no others. */
export function primaryOutcomes(dataset: Dataset): Dataset {
  const { rowCount, count, retained, churned, mrr, mrrEnd, ltv } = dataset.outcomes
  const outcomes: Outcomes = {
    rowCount,
    count,
    retained,
    churned,
    mrr,
    mrrEnd,
    ltv,
    activated: null,
    activationKnown: null,
    wonBack: null,
    formerTier: null,
  }
  return { ...dataset, outcomes }
}
