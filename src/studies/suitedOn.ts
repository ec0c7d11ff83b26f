import type { Dataset } from '../accounts/dataset.ts'
import { suitedSpec } from '../accounts/suited.ts'
import { boundsOf } from '../search/bounds.ts'
import { suitedNumbers } from '../search/suitedNumbers.ts'
import type { StudySetup } from './study.ts'

/**
 * The search with the base score and bounds that it would have chosen on these rows, where the run chose its own by
 * all outcomes; the start is held to them.
 */
export function suitedOn(
  setup: StudySetup,
  dataset: Dataset,
): { setup: StudySetup; dataset: Dataset } {
  const { metric, strategy, suitedFrom: before } = setup
  if (before === undefined) return { setup, dataset }
  const weights = Int32Array.from(Object.values(before.features), ({ weight }) => weight)
  const search = { ...dataset, baseScore: before.base_score ?? 0 }
  const run = { search, metric, bounds: boundsOf(before), startWeights: weights }
  const suited = suitedNumbers(run, strategy)
  const spec = suited === null ? before : suitedSpec(before, suited)
  const bounds = boundsOf(spec)
  const startWeights = setup.startWeights.map((weight, feature) =>
    bounds.locked[feature] === 1
      ? weight
      : Math.min(bounds.max[feature], Math.max(bounds.min[feature], weight)),
  )
  return {
    setup: { ...setup, bounds, startWeights },
    dataset: { ...dataset, baseScore: spec.base_score ?? 0 },
  }
}
