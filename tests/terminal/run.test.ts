import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { sampleTable } from '../../src/accounts/sample.ts'
import { buildHash } from '../../src/terminal/buildHash.ts'
import { numbersOf, slowAuc, slowScores } from '../accounts-sample/slowClimb.ts'
import { type JournalLine, newFolder, ratchet, readJournal, start, timeless } from './ratchet.ts'

const folder = newFolder()
const inFolder = (...names: string[]) => join(folder, ...names)
const json = (...names: string[]) => JSON.parse(readFileSync(inFolder(...names), 'utf8'))

const FIELDS = [
  'experiment_id',
  'run_id',
  'timestamp',
  'seed',
  'evaluation_version',
  'metric',
  'baseline_value',
  'variant_value',
  'outcome',
  'changes',
  'hypothesis',
  'weights_snapshot',
  'metrics',
  'duration_ms',
  'strategy',
]

const METRICS = [
  'auc_roc_retain',
  'auc_roc_churn',
  'revenue_capture_at_20',
  'tier_separation',
  'nrr_by_tier',
  'grr_by_tier',
  'logo_retention_by_tier',
  'expansion_rate_by_tier',
  'contraction_rate_by_tier',
  'quick_ratio_by_tier',
  'winback_rate_by_former_tier',
  'activation_rate_by_tier',
  'arpa_by_tier',
  'revenue_concentration_hhi',
  'score_mean',
  'score_std',
  'n_scored',
  'pct_A_tier',
]

