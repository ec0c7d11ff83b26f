import { columnGroups } from '../accounts/columnGroups.ts'
import { compileParts } from '../accounts/compileDataset.ts'
import type { Dataset } from '../accounts/dataset.ts'
import { usedOutcomes, withBaselineTiers } from '../accounts/extractOutcomes.ts'
import { gridSpec } from '../accounts/gridSpec.ts'
import { idColumn } from '../accounts/outcomeColumns.ts'
import { createRowScorer, type RowScorer } from '../accounts/rowScorer.ts'
import { divideRows, type SplitRequest } from '../accounts/rowSets.ts'
import { counted } from '../accounts/say.ts'
import { scoreRows } from '../accounts/scoreRows.ts'
import type { Spec } from '../accounts/spec.ts'
import { ruleProblems } from '../accounts/specRules.ts'
import type { SplitRecord } from '../accounts/splitRecord.ts'
import { clippedMore, strangeRows } from '../accounts/strangeRows.ts'
import type { Column, Table } from '../accounts/table.ts'
import { availableMetrics, evaluate, primaryValue } from '../evaluation/evaluator.ts'
import type { Metrics, PrimaryMetric } from '../evaluation/metrics.ts'
import { createScoreTableBuilder } from '../evaluation/scoreTable.ts'
import { checkTiers } from '../evaluation/tiers.ts'
import type { Problem } from '../lib/problem.ts'
import type { Result } from '../lib/result.ts'
import type { KeptFigures, RunFigures } from '../loop/experiment.ts'
import type { Guardrails } from '../loop/guardrails.ts'
import { withPrimary } from '../loop/withPrimary.ts'
import { isRankingMetric } from '../statistics/classCounts.ts'
import { type Bounds, boundsOf, movableFeatures } from './bounds.ts'
import { type GuardTerms, guardTerms } from './guard.ts'
import { guardProblems } from './guardProblems.ts'
import { createObjective, type Objective } from './objective.ts'
import { createGainInErrors } from './pairedGain.ts'
import { searchKernel } from './searchKernel.ts'
import { wideBoundsProblems } from './wideBounds.ts'

export interface PrepareInput {
  table: Table
  spec: Spec
  metric: PrimaryMetric | null // null: the first the outcomes allow
  split: SplitRequest
  guardrails?: Guardrails // what the run is to keep besides
}

/** All a search needs of a table and a spec; the same in the page and in the terminal. */
export interface PreparedRun {
  spec: Spec // every feature on a grid
  metric: PrimaryMetric
  search: Dataset // rows the loop chooses on
  holdout: Dataset | null // rows it never reads; null where nothing is held out
  split: SplitRecord
  bounds: Bounds
  groups: Uint16Array // of each weight: those that read one column are one feature
  guard?: GuardTerms // of the guardrails asked for
  startWeights: Int32Array
  featureNames: string[]
  kernel: string // how the search rows are searched on this machine
  figures(weights: ArrayLike<number>): RunFigures
  /** Of weights kept in place of `before`, whose primary metric the search knows. */
  keptFigures(before: ArrayLike<number>, weights: ArrayLike<number>, value: number): KeptFigures
  searchMetrics(weights: ArrayLike<number>): Metrics // search rows alone
}

/** Compiles the table, divides its rows, and checks that the metric exists where the search will look. */
export function prepareRun(input: PrepareInput): Result<PreparedRun> {
  const { table } = input
  const problems: Problem[] = [
    ...ruleProblems(input.spec),
    ...checkTiers(input.spec.tiers, input.spec.max_score),
  ]
  const divided = divideRows(table, input.spec, input.split)
  problems.push(...divided.problems)
  if (!divided.ok) return { ok: false, problems }
  const rows = divided.value
  const gridded = gridSpec(table, input.spec, rows.search)
  problems.push(...gridded.problems)
  if (!gridded.ok) return { ok: false, problems }
  const spec = gridded.value
  const isHeldOut = rows.holdout.length > 0
  const compiled = compileParts(
    table,
    spec,
    isHeldOut ? [rows.search, rows.holdout] : [rows.search],
  )
  problems.push(...compiled.problems)
  if (!compiled.ok || problems.some(({ severity }) => severity === 'error')) {
    return { ok: false, problems }
  }
  const features = Object.values(spec.features)
  const startWeights = Int32Array.from(features, ({ weight }) => weight)
  const [search, holdout = null] = compiled.value.datasets.map((dataset) => ({
    ...dataset,
    outcomes: withBaselineTiers(dataset.outcomes, scoreRows(dataset, startWeights), spec.tiers),
  }))
  problems.push(...strangeRows(table, spec, rows), ...clippedMore(search, holdout, startWeights))
  if (rows.record.kind !== 'none' && holdout === null) {
    problems.push(nothingHeldOut(rows.record, idColumn(table, spec)))
  }
  const allowed = availableMetrics(usedOutcomes(table, spec, compiled.value.outcomes))
  const metric = input.metric ?? allowed[0]
  if (metric === undefined || !allowed.includes(metric)) {
    return { ok: false, problems: [...problems, metricAbsent(metric, allowed)] }
  }

  const bounds = boundsOf(spec)
  if (movableFeatures(bounds).length === 0) {
    return { ok: false, problems: [...problems, NOTHING_TO_CHANGE] }
  }
  const scoreSearch = createRowScorer(search)
  const onSearch = createFigures(search, scoreSearch, spec, metric)
  const searchValue = createSearchValue(search, metric)
  const onHoldout =
    holdout === null ? null : createFigures(holdout, createRowScorer(holdout), spec, metric)
  const gainInErrors = createGainInErrors(search, metric, scoreSearch)
  if (onSearch(startWeights).value === null) {
    return { ok: false, problems: [...problems, metricUndefined(metric, rows.record)] }
  }
  if (onHoldout !== null && onHoldout(startWeights).value === null) {
    problems.push(holdoutUndefined(metric, rows.record))
  }
  const groups = columnGroups(spec)
  problems.push(...wideBoundsProblems(search, bounds, startWeights))
  const guard = guardTerms(input.guardrails, spec, startWeights, groups)
  if (guard !== undefined) problems.push(...guardProblems(search, metric, guard))
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems }
  const value: PreparedRun = {
    spec,
    metric,
    search,
    holdout,
    split: rows.record,
    bounds,
    groups,
    ...(guard === undefined ? {} : { guard }),
    startWeights,
    featureNames: search.features.map(({ name }) => name),
    kernel: searchKernel(search, metric, bounds, startWeights),
    searchMetrics: (weights) => onSearch(weights).metrics,
    figures: (weights) => figures(weights, searchValue(weights)),
    keptFigures(before, weights, value) {
      const gainInStandardErrors = gainInErrors(before, weights)
      return {
        ...figures(weights, value),
        ...(gainInStandardErrors === null ? {} : { gainInStandardErrors }),
      }
    },
  }
  return { ok: true, value, problems }

  function figures(weights: ArrayLike<number>, value: number): RunFigures {
    const { metrics } = onSearch(weights)
    const holdout = onHoldout?.(weights)
    return {
      value,
      holdoutValue: holdout?.value ?? null,
      metrics: withPrimary(metrics, metric, value),
      holdoutMetrics: holdout?.metrics ?? null,
    }
  }
}

