import { noiseCeiling } from '../accounts/noiseCeiling.ts'
import type { SplitRecord } from '../accounts/splitRecord.ts'
import { clippedMore, strangeRows } from '../accounts/strangeRows.ts'
import type { Table } from '../accounts/table.ts'
import { evaluate, primaryValue } from '../evaluation/evaluator.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { createScoreTableBuilder } from '../evaluation/scoreTable.ts'
import type { Problem } from '../lib/problem.ts'
import { classCounts } from '../statistics/classCounts.ts'
import { smallestGain } from '../statistics/power.ts'
import { type Ceiling, ceilingValue } from '../studies/ceiling.ts'
import { type BothTables, calibrationFigures, gainCurves, topSwap } from './bandFigures.ts'
import { bothTiers } from './bothTiers.ts'
import { cautions } from './cautions.ts'
import { driftRows } from './driftRows.ts'
import { estimateGain } from './gain.ts'
import { decide, reviewGates } from './gates.ts'
import { incumbentName } from './incumbentWords.ts'
import { isLeak, leaksAmong } from './leaks.ts'
import type {
  CeilingFigures,
  Decision,
  GainEstimate,
  GuardrailFigure,
  NoiseFigures,
  Review,
  RowSetFigures,
  Thresholds,
  TierFit,
} from './review.ts'
import { type ReviewedSpec, type RowScores, scoreBoth } from './rowScores.ts'
import { isDivided, segmentFigures } from './segmentFigures.ts'
import { tierMigration } from './tierMigration.ts'
import { tooPredictable } from './tooPredictable.ts'
import { turnedColumns } from './turnedColumns.ts'
import { weightChanges } from './weightChanges.ts'

/** Seed of the bootstrap: the same accounts give the same interval, whoever reviews them. */
export const BOOTSTRAP_SEED = 1

export interface ReviewInput {
  runId: string
  createdAt: string // UTC ISO 8601
  filesCheckedAt: string | null // UTC ISO 8601, after the search; null: not checked
  metric: PrimaryMetric
  incumbent: ReviewedSpec
  incumbentIsDefault: boolean // nobody gave it: it was made from the columns
  incumbentIsFound?: boolean // by an earlier run
  candidate: ReviewedSpec // the frozen best spec, see `frozenCandidate`
  tierFit: TierFit
  split: SplitRecord
  table: Table // all rows, for what is said of columns
  rows: { search: Uint32Array; holdout: Uint32Array } // of the table, in the order of the datasets
  thresholds: Thresholds
  guardrails: GuardrailFigure[] // of the run, measured on the holdout
  noise: NoiseFigures | null // null: the study was not run
  ceiling: Ceiling | null // of the candidate's features, fitted on the search rows; null: not fitted
  looks: number | null
  firstDecision?: Decision | null // of this run by other thresholds, before these; absent or null: none
  warnings: Problem[] // of the data, as leaks
  gain?: GainEstimate | null // on these holdout rows, measured before; absent: measured here
}