describe('ratchet run', () => {
  let lines: JournalLine[]
  let report: Record<string, Record<string, number>> & {
    kept: number
    experiments: number
    workers: number
    worker_bytes: number
  }

  beforeAll(async () => {
    await ratchet(folder, 'sample', 'health', '--out', 'health.parquet')
    const first = await ratchet(folder, ...run('first'), '--json')
    expect([first.stderr, first.code]).toEqual(['', 0])
    report = JSON.parse(first.stdout)
    lines = readJournal(inFolder('first'))
    await ratchet(folder, 'sample', 'health', '--accounts', '100000', '--out', 'large.parquet')
  }, 60_000)

  const run = (output: string) => ['run', '--data', 'health.parquet', '--output-dir', output]

  /** A run without end, on so many accounts that its journal stays short. */
  const endless = (output: string) => [
    'run',
    '--data',
    'large.parquet',
    '--output-dir',
    output,
    '--n',
    '1000000000',
  ]

  /** A while after the run made its folder: it searches, or is about to. */
  const searching = async (output: string) => {
    while (!readdirSync(folder).some((name) => name.includes(output))) await pause(50)
    await pause(1500)
  }

  it('prints exactly one object', () => {
    expect(Object.keys(report)).toEqual([
      'metric',
      'baseline',
      'best',
      'experiments',
      'kept',
      'seconds',
      'experiments_per_second',
      'workers',
      'worker_bytes',
    ])
    expect(report.metric).toBe('auc_roc_retain')
    expect(report.experiments).toBe(2000)
    expect(report.workers).toBe(1)
    expect(report.worker_bytes).toBeGreaterThan(0.7 * 5000 * 7 * (1 + 1)) // features, here and in the kernel
  })

  it('takes the health sample from about 0.63 to about 0.75, held out as well', () => {
    expect(report.baseline!.search).toBeGreaterThan(0.61)
    expect(report.baseline!.search).toBeLessThan(0.65)
    expect(report.best!.search).toBeGreaterThan(0.735)
    expect(report.best!.search).toBeLessThan(0.765)
    expect(report.best!.holdout).toBeGreaterThan(0.73)
    const best = json('first', 'best_spec.json').features
    const weight = (name: string) => best[name].weight
    expect(weight('alert_created')).toBeGreaterThan(weight('session_depth'))
    expect(weight('session_depth')).toBeGreaterThanOrEqual(weight('activation_speed'))
    expect(weight('activation_speed')).toBeGreaterThan(weight('has_exported'))
    expect(weight('has_exported')).toBeGreaterThan(weight('credit_limit_hits'))
    expect(weight('credit_limit_hits')).toBeGreaterThan(weight('noise_feature_1'))
    expect(weight('credit_limit_hits')).toBeGreaterThan(weight('noise_feature_2'))
  })

  it('ends with accounts in every tier, the better ones worth more', () => {
    const { metrics } = lines.filter(({ outcome }) => outcome === 'win').at(-1)!
    const nrr = metrics.nrr_by_tier as Record<string, number>
    expect(nrr.A).toBeGreaterThan(nrr.B!)
    expect(nrr.B).toBeGreaterThan(nrr.C!)
    expect(nrr.C).toBeGreaterThan(nrr.D!)
  })

  it('writes one complete line an experiment', () => {
    expect(lines).toHaveLength(2000)
    lines.forEach((line, index) => {
      for (const field of FIELDS) expect(line).toHaveProperty(field)
      for (const metric of METRICS) expect(line.metrics).toHaveProperty(metric)
      expect(line.experiment_id).toBe(`exp_${String(index + 1).padStart(5, '0')}`)
      expect(line.outcome === 'win').toBe(line.variant_value > line.baseline_value)
      expect(line.metrics.auc_roc_retain).toBe(line.variant_value)
      if (line.outcome === 'win') expect(typeof line.holdout_value).toBe('number')
      expect('gain_in_standard_errors' in line).toBe(line.outcome === 'win')
    })
    const gains = lines.flatMap((line) => line.gain_in_standard_errors ?? [])
    expect(gains).toHaveLength(report.kept)
    const ties = gains.filter((gain) => gain < 1).length
    expect(ties).toBeGreaterThan(0)
    expect(ties).toBeLessThan(gains.length)
  })

  it('raises the baseline with each win and never otherwise', () => {
    let incumbent = report.baseline!.search!
    for (const line of lines) {
      expect(line.baseline_value).toBe(incumbent)
      if (line.outcome === 'win') incumbent = line.variant_value
    }
    expect(incumbent).toBe(report.best!.search)
  })

  it('writes the best spec and a manifest that agree with the journal', () => {
    expect(readdirSync(inFolder('first')).sort()).toEqual([
      'best_spec.json',
      'experiment_journal.jsonl',
      'manifest.json',
    ])
    const manifest = json('first', 'manifest.json')
    expect(manifest.results.best).toEqual(report.best)
    expect(manifest.results.baseline).toEqual(report.baseline)
    expect(manifest.state).toBe('finished')
    expect(manifest.build_hash).toBe(buildHash())
    const { features } = json('first', 'best_spec.json')
    const last = lines.filter(({ outcome }) => outcome === 'win').at(-1)!
    for (const [name, weight] of Object.entries(last.weights_snapshot))
      expect(features[name].weight).toBe(weight)
  })

  it('gives the same journal for any number of workers', async () => {
    for (const workers of ['1', '2', '3']) {
      const output = `workers-${workers}`
      const args = [...run(output), '--workers', workers, '--n', '600']
      expect((await ratchet(folder, ...args)).code).toBe(0)
      expect(timeless(readJournal(inFolder(output)))).toEqual(timeless(lines.slice(0, 600)))
    }
  })

  it('holds out the same accounts whatever the seed', async () => {
    const other = await ratchet(folder, ...run('seed-5'), '--seed', '5', '--n', '50', '--json')
    expect(JSON.parse(other.stdout).baseline).toEqual(report.baseline)
    expect(timeless(readJournal(inFolder('seed-5')))).not.toEqual(timeless(lines.slice(0, 50)))
  })

  it('searches all rows with --holdout 0, and evaluate finds the same value again', async () => {
    const args = [...run('whole'), '--holdout', '0', '--n', '300', '--json']
    const whole = JSON.parse((await ratchet(folder, ...args)).stdout)
    expect([whole.baseline.holdout, whole.best.holdout]).toEqual([null, null])
    const spec = join('whole', 'best_spec.json')
    const again = await ratchet(
      folder,
      'evaluate',
      '--data',
      'health.parquet',
      '--spec',
      spec,
      '--json',
    )
    const metrics = JSON.parse(again.stdout)
    expect(metrics.auc_roc_retain).toBe(whole.best.search)
    expect(metrics.n_scored).toBe(5000)
    const table = sampleTable('health')
    const weights = Object.entries(json('whole', 'best_spec.json').features).map(
      ([name, feature]) => [name, (feature as { weight: number }).weight],
    )
    const slow = slowAuc(
      slowScores(table, Object.fromEntries(weights)),
      numbersOf(table, 'retained_6mo'),
    )
    expect(Math.abs(metrics.auc_roc_retain - slow)).toBeLessThan(1e-12)
  })

  it('starts from a given spec, in YAML too, and keeps its locks', async () => {
    writeFileSync(
      inFolder('start.yaml'),
      [
        'model: ours',
        'features:',
        '  alert_created: {weight: 9, locked: true}',
        '  session_depth: {weight: 3, min: 0, max: 4}',
      ].join('\n'),
    )
    const ended = await ratchet(folder, ...run('locked'), '--spec', 'start.yaml', '--n', '100')
    expect([ended.stderr, ended.code]).toEqual(['', 0])
    for (const { weights_snapshot } of readJournal(inFolder('locked'))) {
      expect(weights_snapshot.alert_created).toBe(9)
      expect(weights_snapshot.session_depth).toBeGreaterThanOrEqual(0)
      expect(weights_snapshot.session_depth).toBeLessThanOrEqual(4)
    }
  })

  it('maximises another metric when asked', async () => {
    const args = [...run('capture'), '--metric', 'revenue_capture_at_20', '--n', '200', '--json']
    const capture = JSON.parse((await ratchet(folder, ...args)).stdout)
    expect(capture.metric).toBe('revenue_capture_at_20')
    expect(capture.best.search).toBeGreaterThan(capture.baseline.search)
  })

  it('refuses a folder that holds something and takes an empty one', async () => {
    mkdirSync(inFolder('full'))
    writeFileSync(inFolder('full', 'mine.txt'), 'mine')
    const refused = await ratchet(folder, ...run('full'))
    expect([refused.code, refused.stdout]).toEqual([2, ''])
    expect(refused.stderr).toMatch(/full is not empty/)
    expect(readdirSync(inFolder('full'))).toEqual(['mine.txt'])
    mkdirSync(inFolder('empty'))
    expect((await ratchet(folder, ...run('empty'), '--n', '10')).code).toBe(0)
    expect(existsSync(inFolder('empty', 'manifest.json'))).toBe(true)
  })

  it('keeps what it found when interrupted', async () => {
    const args = [...endless('interrupted'), '--metrics', 'wins']
    const { child, ended } = start(folder, args)
    await searching('interrupted')
    child.kill('SIGINT')
    expect((await ended).code).toBe(0)
    const manifest = json('interrupted', 'manifest.json')
    expect(manifest.state).toBe('stopped')
    expect(manifest.results.experiments).toBe(readJournal(inFolder('interrupted')).length)
  })

  it('takes the Ctrl-C that reaches it twice for one', async () => {
    const args = [...endless('twice'), '--metrics', 'wins']
    const { child, ended } = start(folder, args)
    await searching('twice')
    child.kill('SIGINT')
    child.kill('SIGINT')
    expect((await ended).code).toBe(0)
    expect(json('twice', 'manifest.json').state).toBe('stopped')
  })

  it('leaves nothing when it is terminated', async () => {
    const { child, ended } = start(folder, endless('terminated'))
    await searching('terminated')
    child.kill('SIGTERM')
    expect((await ended).code).toBe(143)
    expect(readdirSync(folder).filter((name) => name.includes('terminated'))).toEqual([])
  })

  it('writes a folder that others may read as far as the umask lets them', () => {
    expect(statSync(inFolder('first')).mode & 0o777).toBe(0o777 & ~process.umask())
  })

  it('tells what a run found', async () => {
    const path = join('first', 'experiment_journal.jsonl')
    const { stdout, code } = await ratchet(folder, 'review', path)
    expect(code).toBe(0)
    expect(stdout).toContain(`Experiments: 2,000, of which ${report.kept} kept`)
    expect(stdout).toContain(report.best!.search!.toFixed(4))
    expect(stdout).toContain(report.best!.holdout!.toFixed(4))
    expect(stdout).toMatch(/alert_created +5 to +\d+/)
    expect(stdout).toMatch(/tier +accounts +NRR/)
    const summary = JSON.parse((await ratchet(folder, 'review', path, '--json')).stdout)
    expect(summary[0].best).toBe(report.best!.search)
    expect(summary[0].kept).toBe(report.kept)
    const ties = lines.filter(({ gain_in_standard_errors: gain = 1 }) => gain < 1).length
    expect(summary[0].ties).toBe(ties)
    expect(stdout).toContain(`Of ${report.kept} kept, ${ties} gained less than one standard error`)
    expect(stdout).toContain('· tie (noise)')
  })

  it('tells of a journal without tiers what it does tell', async () => {
    const [line] = lines.filter(({ outcome }) => outcome === 'win')
    const { run_id, metrics, ...told } = { ...line! }
    writeFileSync(inFolder('bare.jsonl'), `${JSON.stringify(told)}\n`)
    const { stdout, code } = await ratchet(folder, 'review', 'bare.jsonl')
    expect(code).toBe(0)
    expect(stdout).toContain('Experiments: 1, of which 1 kept')
    expect(stdout).not.toContain('Tiers')
  })

  it('leaves nothing but what was asked for', () => {
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })
})
