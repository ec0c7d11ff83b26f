import { cpus } from 'node:os'
import type { Dataset } from '../../src/accounts/dataset.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { applyMove, createMove } from '../../src/search/move.ts'
import { createObjective } from '../../src/search/objective.ts'
import { type Bounds, findStrategy } from '../../src/search/strategy.ts'
import { referenceValue } from '../search/reference.ts'
import { benchDataset } from './benchDataset.ts'
import { naiveAuc } from './naive.ts'
import { plainLoop } from './plainLoop.ts'

/*
 * Experiments a second of one thread, in seconds of processor time so that a busy machine matters
 * less, against rescoring and sorting in the same run, and against a plain numpy loop where python3 has
 * numpy. `--json` prints one object, `--markdown` the table of the README.
 */

interface Line {
  rows: number
  what: string
  perSecond: number
  timesNaive: number
  error: number | null // largest difference from the reference
}

const METRICS: PrimaryMetric[] = [
  'auc_roc_retain',
  'revenue_capture_at_20',
  'tier_separation',
  'ks',
  'nrr_spread',
]
const FEATURES = 20
const random = findStrategy('random')
const bounds: Bounds = {
  min: new Int32Array(FEATURES).fill(-5),
  max: new Int32Array(FEATURES).fill(25),
  locked: new Uint8Array(FEATURES),
}
const start = new Int32Array(FEATURES).fill(2)

/** Processor seconds of `work`, as many times as fit into about `seconds`; the best of three rates. */
function rate(work: (index: number) => void, seconds: number): number {
  let index = 1
  const once = cpuSeconds(() => {
    for (let warm = 0; warm < 3; warm++) work(index++)
  })
  const times = Math.max(1, Math.floor((seconds / 4 / Math.max(once, 1e-6)) * 3))
  cpuSeconds(() => {
    for (let warm = 0; warm < times; warm++) work(index++)
  })
  let best = 0
  for (let repeat = 0; repeat < 3; repeat++) {
    const spent = cpuSeconds(() => {
      for (let time = 0; time < times; time++) work(index++)
    })
    best = Math.max(best, times / spent)
  }
  return best
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

function naiveLine(dataset: Dataset): Line {
  const move = createMove()
  const candidate = new Int32Array(FEATURES)
  const perSecond = rate((index) => {
    random.propose(1, index, start, bounds, move)
    candidate.set(start)
    applyMove(move, candidate)
    naiveAuc(dataset, candidate)
  }, 0.8)
  return {
    rows: dataset.rowCount,
    what: 'naive: rescore and sort, AUC',
    perSecond,
    timesNaive: 1,
    error: Math.abs(naiveAuc(dataset, start) - referenceValue(dataset, start, 'auc_roc_retain')),
  }
}

function kernelLine(dataset: Dataset, metric: PrimaryMetric, naive: number): Line {
  const objective = createObjective(dataset, metric)
  const move = createMove()
  objective.reset(start)
  const perSecond = rate((index) => {
    random.propose(1, index, start, bounds, move)
    objective.tryMove(move)
  }, 0.8)
  let error: number | null = null
  if (dataset.rowCount <= 50_000) {
    error = 0
    const candidate = start.slice()
    for (let index = 1; index <= 3; index++) {
      random.propose(9, index, candidate, bounds, move)
      const value = objective.toValue(objective.reset(candidate))
      error = Math.max(error, Math.abs(value - referenceValue(dataset, candidate, metric)))
      applyMove(move, candidate)
    }
  }
  return { rows: dataset.rowCount, what: metric, perSecond, timesNaive: perSecond / naive, error }
}

function numpyLine(dataset: Dataset, naive: number): Line | null {
  const measured = plainLoop(dataset, start)
  if (measured === null) return null
  const { perSecond, value } = measured
  return {
    rows: dataset.rowCount,
    what: 'numpy: rescore and rank, AUC',
    perSecond,
    timesNaive: perSecond / naive,
    error: Math.abs(value - referenceValue(dataset, start, 'auc_roc_retain')),
  }
}

const lines: Line[] = []
for (const rows of [5_000, 50_000, 1_000_000]) {
  const dataset = benchDataset(rows, 1)
  const naive = naiveLine(dataset)
  const numpy = rows <= 50_000 ? numpyLine(dataset, naive.perSecond) : null
  lines.push(...(numpy === null ? [] : [numpy]), naive)
  for (const metric of METRICS) {
    lines.push(kernelLine(dataset, metric, naive.perSecond))
  }
}

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} threads, Node ${process.version}`
const data = `made-up accounts with ${FEATURES} features (8 flags, 6 counts, 6 fractions), moves of one to three weights`
const numpyRatios = lines.flatMap(({ rows, what, perSecond }) => {
  const kernel = lines.find((line) => line.rows === rows && line.what === 'auc_roc_retain')
  if (!what.startsWith('numpy') || kernel === undefined) return []
  return [`${(kernel.perSecond / perSecond).toFixed(0)} times at ${grouped(rows)} accounts`]
})
const numpy =
  numpyRatios.length === 0
    ? 'Not compared with a plain numpy loop: python3 with numpy is not here.'
    : `AUC against a plain numpy loop: ${numpyRatios.join(', ')}.`

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ machine, data, lines }, null, 2))
} else if (process.argv.includes('--markdown')) {
  console.log(markdownTable())
} else {
  console.log(`${machine}; one thread, experiments a second of processor time`)
  console.log(`${data}\n`)
  console.log('rows       metric                          per second   x naive   largest error')
  for (const { rows, what, perSecond, timesNaive, error } of lines) {
    console.log(
      `${String(rows).padEnd(11)}${what.padEnd(30)}${perSecond.toPrecision(4).padStart(12)}${timesNaive.toFixed(1).padStart(10)}${(error === null ? '' : error.toExponential(1)).padStart(16)}`,
    )
  }
  console.log(`\n${numpy}`)
}

/** Experiments a second by metric and number of accounts, with the ratio to the naive way. */
function markdownTable(): string {
  const sizes = [...new Set(lines.map(({ rows }) => rows))]
  const cell = (what: string, rows: number) => {
    const line = lines.find((other) => other.what === what && other.rows === rows)
    if (line === undefined) return '–'
    const rate = grouped(Number(line.perSecond.toPrecision(3)))
    return line.timesNaive === 1 ? rate : `${rate} (${line.timesNaive.toPrecision(2)} ×)`
  }
  const whats = [...new Set(lines.map(({ what }) => what))]
  return [
    `Experiments a second of one thread, and times the naive way; ${data}. ${machine}. ${numpy}`,
    '',
    `| | ${sizes.map((rows) => `${grouped(rows)} accounts`).join(' | ')} |`,
    `|---|${sizes.map(() => '--:').join('|')}|`,
    ...whats.map((what) => {
      const name = what.includes(':') ? what : `\`${what}\``
      return `| ${name} | ${sizes.map((rows) => cell(what, rows)).join(' | ')} |`
    }),
  ].join('\n')
}

function grouped(value: number): string {
  return value.toLocaleString('en')
}
