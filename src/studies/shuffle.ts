import type { Dataset } from '../accounts/dataset.ts'
import { takeOutcomes } from '../accounts/takeRows.ts'
import { permutation, studySeed } from './draws.ts'
import { orNull, searchAgain } from './search.ts'
import type { ShuffleReplicate, StudySetup } from './study.ts'

/**
 * The search after each account was given the outcomes of another: there is nothing to find, so what it
 * gains is what noise alone buys. Outcomes move together, so their own distribution stays.
 */
export function shuffleReplicate(
  setup: StudySetup,
  dataset: Dataset,
  index: number,
): ShuffleReplicate {
  const order = permutation(dataset.rowCount, studySeed(setup.seed, 'shuffle', index))
  const outcomes = takeOutcomes(dataset.outcomes, order)
  const found = searchAgain(setup, { ...dataset, outcomes })
  return { study: 'shuffle', index, start: orNull(found.startValue), best: orNull(found.value) }
}
