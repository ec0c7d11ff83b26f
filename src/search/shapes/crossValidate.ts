import { fitLogistic } from '../logistic/fitLogistic.ts'
import {
  type AdditiveFit,
  addEffects,
  additiveOdds,
  fitAdditive,
  type Term,
} from './additiveFit.ts'
import { type BlockFit, blockRows, fitBlock } from './blockFit.ts'
import { type Candidate, fitShapes, type ValueSums } from './candidates.ts'
import type { CodedColumn } from './codedColumn.ts'
import type { Fold } from './folds.ts'
import { type Shape, shapeTable } from './shape.ts'

/** A fold with the additive model that was fitted on its other rows. */
export interface FoldModel extends Fold {
  shapes: Shape[] // of each column
  terms: Term[] // of each column, then of flags of two columns
  fit: AdditiveFit
  odds: Float64Array // of every row
}

/** Out-of-fold log loss of a candidate against the simplest one, a row. */
export interface TriedShape {
  candidate: Candidate
  loss: number // mean, log loss a row
  gain: number // mean, of the simplest candidate's loss over this one's
  gainError: number // standard error of `gain`
}

/** Fits each fold's terms together and takes down the odds of all rows. */
export function refit(fold: FoldModel, outcome: Uint8Array, penalty = 1): void {
  fold.fit = fitAdditive(fold.terms, outcome, fold.train, penalty)
  additiveOdds(fold.terms, fold.fit, fold.odds)
}

const PENALTIES = [1, 4, 16, 64]

/**
 * The usual penalty, or a larger one that orders rows better out of fold by more than one standard error: told by
 * the loss at the best common stretch of the log odds, as shrinking that only calibrates a fit is nothing to points.
 * With few rows of the rarer outcome the best of all penalties would be picked by luck.
 */
export function bestPenalty(folds: readonly FoldModel[], outcome: Uint8Array): number {
  const odds = new Float64Array(outcome.length)
  let best: { penalty: number; losses: Float64Array } | null = null
  for (const penalty of PENALTIES) {
    for (const fold of folds) {
      refit(fold, outcome, penalty)
      for (const row of fold.test) odds[row] = fold.odds[row]
    }
    const losses = stretchedLosses(odds, outcome)
    if (best !== null) {
      const { gain, gainError } = pairedGain(best.losses, losses)
      if (gain <= gainError) continue
    }
    best = { penalty, losses }
  }
  return best?.penalty ?? PENALTIES[0]
}

/** Log loss a row at the intercept and the stretch (not below 0) that suit the log odds best. */
function stretchedLosses(odds: Float64Array, outcome: Uint8Array): Float64Array {
  const fit = fitLogistic({ columns: [odds], outcome, penalty: 0, nonNegative: true })
  const { intercept, coefficients } = fit
  return odds.map((each, row) => logLoss(intercept + coefficients[0] * each, outcome[row]))
}

interface TriedFold {
  shapes: (Shape | null)[]
  terms: (Term | null)[]
  blocks: (BlockFit | null)[]
}

/** A column's candidates, tried in every fold; `settle` puts one of them into the folds' models. */
export interface ColumnTrial {
  tried: TriedShape[]
  losses: Float64Array[] // of each candidate, a row; Infinity where a fold could not fit it
  fitted(index: number): boolean // by every fold
  settle(index: number): void
}

/**
 * Log loss of each candidate on the rows of each fold, with its percentiles, cuts and points fitted on
 * the others and all other columns as they are.
 */
export function tryColumn(
  folds: readonly FoldModel[],
  position: number, // of the column among the terms
  column: CodedColumn,
  candidates: readonly Candidate[],
  outcome: Uint8Array,
): ColumnTrial {
  const losses = candidates.map(() => new Float64Array(outcome.length))
  const triedFolds = folds.map((fold): TriedFold => {
    const effects = fold.fit.effects[position]
    addEffects(fold.odds, column.codes, effects, -1)
    const sums = sumsOf(fold.train, fold.odds, column, effects, outcome)
    const input = blockRows(fold.train, outcome, column.codes, fold.odds, sums.level)
    const shapes = fitShapes(column, candidates, sums)
    const terms = shapes.map((shape): Term | null =>
      shape === null ? null : { codes: column.codes, table: shapeTable(shape, column) },
    )
    const blocks = terms.map((term) => (term ? fitBlock(input, term.table) : null))
    blocks.forEach((block, index) => {
      if (block === null) for (const row of fold.test) losses[index][row] = Number.POSITIVE_INFINITY
      else testLoss(fold, column.codes, block, outcome, losses[index])
    })
    addEffects(fold.odds, column.codes, effects, 1)
    return { shapes, terms, blocks }
  })
  return {
    losses,
    tried: candidates.map((candidate, index) => ({
      candidate,
      loss: mean(losses[index]),
      ...pairedGain(losses[0], losses[index]),
    })),
    fitted: (index) => triedFolds.every(({ terms }) => terms[index] !== null),
    settle(index) {
      folds.forEach((fold, f) => {
        const term = triedFolds[f].terms[index]
        const block = triedFolds[f].blocks[index]
        const shape = triedFolds[f].shapes[index]
        if (term === null || block === null || shape === null)
          throw new Error(`shape not fitted: ${index}`)
        addEffects(fold.odds, column.codes, fold.fit.effects[position], -1)
        addEffects(fold.odds, column.codes, block.effects, 1)
        for (let row = 0; row < fold.odds.length; row++) fold.odds[row] += block.shift
        fold.shapes[position] = shape
        fold.terms[position] = term
        fold.fit.effects[position] = block.effects
        fold.fit.intercept += block.shift
      })
    },
  }
}

/**
 * Rows, outcomes minus chances and variances by value, at odds that lack the column; its mean effect
 * (`level`) takes its place.
 */
export function sumsOf(
  rows: Uint32Array,
  odds: Float64Array,
  { codes, size }: CodedColumn,
  effects: Float64Array,
  outcome: Uint8Array,
): ValueSums & { level: number } {
  const counts = new Float64Array(size + 1)
  const slopes = new Float64Array(size + 1)
  const curvatures = new Float64Array(size + 1)
  for (const row of rows) counts[codes[row]] += 1
  const level = counts.reduce((sum, count, code) => sum + count * effects[code], 0) / rows.length
  for (const row of rows) {
    const chance = 1 / (1 + Math.exp(-odds[row] - level))
    const code = codes[row]
    slopes[code] += outcome[row] - chance
    curvatures[code] += chance * (1 - chance)
  }
  return { counts, slopes, curvatures, level }
}

export function testLoss(
  { test, odds }: FoldModel,
  codes: Uint32Array,
  { shift, effects }: BlockFit,
  outcome: Uint8Array,
  losses: Float64Array,
): void {
  for (const row of test)
    losses[row] = logLoss(odds[row] + shift + effects[codes[row]], outcome[row])
}

export function logLoss(odds: number, outcome: number): number {
  const signed = outcome === 1 ? -odds : odds
  return signed > 0 ? signed + Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed))
}

export function mean(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** Mean of `before` minus `after` with its standard error over the rows. */
export function pairedGain(before: Float64Array, after: Float64Array) {
  let sum = 0
  let squares = 0
  for (let row = 0; row < before.length; row++) {
    const gain = before[row] - after[row]
    sum += gain
    squares += gain * gain
  }
  const gain = sum / before.length
  const variance = Math.max(0, squares / before.length - gain * gain)
  return { gain, gainError: Math.sqrt(variance / Math.max(1, before.length - 1)) }
}
