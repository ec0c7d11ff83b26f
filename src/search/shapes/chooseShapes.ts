import { columnsByName } from '../../accounts/cell.ts'
import type { ShapeName } from '../../accounts/shaped.ts'
import type { Spec } from '../../accounts/spec.ts'
import type { Table } from '../../accounts/table.ts'
import { sourceColumns } from '../../accounts/transform.ts'
import type { Problem } from '../../lib/problem.ts'
import { type Candidate, candidatesOf, candidateWords } from './candidates.ts'
import { type CodedColumn, codeColumn, LEAST_OWN, rowsApart } from './codedColumn.ts'
import { type CommonShape, commonModel, commonShape, usualIndex } from './commonShape.ts'
import { bestPenalty, type FoldModel, refit, type TriedShape, tryColumn } from './crossValidate.ts'
import { type Fold, sampleOf, stratifiedFolds } from './folds.ts'
import { chooseIndex, whyChosen } from './oneError.ts'
import { findPairs } from './pairSearch.ts'
import { type ShapesProgress, shapesProgress } from './progress.ts'
import type { ColumnReport, ShapesReport } from './report.ts'
import { shapedSpec } from './shapedSpec.ts'

export interface ChooseShapesInput {
  table: Table
  spec: Spec // whose columns are shaped; locked features stay as they are
  rows: Uint32Array // search rows: numbers of rows of the table. No other row is read
  outcome: Uint8Array // of every row of the table: 1 stayed, 0 left, other: unknown
  seed: number
  folds?: number // absent: 5
  pairs?: number // most flags of two columns; absent: 3, 0: none
  overrule?: Record<string, ShapeName> // by column: only shapes of this kind
  onProgress?: (progress: ShapesProgress) => void
}

export interface ChosenShapes {
  spec: Spec
  report: ShapesReport
  problems: Problem[] // a warning where many accounts are clipped
}

const FOLDS = 5
const MOST_PAIRS = 3
const CHOOSING_ROWS = 15_000
const FITTING_ROWS = 60_000
const LEAST_OF_A_SIDE = 20
const MANY_CLIPPED = 0.01
const FEW_ROWS = 5000 // with more, the ridge of the starting weights makes no difference
const PASSES = 2
const SECOND_LOOK = 5
const EVENTS_A_BIN = 10 // of the rarer outcome: the rule of Peduzzi et al. (1996) for coefficients

/**
 * The spec with the best shape for each feature by cross-validation on the search rows: of those within
 * one standard error of the best, the simplest. Columns are turned so that more is better and start
 * with rounded logistic weights. Null where too few rows of either outcome are known.
 */
export function chooseShapes(input: ChooseShapesInput): ChosenShapes | null {
  const { table, spec, outcome, seed, overrule = {} } = input
  const known = input.rows.filter((row) => outcome[row] <= 1)
  const ones = known.reduce((sum, row) => sum + outcome[row], 0)
  if (Math.min(ones, known.length - ones) < LEAST_OF_A_SIDE) return null
  const fitting = sampleOf(known, FITTING_ROWS, seed)
  const choosing = sampleOf(fitting, CHOOSING_ROWS, seed + 1)
  const read = codeColumns(table, spec, fitting)
  const columns = read.filter((column) => rowsApart(column) >= LEAST_OWN)
  if (columns.length === 0) return null
  const outcomeOf = (rows: Uint32Array) => Uint8Array.from(rows, (row) => outcome[row])
  const same = choosing.length === fitting.length
  const sample = same ? columns : codeColumns(table, spec, choosing, columns)
  const chosen = chooseCandidates(sample, outcomeOf(choosing), input, overrule)
  const everything: Fold = {
    train: Uint32Array.from(fitting.keys()),
    test: new Uint32Array(0),
  }
  const fitted = commonModel(everything, columns, outcomeOf(fitting), chosen.common)
  settleShapes(fitted, columns, chosen, outcomeOf(fitting))
  const pairs = findPairs({
    folds: chosen.folds,
    foldColumns: sample,
    foldOutcome: outcomeOf(choosing),
    model: fitted,
    columns,
    outcome: outcomeOf(fitting),
    most: input.pairs ?? MOST_PAIRS,
    onProgress: input.onProgress,
  })
  input.onProgress?.(shapesProgress('points', 0, 0))
  if (choosing.length < FEW_ROWS) {
    refit(fitted, outcomeOf(fitting), bestPenalty(chosen.folds, outcomeOf(choosing)))
  }
  const made = shapedSpec({
    table,
    spec,
    columns,
    model: fitted,
    steps: new Set(Object.keys(overrule).filter((column) => overrule[column] === 'steps')),
    pairs: pairs.flags,
    rows: fitting,
    outcome: outcomeOf(fitting),
  })
  if (made === null) return null
  return {
    spec: made.spec,
    problems: made.clippedShare > MANY_CLIPPED ? [clipped(made.clippedShare)] : [],
    report: {
      columns: [...chosen.reports, ...read.filter((each) => !columns.includes(each)).map(tooAlike)],
      pairs: pairs.reports,
      rows: choosing.length,
      folds: chosen.folds.length,
      common: candidateWords({ kind: chosen.common }),
      clippedShare: made.clippedShare,
      auc: made.auc,
    },
  }
}