/** Incumbent against candidate: every figure of the review, the gates, the decision, and what could still be wrong. */
export function buildReview(input: ReviewInput): Review {
  const { metric, incumbent, candidate, split, thresholds, guardrails, noise, looks } = input
  const { tierFit, incumbentIsDefault, incumbentIsFound = false } = input
  const specs = [incumbent.spec, candidate.spec]
  const tiers = bothTiers(incumbent.spec, candidate.spec)
  const search = scoreBoth(incumbent, candidate, 'search')
  if (search === null) throw new Error('review without search rows')
  const holdout = scoreBoth(incumbent, candidate, 'holdout')
  const onSearch = tablesOf(search)
  const onHoldout = holdout === null ? null : tablesOf(holdout)
  const figures = (side: 'incumbent' | 'candidate'): RowSetFigures => ({
    search: evaluate(onSearch[side], tiers[side]),
    holdout: onHoldout === null ? null : evaluate(onHoldout[side], tiers[side]),
  })
  const gain =
    holdout === null
      ? null
      : input.gain === undefined
        ? estimateGain(holdout, metric, BOOTSTRAP_SEED)
        : input.gain
  const searchGain = difference(onSearch, metric)
  const shown = holdout ?? search
  const migration = {
    ...tierMigration(shown.incumbent, shown.candidate, shown.outcomes, tiers),
    rows: holdout === null ? ('search' as const) : ('holdout' as const),
  }
  const segments = holdout === null ? null : segmentFigures(holdout, search, metric, tiers)
  const holdoutRows = holdout?.outcomes.rowCount ?? 0
  const gates = reviewGates(
    { metric, holdoutRows, gain, migration, tierFit, segments, guardrails, noise },
    thresholds,
  )
  const drift =
    holdout === null
      ? null
      : driftRows({
          specs,
          table: input.table,
          rows: input.rows,
          search,
          holdout,
        })
  const turned = turnedColumns(drift ?? [], incumbent.spec, candidate.spec)
  const leaks = leaksAmong(input.warnings, specs)
  const decision = decide(gates, leaks)
  const weights = weightChanges(incumbent, candidate)
  const of = { incumbent: figures('incumbent'), candidate: figures('candidate') }
  const smallestDetectable = gain === null ? null : smallestGain(gain.standardError)
  return {
    runId: input.runId,
    createdAt: input.createdAt,
    filesCheckedAt: input.filesCheckedAt,
    metric,
    tiers,
    tierFit,
    incumbentIsDefault,
    incumbentIsFound,
    decision,
    gates,
    thresholds,
    split,
    searchRows: search.outcomes.rowCount,
    holdoutRows,
    gain,
    searchGain,
    smallestDetectable,
    noiseCeiling: ceilingOf(search, Object.keys(candidate.spec.features).length),
    noise,
    ceiling: ceilingFigures(input, gain),
    ...of,
    weights,
    migration,
    segments,
    swap: holdout === null ? null : topSwap(holdout),
    calibration: onHoldout === null ? null : calibrationFigures(onHoldout, tiers),
    gainCurve: onHoldout === null ? null : gainCurves(onHoldout),
    drift,
    turned,
    leaks,
    guardrails,
    looks,
    cautions: cautions({
      decision,
      gates,
      incumbent: incumbentName({ incumbentIsDefault, incumbentIsFound, weights }),
      incumbentIsDefault,
      incumbentIsFound,
      split,
      thresholds,
      gain,
      searchGain,
      smallestDetectable,
      migration,
      tierFit,
      ...classesOf(holdout),
      segments,
      hasSegmentColumn: search.segments.some(isDivided),
      drift,
      turned,
      leaks,
      noise,
      looks,
      firstDecision: input.firstDecision ?? null,
      warnings: [
        ...tooPredictable(of.candidate.holdout),
        ...input.warnings.filter((warning) => !isLeak(warning)),
        ...strangeRows(input.table, candidate.spec, input.rows),
        ...clippedMore(candidate.search, candidate.holdout, weightsOf(candidate)),
      ],
    }),
  }
}

function ceilingFigures(
  { ceiling, candidate: { holdout }, metric }: ReviewInput,
  gain: GainEstimate | null,
): CeilingFigures | null {
  if (ceiling === null || holdout === null || gain === null) return null
  const value = ceilingValue(metric, holdout, ceiling)
  return value === null ? null : { value, candidate: gain.candidate }
}

function tablesOf({ incumbent, candidate, outcomes }: RowScores): BothTables {
  const builder = createScoreTableBuilder(outcomes)
  return { incumbent: builder.build(incumbent), candidate: builder.build(candidate) }
}

function difference(tables: BothTables, metric: PrimaryMetric): number | null {
  const before = primaryValue(tables.incumbent, metric)
  const after = primaryValue(tables.candidate, metric)
  return before === null || after === null ? null : after - before
}

/** Retained and churned accounts of a row set; null where its outcomes do not tell. */
function classesOf(scores: RowScores | null): { retained: number | null; churned: number | null } {
  const classes = scores === null ? null : classCounts(scores.outcomes, 'auc_roc_retain')
  if (classes === null) return { retained: null, churned: null }
  return { retained: sum(classes.upper), churned: sum(classes.lower) }
}

function ceilingOf(search: RowScores, features: number): number | null {
  const { retained, churned } = classesOf(search)
  if (retained === null || churned === null || retained === 0 || churned === 0) return null
  const accounts = retained + churned
  return noiseCeiling(accounts, features, retained / accounts)
}

function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let row = 0; row < values.length; row++) total += values[row]
  return total
}

function weightsOf({ spec }: ReviewedSpec): number[] {
  return Object.values(spec.features).map(({ weight }) => weight)
}
