import type { SameStory } from '../../studies/sameStory.ts'
import type { CeilingSummary } from '../../studies/summarizeCeiling.ts'
import type { FoldsSummary } from '../../studies/summarizeFolds.ts'
import type { ResampleSummary } from '../../studies/summarizeResample.ts'
import type { ShuffleSummary } from '../../studies/summarizeShuffle.ts'
import type { WeightTolerance } from '../../studies/summarizeTolerance.ts'

/** What the studies of a run found; null: not run. */
export interface ReportStudies {
  shuffle: ShuffleSummary | null
  resample: ResampleSummary | null
  folds: FoldsSummary | null
  ceiling: CeilingSummary | null
  tolerance: WeightTolerance[] | null
  sameStory: SameStory | null
}

export const NO_STUDIES: ReportStudies = {
  shuffle: null,
  resample: null,
  folds: null,
  ceiling: null,
  tolerance: null,
  sameStory: null,
}
