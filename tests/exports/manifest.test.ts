import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { manifest, specHash } from '../../src/exports/manifest.ts'
import { specJson } from '../../src/exports/specFile.ts'
import { foldHeader, foldRun, foldState } from '../../src/journal/fold.ts'
import { makeRun } from '../journal/journalFixtures.ts'

it('records what a run was a function of and what came of it', () => {
  const { header: bare, steps } = makeRun(1, [60])
  const header = { ...bare, kernel: 'exact integers, 2 decimals, SIMD' }
  const { batch, kept } = steps[0]!
  const run = foldState(
    foldRun(foldHeader(header), batch, kept),
    'finished',
    '2026-01-31T12:01:00.000Z',
  )
  const bestSpec = { ...header.spec, base_score: 3 }
  const record = manifest(run, {
    bestSpec,
    createdAt: '2026-02-01T00:00:00.000Z',
    roles: [
      { column: 'churned', role: 'churned', reason: 'by name' },
      { column: 'logins', role: 'feature', reason: 'a number' },
      { column: 'depth', role: 'feature', reason: 'a number' },
    ],
    journalHead: 'ff',
  })
  const sha = (text: string) => createHash('sha256').update(text).digest('hex')
  expect(record).toMatchObject({
    run_id: 'run-1',
    evaluation_version: 3,
    data: {
      file_name: 'accounts.parquet',
      sha256: 'ab',
      rows: 500,
      roles: { churned: ['churned'], feature: ['logins', 'depth'] },
    },
    spec: {
      baseline_sha256: sha(specJson(header.spec)),
      best_sha256: sha(specJson(bestSpec)),
    },
    metric: 'auc_roc_retain',
    seed: 42,
    split: { kind: 'id-hash', share: 0.3, search_rows: 350, holdout_rows: 150 },
    kernel: 'exact integers, 2 decimals, SIMD',
    results: {
      experiments: 60,
      kept: kept.length,
      best_experiment: kept.at(-1)!.index,
      baseline: { search: 0.6, holdout: 0.59 },
      best: { search: kept.at(-1)!.value, holdout: kept.at(-1)!.holdoutValue },
    },
    journal_head_sha256: 'ff',
  })
  expect(JSON.parse(JSON.stringify(record))).toEqual(record)
  expect(record).not.toHaveProperty('build_hash')
  expect(record).not.toHaveProperty('spec.origin_sha256')
})

it('names the build, and the spec that led to the start', () => {
  const { header } = makeRun(1, [1])
  const origin = { spec: { ...header.spec, base_score: 9 }, figures: header.baseline }
  const run = foldHeader({ ...header, buildHash: 'c0ffee', origin })
  const record = manifest(run, { bestSpec: header.spec, createdAt: '' })
  expect(record).toMatchObject({
    build_hash: 'c0ffee',
    spec: {
      baseline_sha256: specHash(header.spec),
      origin_sha256: specHash(origin.spec),
    },
  })
  expect(specHash(origin.spec)).not.toBe(specHash(header.spec))
})

it('holds the certificate of a search that has no budget', () => {
  const run = foldHeader({ ...makeRun(1, [1]).header, budget: Number.POSITIVE_INFINITY })
  const certificate = {
    single: true,
    pairs: 'window 3',
    global: false,
    byStandardError: true,
    checked: 966,
  }
  const record = manifest({ ...run, certificate }, { bestSpec: run.header.spec, createdAt: '' })
  expect(record).toMatchObject({
    budget: null,
    certificate: { single: true, pairs: 'window 3', by_standard_error: true, checked: 966 },
  })
})

it('says the baseline stands where nothing was kept', () => {
  const run = foldHeader(makeRun(1, [1]).header)
  const record = manifest(run, { bestSpec: run.header.spec, createdAt: '' })
  expect(record).not.toHaveProperty('kernel')
  const { results } = record
  expect(results).toMatchObject({ best_experiment: 0, best: { search: 0.6, holdout: 0.59 } })
  expect(specHash(run.header.spec)).toMatch(/^[0-9a-f]{64}$/)
})
