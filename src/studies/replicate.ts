import type { Dataset } from '../accounts/dataset.ts'
import { scoreRows } from '../accounts/scoreRows.ts'
import type { Table } from '../accounts/table.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import { ceilingReplicate } from './ceiling.ts'
import { foldReplicate } from './folds.ts'
import { resampleReplicate } from './resample.ts'
import { primaryOutcomes } from './search.ts'
import { shuffleReplicate } from './shuffle.ts'
import type { Replicate, StudyKind, StudySetup } from './study.ts'
import { toleranceReplicate } from './tolerance.ts'

/** Repetition `index` of a study on the search rows: the same whoever does it, and in whatever order. */
export function replicate(
  setup: StudySetup,
  searchRows: Dataset,
  kind: StudyKind,
  index: number,
  incumbent: ScoreVector = scoreRows(searchRows, setup.startWeights), // what gains are counted from
  table?: Table, // see `StudyRows`
): Replicate {
  const dataset = primaryOutcomes(searchRows)
  switch (kind) {
    case 'shuffle':
      return shuffleReplicate(setup, dataset, incumbent, index, table)
    case 'resample':
      return resampleReplicate(setup, dataset, index)
    case 'folds':
      return foldReplicate(setup, dataset, incumbent, index, table)
    case 'ceiling':
      return ceilingReplicate(setup, dataset)
    case 'tolerance':
      return toleranceReplicate(setup, dataset, index)
  }
}
