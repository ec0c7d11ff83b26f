import { accountCount } from '../../accounts/accountCount.ts'
import type { Dataset } from '../../accounts/dataset.ts'
import { takeRows } from '../../accounts/takeRows.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { holding } from '../../lib/heldBytes.ts'
import type { Bounds } from '../bounds.ts'
import { createDeepContext, type DeepContext } from '../deep/context.ts'
import { GATED_BELOW } from '../deep/gate.ts'
import { startOutcome } from '../deep/starts.ts'
import type { GuardTerms } from '../guard.ts'
import { createObjective } from '../objective.ts'
import { sampleOf, stratifiedFolds } from '../shapes/folds.ts'
import { freeFeatures } from './groups.ts'

/** What every task of a sparse search works with. Its `gate` holds for what a regression found. */
export interface SparseContext extends DeepContext {
  groups: Uint16Array // of each weight
  parts: number[][] // free weights of each group
  outcome: ArrayLike<number> | null // what a regression looks for, see `startOutcome`; null: there is nothing
  fitted: Uint32Array | null // rows a regression is fitted on; null: all
}

/** A share of the search rows left out, to see how a way of searching does on it. */
export interface FoldContext extends SparseContext {
  leftOut(weights: Int32Array): number // primary metric on the rows left out
}

export interface SparseInput {
  dataset: Dataset
  metric: PrimaryMetric
  bounds: Bounds
  seed: number
  groups: Uint16Array
  guard?: GuardTerms
}

export const FOLDS = 5

/** Rows beyond which a regression is fitted on a sample, and ways are compared on one. */
const MOST_FITTED = 50_000
const MOST_COMPARED = 20_000

/** Rows of a fold below which metrics are not defined. */
const LEAST_LEFT_OUT = 120

export function createSparseContext(input: SparseInput): SparseContext {
  const { dataset, metric, bounds, seed, groups, guard } = input
  const rows = Uint32Array.from({ length: dataset.rowCount }, (_, row) => row)
  return {
    ...createDeepContext(dataset, metric, bounds, seed, guard),
    groups,
    parts: freeFeatures(groups, bounds),
    outcome: startOutcome({ dataset, metric }),
    fitted: rows.length > MOST_FITTED ? sampleOf(rows, MOST_FITTED, seed) : null,
  }
}

/** Whether ways of searching can be compared on parts of these rows. */
export function comparable({ dataset, outcome }: SparseContext): boolean {
  return outcome !== null && accountCount(dataset.outcomes) >= FOLDS * LEAST_LEFT_OUT
}

/** Few enough rows that what fits them best is often luck. */
export function isSmall({ dataset }: SparseContext): boolean {
  return accountCount(dataset.outcomes) < GATED_BELOW
}

/** Makes each fold when it is first asked for: its rows and outcomes are copies. */
export function createFolds(
  input: SparseInput,
  whole: SparseContext,
): (fold: number) => FoldContext {
  const made = new Map<number, FoldContext>()
  const foldOf = (which: number): FoldContext => {
    const known = made.get(which)
    if (known !== undefined) return known
    if (whole.outcome === null) throw new Error('folds without an outcome')
    const { metric, seed } = input
    const all = Uint32Array.from({ length: input.dataset.rowCount }, (_, row) => row)
    const rows = sampleOf(all, MOST_COMPARED, seed)
    const outcome = Float64Array.from(rows, (row) => whole.outcome![row])
    const { train, test } = stratifiedFolds(outcome, FOLDS, seed)[which]
    const part = (places: Uint32Array) =>
      takeRows(
        input.dataset,
        places.map((place) => rows[place]),
      )
    const context = createSparseContext({ ...input, dataset: part(train) })
    const objective = createObjective(part(test), metric)
    const fold = {
      ...context,
      gate: whole.gate === null ? null : context.gate,
      leftOut: holding(
        () => objective,
        (weights: Int32Array) => objective.toValue(objective.reset(weights)),
      ),
    }
    made.set(which, fold)
    return fold
  }
  return holding(() => made, foldOf)
}
