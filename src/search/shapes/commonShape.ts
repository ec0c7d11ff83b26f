import { type Candidate, candidatesOf, fitShapes } from './candidates.ts'
import type { CodedColumn } from './codedColumn.ts'
import { type FoldModel, logLoss, mean, pairedGain, refit } from './crossValidate.ts'
import type { Fold } from './folds.ts'
import { chooseIndex } from './oneError.ts'
import { type ShapesProgress, shapesProgress } from './progress.ts'
import { type Shape, shapeTable } from './shape.ts'

const COMMON = ['line', 'wide', 'log', 'rank'] as const // the simplest first
export type CommonShape = (typeof COMMON)[number]

/** Of a column with one value on these rows. */
const FLAT: Shape = { kind: 'line', low: 0, high: 1, step: 1 }

/**
 * The shape that all columns begin with, and the models of the folds with it. Columns that tell the outcome
 * by their ratio do so as logarithms of both, and neither gains by a logarithm of its own.
 */
export function commonShape(
  folds: readonly Fold[],
  columns: readonly CodedColumn[],
  outcome: Uint8Array,
  onProgress?: (progress: ShapesProgress) => void,
): { common: CommonShape; models: FoldModel[] } {
  const usable = COMMON.filter(
    (kind) =>
      kind === 'line' ||
      columns.some((column) => candidatesOf(column).some((each) => each.kind === kind)),
  )
  const models = usable.map((kind, done) => {
    onProgress?.(shapesProgress('common', done, usable.length))
    return folds.map((fold) => commonModel(fold, columns, outcome, kind))
  })
  const losses = models.map((ofFolds) => {
    const each = new Float64Array(outcome.length)
    for (const { test, odds } of ofFolds) {
      for (const row of test) each[row] = logLoss(odds[row], outcome[row])
    }
    return each
  })
  const tried = usable.map((kind, index) => ({
    candidate: { kind },
    loss: mean(losses[index]),
    ...pairedGain(losses[0], losses[index]),
  }))
  const index = chooseIndex({ tried, losses }, 0, 0)
  return { common: usable[index], models: models[index] }
}

/** A model whose columns all have the common shape, or the simplest where it cannot be; fitted on the fold's rows. */
export function commonModel(
  fold: Fold,
  columns: readonly CodedColumn[],
  outcome: Uint8Array,
  common: CommonShape,
): FoldModel {
  const shapes = columns.map((column): Shape => {
    const counts = new Float64Array(column.size + 1)
    for (const row of fold.train) counts[column.codes[row]] += 1
    const sums = { counts, slopes: counts, curvatures: counts }
    const all = candidatesOf(column)
    const fitted = fitShapes(column, [all[usualIndex(all, common)], all[0]], sums)
    return fitted[0] ?? fitted[1] ?? FLAT
  })
  const model: FoldModel = {
    ...fold,
    shapes,
    terms: shapes.map((shape, c) => ({
      codes: columns[c].codes,
      table: shapeTable(shape, columns[c]),
    })),
    fit: { intercept: 0, effects: [] },
    odds: new Float64Array(outcome.length),
  }
  refit(model, outcome)
  return model
}

/** Where the common shape stands among a column's candidates; the first where it does not. */
export function usualIndex(candidates: readonly Candidate[], common: CommonShape): number {
  return Math.max(
    0,
    candidates.findIndex(({ kind }) => kind === common),
  )
}
