import { columnGroups } from '../accounts/columnGroups.ts'
import { type Shaped, unshapedSpec } from '../accounts/shaped.ts'
import type { Spec } from '../accounts/spec.ts'
import type { Suited } from '../accounts/suited.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Guardrails } from '../loop/guardrails.ts'
import { boundsOf } from '../search/bounds.ts'
import { guardTerms } from '../search/guard.ts'
import { type SameStory, sameStory } from './sameStory.ts'
import type { ShapesAgain, StudyKind, StudyRecord, StudySetup } from './study.ts'
import { type CeilingSummary, summarizeCeiling } from './summarizeCeiling.ts'
import { type FoldsSummary, summarizeFolds } from './summarizeFolds.ts'
import { type ResampleSummary, summarizeResample } from './summarizeResample.ts'
import { type ShuffleSummary, summarizeShuffle } from './summarizeShuffle.ts'
import { summarizeTolerance, type WeightTolerance } from './summarizeTolerance.ts'

/** A run that has ended, as far as studies of it need to know it. */
export interface StudiedRun {
  header: {
    spec: Spec // the start, every feature on a grid
    metric: PrimaryMetric
    strategy: string
    seed: number
    budget: number
    maxFeatures?: number
    guardrails?: Guardrails
    split: { searchRows: number }
    baseline: { value: number }
    origin?: { spec: Spec; figures: { value: number } } // of the incumbent, where it is not the start
    shaped?: Shaped
    suited?: Suited
  }
  experiments: number // made
  finished: boolean // false: it was stopped before its end
  best: { weights: number[] | null; value: number } // what it hands out; null: the weights of the start
}

/** The search of a run, to be done again: one that was stopped is repeated up to where it was stopped. */
export function studySetup({ header, experiments, finished, best }: StudiedRun): StudySetup {
  const { spec, metric, strategy, seed, budget, maxFeatures, guardrails } = header
  const { origin, shaped, suited } = header
  const isSuitedAsIs = suited !== undefined && shaped === undefined
  const startWeights = Int32Array.from(Object.values(spec.features), ({ weight }) => weight)
  const groups = columnGroups(spec)
  const guard = guardTerms(guardrails, spec, startWeights, groups)
  return {
    metric,
    strategy,
    seed,
    budget: finished ? budget : experiments,
    bounds: boundsOf(spec),
    groups,
    startWeights,
    ...(origin === undefined ? {} : { fittedStart: true }),
    ...(shaped === undefined ? {} : { shapes: shapesAgain(header, shaped) }),
    ...(isSuitedAsIs && origin !== undefined ? { suitedFrom: origin.spec } : {}),
    bestWeights: best.weights === null ? startWeights : Int32Array.from(best.weights),
    ...(maxFeatures === undefined ? {} : { maxFeatures }),
    ...(guard === undefined ? {} : { guard }),
  }
}

function shapesAgain(
  { spec, suited, guardrails }: StudiedRun['header'],
  shaped: Shaped,
): ShapesAgain {
  const { overrule } = shaped
  const asked = guardrails === undefined ? {} : { guardrails }
  return { spec: unshapedSpec(spec, shaped), overrule, suits: suited !== undefined, ...asked }
}

/** What the studies of a run have come to, so far; null where there is nothing to tell yet. */
export interface StudySummaries {
  shuffle: ShuffleSummary | null
  resample: ResampleSummary | null
  folds: FoldsSummary | null
  ceiling: CeilingSummary | null
  tolerance: WeightTolerance[] // of the features done
  story: SameStory | null // resampling against folds
  withoutResult: StudyKind[] // done, and null all the same
}

export function summarizeStudies(records: readonly StudyRecord[], run: StudiedRun): StudySummaries {
  const { header, best } = run
  const { bounds, bestWeights } = studySetup(run)
  const features = Object.keys(header.spec.features)
  const of = (kind: StudyKind) => records.find((record) => record.kind === kind)?.replicates ?? []
  const real = { start: (header.origin?.figures ?? header.baseline).value, best: best.value }
  const input = { features, bounds, bestWeights, best: best.value }
  const resample = summarizeResample(of('resample'), input)
  const folds = summarizeFolds(of('folds'), header.split.searchRows)
  const results = {
    shuffle: summarizeShuffle(of('shuffle'), real),
    resample,
    folds,
    ceiling: summarizeCeiling(of('ceiling'), best.value, header.metric),
  }
  return {
    ...results,
    tolerance: summarizeTolerance(of('tolerance'), features, bestWeights),
    story: sameStory(resample, folds, header.shaped !== undefined),
    withoutResult: records.flatMap(({ kind, state }) =>
      state === 'done' && kind !== 'tolerance' && results[kind] === null ? [kind] : [],
    ),
  }
}
