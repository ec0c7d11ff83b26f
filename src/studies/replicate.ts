import { ceilingReplicate } from './ceiling.ts'
import { foldReplicate } from './folds.ts'
import { resampleReplicate } from './resample.ts'
import { primaryOutcomes } from './search.ts'
import { shuffleReplicate } from './shuffle.ts'
import type { Replicate, StudyKind, StudyRows, StudySetup } from './study.ts'
import { toleranceReplicate } from './tolerance.ts'

/** Repetition `index` of a study on the search rows: the same whoever does it, and in whatever order. */
export function replicate(
  setup: StudySetup,
  searchRows: StudyRows,
  kind: StudyKind,
  index: number,
): Replicate {
  const dataset = primaryOutcomes(searchRows.dataset)
  const rows = { ...searchRows, dataset }
  switch (kind) {
    case 'shuffle':
      return shuffleReplicate(setup, rows, index)
    case 'resample':
      return resampleReplicate(setup, dataset, index)
    case 'folds':
      return foldReplicate(setup, rows, index)
    case 'ceiling':
      return ceilingReplicate(setup, dataset)
    case 'tolerance':
      return toleranceReplicate(setup, dataset, index)
  }
}
