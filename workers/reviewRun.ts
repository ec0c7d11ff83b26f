import type { Dataset } from '../src/accounts/dataset.ts'
import { scoreRows } from '../src/accounts/scoreRows.ts'
import type { RunHeader } from '../src/journal/entry.ts'
import { buildReview, type ReviewRows } from '../src/review/buildReview.ts'
import type { ReviewReport, WeightPair } from '../src/review/reviewReport.ts'
import type { PreparedRun } from '../src/search/prepareRun.ts'

/** The review of a journaled run: what it came from against its best weights, on its own rows. */
export function reviewRun(
  header: RunHeader,
  run: PreparedRun,
  origin: PreparedRun, // of the spec gains count from; `run` itself where that is its start
  bestWeights: ArrayLike<number>,
): ReviewReport {
  const rows = (before: Dataset, after: Dataset): ReviewRows => ({
    baseline: scoreRows(before, origin.startWeights),
    best: scoreRows(after, bestWeights),
    outcomes: before.outcomes,
  })
  return buildReview({
    runId: header.runId,
    metric: header.metric,
    tiers: run.spec.tiers,
    weights: weightPairs(origin, run.featureNames, bestWeights),
    search: rows(origin.search, run.search),
    holdout:
      run.holdout === null || origin.holdout === null ? null : rows(origin.holdout, run.holdout),
  })
}

/** Weights of both specs, features of the best one first. */
function weightPairs(
  origin: PreparedRun,
  names: string[],
  bestWeights: ArrayLike<number>,
): WeightPair[] {
  const before = new Map(origin.featureNames.map((name, i) => [name, origin.startWeights[i]]))
  const known = new Set(names)
  return [
    ...names.map((feature, i) => ({
      feature,
      before: before.get(feature) ?? null,
      after: bestWeights[i],
    })),
    ...origin.featureNames
      .filter((feature) => !known.has(feature))
      .map((feature) => ({ feature, before: before.get(feature) ?? null, after: null })),
  ]
}
