import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { gridSpec } from '../../src/accounts/gridSpec.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import type { FeatureSpec, Spec } from '../../src/accounts/spec.ts'
import { suitedSpec } from '../../src/accounts/suited.ts'
import type { Bounds } from '../../src/search/bounds.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { createSearchEngine } from '../../src/search/engine.ts'
import { fitLogistic } from '../../src/search/logistic/fitLogistic.ts'
import { applyMove, createMove } from '../../src/search/move.ts'
import { chooseShapes } from '../../src/search/shapes/chooseShapes.ts'
import type { Fold } from '../../src/search/shapes/folds.ts'
import { suitedNumbers } from '../../src/search/suitedNumbers.ts'
import { plainColumns, type QualityData, rowsOfTable } from './qualityData.ts'

export const METHODS = [
  'incumbent',
  'random 2000',
  'deep',
  'shapes alone',
  'deep + shapes',
  'logistic',
  'boosting',
] as const
export type Method = (typeof METHODS)[number]

export interface MethodResult {
  aucs: number[] // a fold
  seconds: number // a fold, mean
}

const METRIC = 'auc_roc_retain'
const SEED = 1

/** What each method reaches on the rows of each fold, everything fitted on the other rows. */
export function qualityOf(
  data: QualityData,
  folds: readonly Fold[],
  methods: readonly Method[],
): Partial<Record<Method, MethodResult>> {
  const results: Partial<Record<Method, MethodResult>> = {}
  for (const method of methods) {
    if (method === 'boosting') {
      const boosted = boosting(data, folds)
      if (boosted !== null) results.boosting = boosted
      continue
    }
    const begun = performance.now()
    const run =
      method === 'logistic' ? logisticOf(data) : (fold: Fold) => specAuc(data, fold, method)
    const aucs = folds.map(run)
    results[method] = { aucs, seconds: (performance.now() - begun) / 1000 / folds.length }
  }
  return results
}

function specAuc(data: QualityData, fold: Fold, method: Method): number {
  const { table, outcome } = data
  const train = rowsOfTable(table, fold.train)
  const made = defaultSpec(table, data.roles, 'accounts', () => fold.train)
  if (!made.ok) throw new Error(`${data.name}: no default spec`)
  let spec = made.value
  if (method === 'shapes alone' || method === 'deep + shapes') {
    const shaped = chooseShapes({ table, spec, rows: fold.train, outcome, seed: SEED })
    if (shaped !== null) spec = shaped.spec
  }
  const grid = gridSpec(train, spec)
  if (!grid.ok) throw new Error(`${data.name}: ${grid.problems[0]?.what}`)
  spec = grid.value
  if (method === 'random 2000') spec = withWeights(spec, randomWeights(compiled(train, spec), spec))
  if (method === 'deep' || method === 'deep + shapes') {
    spec = withWeights(...deepWeights(train, spec))
  }
  const scores = scoreRows(compiled(table, spec), weightsOf(spec)).values
  return rankAuc(
    Float64Array.from(fold.test, (row) => scores[row]),
    fold.test,
    outcome,
  )
}

/** As a run of a spec nobody gave: on the numbers that suit the search. */
function deepWeights(train: QualityData['table'], made: Spec): [spec: Spec, weights: Int32Array] {
  const search = compiled(train, made)
  const start = weightsOf(made)
  const run = { search, metric: METRIC, bounds: boundsOf(made), startWeights: start } as const
  const suited = suitedNumbers(run, 'deep')
  const spec = suited === null ? made : suitedSpec(made, suited)
  const { weights } = searchDeep(compiled(train, spec), METRIC, boundsOf(spec), start, SEED)
  return [spec, weights]
}