function createFigures({ outcomes }: Dataset, score: RowScorer, spec: Spec, metric: PrimaryMetric) {
  const builder = createScoreTableBuilder(outcomes)
  return (weights: ArrayLike<number>): { value: number | null; metrics: Metrics } => {
    const table = builder.build(score(weights))
    return { value: primaryValue(table, metric), metrics: evaluate(table, spec.tiers) }
  }
}

/**
 * The metric as the search compares it. Sums of money differ from the evaluator's in the last digit,
 * by the order of adding, so the baseline must not come from there: an equal candidate would look better.
 */
function createSearchValue(dataset: Dataset, metric: PrimaryMetric) {
  let objective: Objective | null = null
  return (weights: ArrayLike<number>): number => {
    objective ??= createObjective(dataset, metric)
    return objective.toValue(objective.reset(Int32Array.from(weights)))
  }
}

const NOTHING_TO_CHANGE: Problem = {
  severity: 'error',
  code: 'nothing-to-change',
  what: 'No weight can change: the spec has no feature, or all are locked or have one value in their bounds.',
  where: '',
  fix: 'Unlock a weight or widen its bounds.',
}

function metricAbsent(metric: PrimaryMetric | undefined, allowed: PrimaryMetric[]): Problem {
  const what =
    metric === undefined
      ? 'No outcome of this data can be maximised.'
      : `${metric} cannot be computed from the outcomes of this data.`
  const fix =
    allowed.length === 0
      ? 'Name a column that says which accounts stayed or left (both must occur, among more than 100 accounts), or one with their revenue.'
      : `Choose one of ${allowed.join(', ')}.`
  return { severity: 'error', code: 'metric-unavailable', what, where: '', fix }
}

function nothingHeldOut({ share }: SplitRecord, id: Column | null): Problem {
  return {
    severity: 'warning',
    code: 'nothing-held-out',
    what: `A share of ${share} was to be held out, but no account fell on that side${id === null ? '' : ` by ${id.name}`}: nothing can check the result.`,
    where: '',
    fix:
      id === null
        ? 'Hold out a larger share of the accounts.'
        : 'Hold out a larger share, or name another id column if this one does not tell accounts apart.',
  }
}

function metricUndefined(metric: PrimaryMetric, { searchRows }: SplitRecord): Problem {
  return {
    severity: 'error',
    code: 'metric-undefined-on-search-rows',
    what: `${metric} is not defined on the ${counted(searchRows, 'row')} that would be searched${isRankingMetric(metric) ? ': it needs more than 100 accounts, of both outcomes' : ''}.`,
    where: '',
    fix: 'Give more accounts with known outcomes, hold out fewer, or choose another metric.',
  }
}

/** What gives more held-out accounts, where that is not a larger share. */
const HOLD_OUT_MORE: Partial<Record<SplitRecord['kind'], string>> = {
  file: 'Give a second file with more accounts of both outcomes to check the result.',
  time: 'Give accounts of more later periods, of both outcomes, to check the result.',
}

function holdoutUndefined(metric: PrimaryMetric, { kind, holdoutRows }: SplitRecord): Problem {
  return {
    severity: 'warning',
    code: 'metric-undefined-on-holdout',
    what: `${metric} is not defined on the ${counted(holdoutRows, 'held-out row')}, so wins carry no holdout value.`,
    where: '',
    fix: HOLD_OUT_MORE[kind] ?? 'Hold out a larger share of the accounts to check the result.',
  }
}
