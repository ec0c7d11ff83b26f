import { cpus } from 'node:os'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { PRIMARY_METRICS, type PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { createSearchEngine } from '../../src/search/engine.ts'
import { applyMove, createMove } from '../../src/search/move.ts'
import { findStrategy } from '../../src/search/strategy.ts'
import { referenceValue } from '../search/reference.ts'
import { benchBounds, benchDataset } from './benchDataset.ts'
import { cpuSeconds } from './cpuSeconds.ts'
import { deepSearches } from './deepSearches.ts'
import { naiveAuc } from './naive.ts'
import { type PlainLoop, plainLoop } from './plainLoop.ts'
import { benchReport, type Line } from './report.ts'
import { sweepBench } from './sweeps.ts'

/*
 * Experiments a second of one thread, in seconds of processor time so that a busy machine matters
 * less: whole searches by SIMD and in plain TypeScript, beside rescoring and sorting in JavaScript,
 * and beside a plain Python loop where python3 has numpy; and what whole deep searches take, before
 * anything else is warm. All in one run, on the same accounts.
 * `--json` prints one object, `--markdown` the table of the README.
 */

const SIZES = [5_000, 50_000, 1_000_000]
const LINES_METRICS = PRIMARY_METRICS.filter(
  (metric) => metric !== 'gini' && metric !== 'auc_roc_churn', // the kernel of auc_roc_retain
)
const FEATURES = 20
const MOST_REFERENCE_ROWS = 50_000
const random = findStrategy('random')
const start = new Int32Array(FEATURES).fill(2)

/** Processor seconds of `work`, as many times as fit into about `seconds`; the best of three rates. */
function rate(work: (index: number) => number, seconds: number): number {
  let index = 1
  const until = (limit: number) => {
    let done = 0
    const before = cpuSeconds()
    let spent = 0
    while (spent < limit) {
      const made = work(index)
      index += made
      done += made
      spent = cpuSeconds() - before
    }
    return done / spent
  }
  until(seconds / 2) // warm, and past the first wins
  return Math.max(until(seconds / 4), until(seconds / 4), until(seconds / 4))
}

function naiveRate(dataset: Dataset): number {
  const move = createMove()
  const bounds = benchBounds(dataset)
  const candidate = new Int32Array(FEATURES)
  return rate((index) => {
    random.propose(1, index, start, bounds, move)
    candidate.set(start)
    applyMove(move, candidate)
    naiveAuc(dataset, candidate)
    return 1
  }, 1)
}

/** A climb of one engine, as its worker would make it. */
function engineRate(dataset: Dataset, metric: PrimaryMetric, plain: boolean): number {
  const engine = createSearchEngine({
    dataset,
    metric,
    strategy: 'random',
    seed: 1,
    bounds: benchBounds(dataset),
    now: () => performance.now(),
    plain,
  })
  const weights = start.slice()
  return rate((from) => {
    const result = engine.step({
      weights,
      incumbentValue: 0,
      from,
      to: from + 2 ** 20,
      stride: 1,
      continueAfterWin: true,
      budgetMs: 20,
    })
    for (let slot = 0; slot < result.count; slot++) {
      if (result.kept[slot] === 0) continue
      for (let change = slot * 3; change < slot * 3 + result.changeCount[slot]; change++)
        weights[result.changedFeatures[change]] = result.newWeights[change]
    }
    return result.count
  }, 1.2)
}

/** Largest difference from the reference over a few weights; null where the reference takes too long. */
function largestError(dataset: Dataset, metric: PrimaryMetric, plain: boolean): number | null {
  if (dataset.rowCount > MOST_REFERENCE_ROWS) return null
  const bounds = benchBounds(dataset)
  const input = { dataset, metric, strategy: 'random', seed: 1, bounds, now: () => 0, plain }
  const engine = createSearchEngine(input)
  const candidate = start.slice()
  const move = createMove()
  let error = 0
  for (let index = 1; index <= 3; index++) {
    random.propose(9, index, candidate, bounds, move)
    applyMove(move, candidate)
    const expected = referenceValue(dataset, candidate, metric)
    error = Math.max(error, Math.abs(engine.baseline(candidate) - expected))
  }
  return error
}

const deep = deepSearches()
const lines: Line[] = []
let python: PlainLoop | null = null
for (const rows of SIZES) {
  const dataset = benchDataset(rows, 1)
  const auc = referenceValue(dataset, start, 'auc_roc_retain')
  python = plainLoop(dataset, start)
  if (python !== null) {
    const { perSecond, value } = python
    lines.push({ rows, way: 'python', metric: null, perSecond, error: Math.abs(value - auc) })
  }
  const error = Math.abs(naiveAuc(dataset, start) - auc)
  lines.push({ rows, way: 'naive', metric: null, perSecond: naiveRate(dataset), error })
  for (const metric of LINES_METRICS) {
    for (const plain of [true, false]) {
      lines.push({
        rows,
        way: plain ? 'plain' : 'simd',
        metric,
        perSecond: engineRate(dataset, metric, plain),
        error: largestError(dataset, metric, plain),
      })
    }
  }
  for (const way of ['one', 'two', 'all'] as const) {
    const sweeps = sweepBench(rows, way)
    lines.push({
      rows,
      way,
      metric: null,
      perSecond: rate(sweeps.next, 1),
      error: rows <= MOST_REFERENCE_ROWS ? sweeps.error() : null,
    })
  }
}

const form = process.argv.includes('--json')
  ? 'json'
  : process.argv.includes('--markdown')
    ? 'markdown'
    : 'text'
console.log(
  benchReport(form, {
    machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} threads, Node ${process.version}`,
    data: `made-up accounts with ${FEATURES} features (8 flags, 6 counts from 0 to 10, 6 fractions with two decimals), moves of one to three weights; sweeps on as many accounts with 60 flags`,
    python: python?.way ?? null,
    lines,
    deep,
  }),
)
