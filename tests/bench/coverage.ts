import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { EVALUATOR_VERSION } from '../../src/evaluation/evaluator.ts'
import { PRIMARY_METRICS, type PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { wilsonInterval } from '../../src/evaluation/wilson.ts'
import { classCounts } from '../../src/statistics/classCounts.ts'
import { deLongDifference } from '../../src/statistics/deLong.ts'
import { BOOTSTRAP_REPLICATES, pairedBootstrap } from '../../src/statistics/pairedBootstrap.ts'
import { bootstrapTimes } from './bootstrapTimes.ts'
import { type ScoredAccounts, sampleAccounts, trueValues } from './coveragePopulation.ts'
import { noiseReviews } from './noiseReviews.ts'

/*
 * Whether the review's intervals keep their promise: of many sets of accounts drawn from a made-up
 * population whose true metrics are known exactly, how often the interval of 95 % for candidate −
 * incumbent holds the true difference. And how often the review says READY_FOR_REVIEW where no column
 * tells the outcome: at most 5 % of the sets. And how long the bootstrap takes.
 *   npm run bench:coverage -- [--sets 400] [--seed 1]
 */

const { values: options } = parseArgs({
  options: {
    sets: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
  },
})
const sets = Number(options.sets)
const seed = Number(options.seed)

interface Interval {
  low: number
  high: number
}

interface Line {
  metric: PrimaryMetric
  method: string
  rows: number
  interval: (accounts: ScoredAccounts, seed: number) => Interval | null
}

const bootstrap = (metric: PrimaryMetric, rows: number): Line => ({
  metric,
  method: 'bootstrap',
  rows,
  interval: (accounts, seed) => {
    const result = pairedBootstrap({ ...accounts, metric, seed })
    return result.known ? result.difference : null
  },
})
const deLong = (rows: number): Line => ({
  metric: 'auc_roc_retain',
  method: 'DeLong',
  rows,
  interval: ({ incumbent, candidate, outcomes }) =>
    deLongDifference(incumbent, candidate, classCounts(outcomes, 'auc_roc_retain')!),
})

const METRICS = PRIMARY_METRICS.filter((metric) => metric !== 'auc_roc_churn' && metric !== 'gini')
const SMALL = 300
const USUAL = 1500 // the holdout of 5,000 accounts
const lines: Line[] = [
  deLong(SMALL),
  bootstrap('auc_roc_retain', SMALL),
  bootstrap('revenue_capture_at_20', SMALL),
  bootstrap('ks', SMALL),
  deLong(USUAL),
  ...METRICS.map((metric) => bootstrap(metric, USUAL)),
]

const started = performance.now()
const table = lines.map((line) => {
  const truth = trueValues(line.metric)
  const difference = truth.candidate - truth.incumbent
  let known = 0
  let covered = 0
  let width = 0
  for (let set = 0; set < sets; set++) {
    const interval = line.interval(sampleAccounts(line.rows, 1000 * seed + set), seed + set)
    if (interval === null) continue
    known++
    width += interval.high - interval.low
    if (interval.low <= difference && difference <= interval.high) covered++
  }
  process.stderr.write(`${line.metric}, ${line.method}, ${line.rows} accounts done\n`)
  const share = wilsonInterval(covered, known)!
  return [
    line.metric,
    line.method,
    line.rows.toLocaleString('en'),
    difference.toFixed(4),
    (width / known).toFixed(4),
    `${percent(share.share)} (${percent(share.low)}–${percent(share.high)})`,
    `${known}`,
  ]
})

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string }
process.stdout.write(
  `Share of ${sets} sets of accounts whose 95 % interval holds the true difference of two fixed specs (in brackets the interval of that share). ${BOOTSTRAP_REPLICATES.toLocaleString('en')} resamples, seed ${seed}; ${cpus()[0].model}, ${cpus().length} threads, Node ${process.version}, Ratchet ${version}, evaluator ${EVALUATOR_VERSION}; ${((performance.now() - started) / 1000).toFixed(0)} s.

| metric | method | accounts | true difference | mean width | holds it | intervals |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`,
)

const noise = [1000, 5000].map((accounts) => {
  const { ready, readyByGain, found, held } = noiseReviews(accounts, sets, seed)
  process.stderr.write(`noise, ${accounts} accounts done\n`)
  const share = (of: typeof ready) =>
    `${percent(of.share)} (${percent(of.low)}–${percent(of.high)})`
  return [
    accounts.toLocaleString('en'),
    found.toFixed(4),
    held.toFixed(4),
    share(ready),
    share(readyByGain),
  ]
})
process.stdout.write(`
Share of ${sets} sets of pure noise that the review calls READY_FOR_REVIEW, at most 5 % wanted: 12 columns, 20 % churned, 500 random experiments, 30 % held out; with the usual thresholds, and where the interval of the gain alone decides.

| accounts | mean gain, searched | mean gain, held out | ready | ready by the interval alone |
| ---: | ---: | ---: | ---: | ---: |
${noise.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`)

const timed = [5_000, 100_000, 1_000_000].map((accounts) => [
  accounts.toLocaleString('en'),
  ...METRICS.map((metric) => {
    const { seconds, plain } = bootstrapTimes(accounts, metric)
    process.stderr.write(`bootstrap of ${accounts} accounts, ${metric} done\n`)
    return `${seconds.toFixed(2)} s (${(plain / seconds).toFixed(1)} ×)`
  }),
])
process.stdout.write(
  `
Seconds of processor time for ${BOOTSTRAP_REPLICATES.toLocaleString('en')} resamples of accounts with two scores of 0 to 100 points, two decimals; in brackets how many times as long a score table of each resample takes.

| accounts | ${METRICS.join(' | ')} |
| ---: |${METRICS.map(() => ' ---: ').join('|')}|
${timed.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`,
)

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
