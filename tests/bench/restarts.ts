import { parseArgs } from 'node:util'
import { defaultSpec } from '../../src/accounts/defaultSpec.ts'
import { SPLIT_SEED } from '../../src/accounts/splitSeed.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { RUN_DEFAULTS } from '../../src/loop/runDefaults.ts'
import { sweepWeights } from '../../src/loop/sweep.ts'
import {
  createDeepContext,
  type DeepContext,
  isBetter,
  type Tried,
} from '../../src/search/deep/context.ts'
import { createDeepPlan } from '../../src/search/deep/deepPlan.ts'
import { type DeepTask, performTask } from '../../src/search/deep/deepTask.ts'
import { deepFacts } from '../../src/search/deep/performer.ts'
import { type PreparedRun, prepareRun } from '../../src/search/prepareRun.ts'
import { lateAcceptance } from './lateAcceptance.ts'
import { markdownTable } from './markdownTable.ts'
import { type QualityData, qualityFiles, qualitySamples } from './qualityData.ts'
import { meanOf } from './qualityPicture.ts'

/*
 * What gets a deep search past the end of its climbs where a metric has plateaus: its restarts from the
 * best spec kicked, beside as many candidates of late acceptance from that spec and from its first kick.
 * On the rows a run would search, of the built-in samples and of the files given, else those beside the checkout.
 *   --seeds 5  as many, from 1      --history 500  values late acceptance looks back
 */

const METRICS = ['revenue_capture_at_20', 'ks', 'nrr_spread', 'tier_separation'] as const
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '5' },
    history: { type: 'string', default: '500' },
  },
})
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1)
const history = Number(values.history)

const WAYS = ['climbed', 'kicked restarts', 'late acceptance', 'late acceptance from a kick']

interface Reached {
  metric: PrimaryMetric
  candidates: number // of the restarts, and of each late acceptance
  values: number[] // of the metric, by way
}

/** What one search reaches each way; null where it has no restarts. */
function reached(
  { search, metric, bounds, startWeights }: PreparedRun,
  seed: number,
): Reached | null {
  const context = createDeepContext(search, metric, bounds, seed)
  const plan = createDeepPlan(startWeights, deepFacts(context, startWeights))
  const begun = plan.next([], 0)!
  if (begun[0].kind !== 'start') return null
  let round = plan.next(performRound(context, begun).ends, 0)!
  if (round[0].kind !== 'restart') return null
  const climbed = plan.best()!
  const { sweep } = performTask(context, round[0]).next().value as Tried
  let candidates = 0
  while (round[0].kind === 'restart') {
    const { ends, made } = performRound(context, round)
    candidates += made
    round = plan.next(ends, made)!
  }
  const late = [climbed.weights, sweepWeights(sweep, 0)].map((start) => {
    const found = lateAcceptance(context, start, candidates, history)
    return (isBetter(found, climbed) ? found : climbed).comparable
  })
  const comparables = [climbed.comparable, plan.best()!.comparable, ...late]
  return { metric, candidates, values: comparables.map(context.sweeper.toValue) }
}

function performRound(context: DeepContext, tasks: DeepTask[]) {
  let made = 0
  const ends = tasks.map((task) => {
    const work = performTask(context, task)
    for (let step = work.next(); ; step = work.next()) {
      if (step.done === true) return step.value
      made += step.value.values.length
    }
  })
  return { ends, made }
}

/** The means by way, and how often late acceptance reaches more, as much and less than kicks. */
function compared(found: Reached[], mean: (way: number) => string): string[] {
  return WAYS.map((_, way) => {
    const signs = found.map(({ values }) => Math.sign(values[way] - values[1]))
    const times = [1, 0, -1].map((sign) => signs.filter((each) => each === sign).length)
    return way < 2 ? mean(way) : `${mean(way)} (${times.join(' / ')})`
  })
}

const all: Reached[] = []
const rows: string[][] = []
const without: string[] = []

function compare({ name, table, roles }: QualityData): void {
  const spec = defaultSpec(table, roles)
  if (!spec.ok) throw new Error(`no default spec of ${name}`)
  for (const metric of METRICS) {
    const split = { kind: 'id', share: RUN_DEFAULTS.holdoutShare, seed: SPLIT_SEED } as const
    const run = prepareRun({ table, spec: spec.value, metric, split })
    const found = run.ok ? seeds.flatMap((seed) => reached(run.value, seed) ?? []) : []
    if (!run.ok || found.length === 0) {
      without.push(`${name} ${metric}`)
      continue
    }
    all.push(...found)
    const candidates = Math.round(meanOf(found.map((each) => each.candidates)))
    rows.push([
      ...[name, metric],
      `${run.value.search.rowCount.toLocaleString('en')} × ${run.value.bounds.min.length}`,
      candidates.toLocaleString('en'),
      ...compared(found, (way) => meanOf(found.map(({ values }) => values[way])).toFixed(4)),
    ])
    process.stderr.write(`${name} ${metric} done\n`)
  }
}

for await (const data of qualityFiles(positionals)) compare(data)
for (const data of qualitySamples()) compare(data)

const totals = METRICS.flatMap((metric) => {
  const found = all.filter((each) => each.metric === metric)
  if (found.length === 0) return []
  const gain = (way: number) => meanOf(found.map(({ values }) => values[way] / values[0] - 1))
  const gains = compared(found, (way) => `${(100 * gain(way)).toFixed(2)} %`)
  return [[metric, `${found.length}`, ...gains.slice(1)]]
})
process.stdout.write(`Best values on searched accounts, means of the seeds 1 to ${seeds.length}; as many candidates each way; single moves, a history of ${history}, the best climbed; in brackets how many searches are better / equal / worse than by kicked restarts.
Without restarts or the metric: ${without.join(', ') || 'none'}.

${markdownTable(['file', 'metric', 'accounts × weights', 'candidates', ...WAYS], rows, 2)}

Mean gain over the climbed spec.

${markdownTable(['metric', 'searches', ...WAYS.slice(1)], totals)}
`)
