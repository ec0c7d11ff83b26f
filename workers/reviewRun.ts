import type { Dataset } from '../src/accounts/dataset.ts'
import { scoreRows } from '../src/accounts/scoreRows.ts'
import type { RunHeader } from '../src/journal/entry.ts'
import { buildReview, type ReviewRows } from '../src/review/buildReview.ts'
import type { ReviewReport } from '../src/review/reviewReport.ts'
import type { PreparedRun } from '../src/search/prepareRun.ts'

/** The review of a journaled run: its start against its best weights, on its own rows. */
export function reviewRun(
  header: RunHeader,
  run: PreparedRun,
  bestWeights: ArrayLike<number>,
): ReviewReport {
  const { startWeights } = run
  const rows = (dataset: Dataset): ReviewRows => ({
    baseline: scoreRows(dataset, startWeights),
    best: scoreRows(dataset, bestWeights),
    outcomes: dataset.outcomes,
  })
  return buildReview({
    runId: header.runId,
    metric: header.metric,
    tiers: run.spec.tiers,
    weights: run.featureNames.map((feature, i) => ({
      feature,
      before: startWeights[i],
      after: bestWeights[i],
    })),
    search: rows(run.search),
    holdout: run.holdout === null ? null : rows(run.holdout),
  })
}