/** A column that is left out: nearly all rows have the same value, or none. */
function tooAlike(column: CodedColumn): ColumnReport {
  const apart = rowsApart(column)
  const why =
    apart === 0
      ? 'it is the same in every row'
      : `only ${apart} ${apart === 1 ? 'row differs' : 'rows differ'}, too few for points of their own`
  return { column: column.name, chosen: 'no points', why, tried: [] }
}

function clipped(share: number): Problem {
  return {
    severity: 'warning',
    code: 'scores-clipped',
    what: `${(100 * share).toFixed(1)} % of the search rows score beyond an end of the scale, where they tie.`,
    where: '',
    fix: 'Raise max_score, or lower the weights that add the most.',
  }
}

/** The columns the spec's unlocked features read, coded on the rows; `like`: those and in this order. */
function codeColumns(
  table: Table,
  spec: Spec,
  rows: Uint32Array,
  like?: readonly CodedColumn[],
): CodedColumn[] {
  const byName = columnsByName(table)
  const locked = new Set<string>()
  const names = new Set<string>()
  for (const [name, { transform, locked: fixed }] of Object.entries(spec.features)) {
    for (const source of sourceColumns(name, transform)) (fixed ? locked : names).add(source)
  }
  const wanted = like?.map(({ name }) => name) ?? [...names].filter((name) => !locked.has(name))
  return wanted.flatMap((name) => {
    const column = byName.get(name)
    const coded = column === undefined ? null : codeColumn(column, rows)
    return coded === null ? [] : [coded]
  })
}

function chooseCandidates(
  columns: readonly CodedColumn[],
  outcome: Uint8Array,
  { seed, folds: wanted = FOLDS, onProgress }: ChooseShapesInput,
  overrule: Record<string, ShapeName>,
) {
  const ones = outcome.reduce((sum, value) => sum + value, 0)
  const rarer = Math.min(ones, outcome.length - ones)
  const most = Math.min(wanted, rarer)
  const dealt = stratifiedFolds(outcome, Math.max(2, most), seed)
  const { common, models: folds } = commonShape(dealt, columns, outcome, onProgress)
  const candidates = columns.map((column) => {
    const all = candidatesOf(column)
    const affordable = all.filter(
      (each) => each.kind !== 'bins' || each.bins * EVENTS_A_BIN <= rarer,
    )
    const name = Object.hasOwn(overrule, column.name) ? overrule[column.name] : undefined
    const wanted = name === 'steps' ? 'bins' : name
    const allowed = all.filter(({ kind }) => kind === wanted)
    return allowed.length > 0 ? allowed : affordable
  })
  const usual = (position: number) => candidates[position][usualIndex(candidates[position], common)]
  const chosen = candidates.map((_, position) => usual(position))
  const tried: TriedShape[][] = candidates.map(() => [])
  const open = columns.flatMap((column, position) => {
    const all = candidatesOf(column)
    const begun = all[usualIndex(all, common)]
    return candidates[position].length > 1 || chosen[position].kind !== begun.kind ? [position] : []
  })
  for (let pass = 0; pass < PASSES && open.length > 0; pass++) {
    for (const [done, position] of open.entries()) {
      onProgress?.(shapesProgress(pass === 0 ? 'columns' : 'second look', done, open.length))
      const list =
        pass === 0 ? candidates[position] : hopeful(tried[position], chosen[position], common)
      const trial = tryColumn(folds, position, columns[position], list, outcome)
      const index = chooseIndex(trial, usualIndex(list, common))
      chosen[position] = list[index]
      const again = trial.tried.map(({ candidate }) => candidate)
      tried[position] = candidates[position].map(
        (candidate, c) => trial.tried[again.indexOf(candidate)] ?? tried[position][c],
      )
      if (trial.fitted(index)) trial.settle(index)
    }
    for (const fold of folds) refit(fold, outcome)
  }
  return {
    folds,
    common,
    candidates: chosen,
    reports: columns.map((column, position) => ({
      column: column.name,
      chosen: candidateWords(chosen[position]),
      why: whyChosen(tried[position], chosen[position], usual(position)),
      tried: tried[position].map(({ candidate, gain, gainError }) => ({
        shape: candidateWords(candidate),
        gain,
        standardError: gainError,
      })),
    })),
  }
}

/** Worth a second look: the simplest, the common one, the one chosen and the best few; in their order. */
function hopeful(
  tried: readonly TriedShape[],
  chosen: Candidate,
  common: CommonShape,
): Candidate[] {
  const best = [...tried].sort((a, b) => a.loss - b.loss).slice(0, SECOND_LOOK)
  return tried
    .filter(
      (each, index) =>
        index === 0 ||
        each.candidate === chosen ||
        each.candidate.kind === common ||
        best.includes(each),
    )
    .map(({ candidate }) => candidate)
}

/** Puts the chosen shapes into a model of common ones, one after another, as the folds did. */
function settleShapes(
  model: FoldModel,
  columns: readonly CodedColumn[],
  { candidates, common }: { candidates: readonly Candidate[]; common: CommonShape },
  outcome: Uint8Array,
): void {
  const isCommon = columns.every((column, c) => {
    const all = candidatesOf(column)
    return candidates[c].kind === all[usualIndex(all, common)].kind
  })
  if (isCommon) return
  for (let pass = 0; pass < PASSES; pass++) {
    columns.forEach((column, position) => {
      const trial = tryColumn([model], position, column, [candidates[position]], outcome)
      if (trial.fitted(0)) trial.settle(0)
    })
    refit(model, outcome)
  }
}