function randomWeights(dataset: Dataset, spec: Spec): Int32Array {
  const bounds = boundsOf(spec)
  const engine = createSearchEngine({
    dataset,
    metric: METRIC,
    strategy: 'random',
    seed: SEED,
    bounds,
    now: () => 0,
  })
  const weights = weightsOf(spec)
  const move = createMove()
  const step = engine.step({
    from: 1,
    to: 2001,
    stride: 1,
    continueAfterWin: true,
    budgetMs: Number.POSITIVE_INFINITY,
    weights: weights.slice(),
    incumbentValue: engine.baseline(weights.slice()),
  })
  const width = step.changedFeatures.length / step.count
  for (let experiment = 0; experiment < step.count; experiment++) {
    if (step.kept[experiment] !== 1) continue
    move.count = step.changeCount[experiment]
    for (let change = 0; change < move.count; change++) {
      move.features[change] = step.changedFeatures[experiment * width + change]
      move.newWeights[change] = step.newWeights[experiment * width + change]
    }
    applyMove(move, weights)
  }
  return weights
}

/** Ridge logistic regression of one-hot, standardised columns; the same with C = 1 in scikit-learn. */
function logisticOf(data: QualityData): (fold: Fold) => number {
  const columns = plainColumns(data, true)
  return ({ train, test }) => {
    const fit = fitLogistic({ columns, outcome: data.outcome, rows: train })
    const odds = Float64Array.from(test, (row) =>
      columns.reduce((sum, column, c) => sum + column[row] * fit.coefficients[c], 0),
    )
    return rankAuc(odds, test, data.outcome)
  }
}

/** scikit-learn's histogram gradient boosting; null where python3 has no scikit-learn. */
function boosting(data: QualityData, folds: readonly Fold[]): MethodResult | null {
  const columns = plainColumns(data, false)
  const input = JSON.stringify({
    columns: columns.map((column) => Array.from(column, (v) => (Number.isNaN(v) ? null : v))),
    outcome: Array.from(data.outcome),
    folds: folds.map(({ train, test }) => ({ train: [...train], test: [...test] })),
  })
  const begun = performance.now()
  const script = fileURLToPath(new URL('boosting.py', import.meta.url))
  const ran = spawnSync('python3', [script], { input, maxBuffer: 1 << 28, encoding: 'utf8' })
  if (ran.status !== 0) return null
  const aucs = JSON.parse(ran.stdout) as number[]
  return { aucs, seconds: (performance.now() - begun) / 1000 / folds.length }
}

function compiled(table: QualityData['table'], spec: Spec): Dataset {
  const result = compileDataset(table, spec)
  if (!result.ok) throw new Error(result.problems[0]?.what)
  return result.value
}

function boundsOf({ features }: Spec): Bounds {
  const list = Object.values(features)
  return {
    min: Int32Array.from(list, ({ min }) => min),
    max: Int32Array.from(list, ({ max }) => max),
    locked: Uint8Array.from(list, ({ locked }) => Number(locked === true)),
  }
}

function weightsOf({ features }: Spec): Int32Array {
  return Int32Array.from(Object.values(features), ({ weight }) => weight)
}

function withWeights(spec: Spec, weights: Int32Array): Spec {
  const features = Object.entries(spec.features).map(
    ([name, feature], i): [string, FeatureSpec] => [name, { ...feature, weight: weights[i] }],
  )
  return { ...spec, features: Object.fromEntries(features) }
}

/** AUC of retained over churned by plain sorting, ties as half. */
function rankAuc(scores: Float64Array, rows: Uint32Array, outcome: Uint8Array): number {
  const order = Array.from(scores.keys()).sort((a, b) => scores[a] - scores[b])
  let below = 0
  let pairs = 0
  let ones = 0
  for (let i = 0; i < order.length; ) {
    const from = i
    let onesHere = 0
    while (i < order.length && scores[order[i]] === scores[order[from]]) {
      onesHere += outcome[rows[order[i++]]]
    }
    const zerosHere = i - from - onesHere
    pairs += onesHere * (below + zerosHere / 2)
    below += zerosHere
    ones += onesHere
  }
  return pairs / (ones * below)
}
