import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { newFolder, ratchet, readJournal, start } from './ratchet.ts'

const folder = newFolder()
const inFolder = (...names: string[]) => join(folder, ...names)
const text = (...names: string[]) => readFileSync(inFolder(...names), 'utf8')
const json = (...names: string[]) => JSON.parse(text(...names))

beforeAll(async () => {
  await ratchet(folder, 'sample', 'refresh', '--out-dir', 'periods')
  await ratchet(folder, 'sample', 'health', '--out', 'health.parquet')
}, 60_000)

const periods = (output: string, budget = ['--n', '500']) => [
  'refresh',
  '--train',
  'periods/train.parquet',
  '--holdout',
  'periods/holdout.parquet',
  '--spec',
  'periods/incumbent.json',
  '--as-of',
  '2026-09-01',
  '--output-dir',
  output,
  ...budget,
]

describe('ratchet refresh on two periods', () => {
  it('goes to a certificate where nobody asks for a number of experiments and it is soon done', async () => {
    const ended = await ratchet(folder, ...periods('usual', []))
    expect([ended.stderr, ended.code]).toEqual(['', 0])
    const { strategy, budget, results, certificate } = json('usual', 'search', 'manifest.json')
    expect([strategy, budget, certificate.single]).toEqual(['deep', null, true])
    expect(results.experiments).toBeGreaterThan(500)
    const report = json('usual', 'report.json')
    expect(report.decision).toBe('KEEP_INCUMBENT')
    expect(report.gain.high).toBeLessThan(0)
  })

  it('keeps the incumbent where the pattern did not last, says why, and writes it all', async () => {
    const ended = await ratchet(folder, ...periods('two'), '--studies', 'shuffle')
    expect([ended.stderr, ended.code]).toEqual(['', 0])
    expect(ended.stdout).toMatch(/^KEEP INCUMBENT: The new weights only fit the accounts they were/)
    expect(ended.stdout).toMatch(/\n {2}gain +fails +On held-out accounts the candidate is worse/)
    expect(ended.stdout).toMatch(
      /The new weights lean on promo_usage \(0 to \d+ points\): in the searched accounts more of it went with staying, in the held-out ones with churning\.\n/,
    )
    expect(ended.stdout).toContain('but that did not carry over to the held-out accounts')
    expect(readdirSync(inFolder('two')).sort()).toEqual([
      'account_changes.csv',
      'candidate_spec.json',
      'incumbent_spec.json',
      'manifest.json',
      'report.html',
      'report.json',
      'report.md',
      'search',
    ])
    const report = json('two', 'report.json')
    expect(report.decision).toBe('KEEP_INCUMBENT')
    expect(report.gain.value).toBeLessThan(-0.1)
    expect(report.gain.low).toBeLessThan(report.gain.value)
    expect(report.gain.high).toBeLessThan(0)
    expect(report.gates.map(({ name }: { name: string }) => name)).toEqual([
      'gain',
      'tier_movement',
      'segments',
      'guardrails',
      'noise',
    ])
    expect(report.gates[0]).toMatchObject({ threshold: 0.01, passed: false })
    expect(report.turned).toMatchObject([{ column: 'promo_usage', before: 0, rising: true }])
    const turned = report.drift.filter((row: { turned: boolean }) => row.turned)
    expect(turned.map(({ name }: { name: string }) => name)).toEqual(['promo_usage'])
    expect(turned[0].alone_search).toBeGreaterThan(0.7)
    expect(turned[0].alone_holdout).toBeLessThan(0.5)
    expect(text('two', 'report.md')).toMatch(/promo\\_usage \|.*0\.8\d → 0\.4\d turned/)
    expect(report.gates[4].value).toBe(1 / 101)
    expect(report.search_gain).toBeGreaterThan(0.1)
  })

  it('holds the specs, the search and a record that agree with each other', () => {
    const report = json('two', 'report.json')
    const lines = readJournal(inFolder('two', 'search'))
    expect(lines).toHaveLength(500)
    const last = lines.filter(({ outcome }) => outcome === 'win').at(-1)!
    const candidate = json('two', 'candidate_spec.json').features
    for (const [name, weight] of Object.entries(last.weights_snapshot)) {
      expect(candidate[name].weight).toBe(weight)
    }
    expect(last.variant_value).toBe(report.candidate.search.auc_roc_retain)
    const incumbent = json('two', 'incumbent_spec.json').features
    const given = json('periods', 'incumbent.json').features
    for (const name of Object.keys(given)) expect(incumbent[name].weight).toBe(given[name].weight)
    const manifest = json('two', 'manifest.json')
    expect(manifest.review).toMatchObject({
      decision: 'KEEP_INCUMBENT',
      thresholds: { min_gain: 0.01 },
    })
    const [shuffles] = manifest.review.studies
    expect(shuffles).toMatchObject({ kind: 'shuffle', seed: 42, planned: 100, done: 100 })
    expect(shuffles.replicates).toHaveLength(100)
    const gains = shuffles.replicates.map(
      (each: { start: number; best: number }) => each.best - each.start,
    )
    const noise = report.studies.shuffle
    expect(gains.reduce((sum: number, gain: number) => sum + gain) / 100).toBeCloseTo(
      noise.mean,
      12,
    )
    expect(text('two', 'report.md')).toMatch(/^- Studies: shuffled outcomes 100; .* seed 42$/m)
    expect(manifest.data.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(manifest.split.holdout_file.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(manifest.split.kind).toBe('file')
    expect(manifest.split.as_of).toBe('2026-09-01')
    expect(manifest.review.files_checked_at).toBe(report.files_checked_at)
    expect(report.files_checked_at).toMatch(/^\d{4}-\d{2}-\d{2}T/)
  })

  it('lists every account, the furthest moved first', () => {
    const [header, ...lines] = text('two', 'account_changes.csv').trimEnd().split('\r\n')
    expect(header).toMatch(/^account_id,row_set,incumbent_score,candidate_score,score_change/)
    expect(lines).toHaveLength(10_000)
    const steps = lines.map((line) => Math.abs(Number(line.split(',')[7])))
    expect(steps).toEqual([...steps].sort((a, b) => b - a))
    const moved = lines.filter((line) => /,holdout,/.test(line) && line.split(',')[7] !== '0')
    const { value } = json('two', 'report.json').gates[1]
    expect(moved.length / 5000).toBe(value)
  })

  it('keeps the sizes of tiers by cut-offs that the spec, the list and the figures agree on', async () => {
    const report = json('two', 'report.json')
    const spec = json('two', 'candidate_spec.json')
    expect(report.tier_fit.kept).toBe(true)
    expect(report.tiers.candidate).toEqual(
      Object.entries(spec.tiers).map(([label, band]) => ({ label, ...(band as object) })),
    )
    for (const label of ['A', 'B', 'C', 'D']) {
      const key = `pct_${label}_tier`
      expect(report.candidate.search[key]).toBeCloseTo(report.incumbent.search[key], 3)
      expect(report.candidate.holdout[key]).toBeCloseTo(report.incumbent.holdout[key], 1)
    }
    const evaluated = async (data: string, ...file: string[]) => {
      const args = ['--data', `periods/${data}.parquet`, '--spec', join(...file), '--json']
      return JSON.parse((await ratchet(folder, 'evaluate', ...args)).stdout)
    }
    expect(await evaluated('train', 'two', 'candidate_spec.json')).toEqual(report.candidate.search)
    expect(await evaluated('holdout', 'two', 'candidate_spec.json')).toEqual(
      report.candidate.holdout,
    )
    const lines = text('two', 'account_changes.csv').trimEnd().split('\r\n').slice(1)
    for (const line of lines.slice(0, 2000)) {
      const [, , , score, , , tier] = line.split(',')
      const { min, max } = spec.tiers[tier!]
      expect(Number(score)).toBeGreaterThanOrEqual(min)
      expect(Number(score)).toBeLessThan(max)
    }
    const page = text('two', 'report.md')
    expect(page).toContain('| Tier | Begins at: incumbent | candidate |')
    const { A: given } = json('periods', 'incumbent.json').tiers
    expect(page).toContain(`| A | ${given.min} | ${spec.tiers.A.min} |`)
    const { tiers } = json('two', 'manifest.json').review
    expect(tiers).toMatchObject({ sizes_kept: true, incumbent: { A: given.min } })
    expect(tiers.candidate.A).toBe(spec.tiers.A.min)
  })

  it('leaves the search as it was: its best spec has the cut-offs it was searched with', async () => {
    const given = json('periods', 'incumbent.json').tiers
    expect(json('two', 'search', 'best_spec.json').tiers).toEqual(given)
    await ratchet(folder, ...periods('as-is'), '--tiers', 'as-is')
    expect(text('as-is', 'candidate_spec.json')).toBe(text('as-is', 'search', 'best_spec.json'))
    expect(json('as-is', 'candidate_spec.json').features).toEqual(
      json('two', 'candidate_spec.json').features,
    )
    const [kept, asIs] = [json('two', 'report.json'), json('as-is', 'report.json')]
    expect(asIs.gain).toEqual(kept.gain)
    expect(asIs.gates[1].value).toBeGreaterThan(kept.gates[1].value)
    expect(asIs.gates[1].sentence).toMatch(/keeping tier sizes takes that out\.$/)
    const hashes = (output: string) => {
      const { spec, review } = json(output, 'manifest.json')
      return [spec.best_sha256, review.candidate_sha256]
    }
    expect(hashes('as-is')[0]).toBe(hashes('as-is')[1])
    expect(hashes('two')[0]).toBe(hashes('as-is')[0])
    expect(hashes('two')[1]).not.toBe(hashes('two')[0])
  })

  it('writes a page that loads nothing and tells no path of this machine', () => {
    const page = text('two', 'report.html')
    expect(page).toContain('KEEP INCUMBENT')
    expect(page).not.toMatch(/https?:\/\/|<script|<link|<img/)
    expect(page).not.toContain(folder)
    expect(page).toContain('--train train.parquet')
    expect(text('two', 'report.md')).toContain('## KEEP INCUMBENT')
  })

  it('gives the same review again, printed with --json', async () => {
    const ended = await ratchet(folder, ...periods('again'), '--studies', 'shuffle', '--json')
    const printed = JSON.parse(ended.stdout)
    const timeless = (record: Record<string, unknown>) => {
      const { run_id, created_at, files_checked_at, looks, ...rest } = record
      return rest
    }
    expect(timeless(printed)).toEqual(timeless(json('two', 'report.json')))
    expect(printed).toEqual(json('again', 'report.json'))
  })

  it('counts the looks at the same held-out accounts in the folders beside, the same one once', () => {
    const looks = (output: string) => json(output, 'manifest.json').review.looks
    expect(['usual', 'two', 'as-is', 'again'].map(looks)).toEqual([1, 2, 3, 3])
    expect(text('again', 'report.md')).toContain('- Looks at this holdout: 3, this one included')
  })
})

describe('ratchet refresh on one file', () => {
  const one = (output: string) => ['refresh', '--train', 'health.parquet', '--output-dir', output]

  it('holds a part out by id; a candidate that passes every check is ready', async () => {
    const args = [...one('ready'), '--n', '2000', '--max-tier-movement', '0.3']
    const ended = await ratchet(folder, ...args)
    expect([ended.stderr, ended.code]).toEqual(['', 0])
    const report = json('ready', 'report.json')
    expect(report.decision).toBe('READY_FOR_REVIEW')
    expect(report.gain.low).toBeGreaterThan(0.05)
    expect(report.split.kind).toBe('id-hash')
    expect(report.gates[4]).toMatchObject({ name: 'noise', value: null, passed: null })
    const asIs = await ratchet(folder, ...args, '--tiers', 'as-is', '--output-dir', 'as-searched')
    expect(asIs.stdout).toMatch(/^KEEP INCUMBENT: .*too many accounts would change tier/)
    expect(json('as-searched', 'report.json').gates[1].value).toBeGreaterThan(0.6)
    expect(report.cautions.join(' ')).toMatch(/not later outcomes/)
  })

  it('is as strict as it is asked to be', async () => {
    await ratchet(folder, ...one('strict'), '--min-gain', '0.5')
    const report = json('strict', 'report.json')
    expect(report.decision).toBe('KEEP_INCUMBENT')
    expect(report.thresholds.min_gain).toBe(0.5)
    expect(report.gates[0]).toMatchObject({ threshold: 0.5, passed: false })
  })
})

describe('a broken contract is one line, exit code 2, and nothing written', () => {
  it.each([
    [
      'no as-of',
      periods('bad').filter((arg) => arg !== '--as-of' && arg !== '2026-09-01'),
      /--as-of/,
    ],
    ['not a day', [...periods('bad'), '--as-of', '2026-02-31'], /--as-of must be a day/],
    ['as-of too early', [...periods('bad'), '--as-of', '2026-05-01'], /2026-05-01/],
    ['unknown segment', [...periods('bad'), '--segment-column', 'nope'], /--segment-column nope/],
    ['unknown tiers', [...periods('bad'), '--tiers', 'even'], /--tiers must be one of keep-sizes/],
    ['unknown study', [...periods('bad'), '--studies', 'shuffle,magic'], /not "magic"/],
    [
      'one period twice',
      [...periods('bad'), '--holdout', 'periods/train.parquet'],
      /not later|later/,
    ],
    ['no such file', [...periods('bad'), '--train', 'none.parquet'], /none.parquet/],
  ] as [string, string[], RegExp][])('%s', async (_, args, why) => {
    const ended = await ratchet(folder, ...args)
    expect([ended.code, ended.stdout]).toEqual([2, ''])
    expect(ended.stderr).toMatch(why)
    expect(ended.stderr.trimEnd()).not.toContain('\n')
    expect(existsSync(inFolder('bad'))).toBe(false)
  })

  it('a file that changes while it is searched', async () => {
    writeFileSync(inFolder('moving.parquet'), readFileSync(inFolder('health.parquet')))
    const args = ['refresh', '--train', 'moving.parquet', '--output-dir', 'moved']
    const { child, ended } = start(folder, [...args, '--n', '1000000000'])
    while (!readdirSync(folder).some((name) => name.includes('.moved-'))) await pause(20)
    appendFileSync(inFolder('moving.parquet'), 'x')
    child.kill('SIGINT') // ends the search early
    const { code, stderr, stdout } = await ended
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/moving.parquet changed while it was searched; nothing was written/)
    expect(readdirSync(folder).filter((name) => name.includes('moved'))).toEqual([])
  })
})
