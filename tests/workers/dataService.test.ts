import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DEFAULT_THRESHOLDS } from '../../src/review/review.ts'
import type { ShapesProgress } from '../../src/search/shapes/progress.ts'
import { createDataService } from '../../workers/dataService.ts'
import { headerOf } from '../journal/journalFixtures.ts'
import { sharedData } from '../sharedData.ts'

const silent = () => {}
const BY_ID = { kind: 'id', share: 0.3, seed: 42 } as const

async function openedSample(kind: 'health' | 'churn') {
  const service = createDataService()
  const bytes = await service.sampleParquet(kind)
  const result = await service.open(new File([bytes], `sample-${kind}.parquet`), silent)
  if (!result.ok) throw new Error(result.problems[0].what)
  return { service, opened: result.value }
}

describe('samples', () => {
  test('health opens ready to search, with the planted roles', async () => {
    const { opened } = await openedSample('health')
    const roles = new Map(opened.contract.roles.map(({ column, role }) => [column, role]))
    expect(opened.contract.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(roles.get('account_id')).toBe('id')
    expect(roles.get('alert_created')).toBe('feature')
    expect(roles.get('retained_6mo')).toBe('retained')
    expect(roles.get('mrr_end')).toBe('mrr_end')
    expect(opened.contract.metrics[0]).toBe('auc_roc_retain')
  })

  test('churn opens ready to search', async () => {
    const { opened } = await openedSample('churn')
    expect(opened.contract.problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(opened.contract.metrics.length).toBeGreaterThan(0)
  })

  test('the same sample has the same fingerprint every time', async () => {
    const first = await openedSample('health')
    const second = await openedSample('health')
    expect(await first.service.dataRecord()).toEqual(await second.service.dataRecord())
  })
})

test('a role changed by the user changes the spec and keeps the other weights', async () => {
  const { service, opened } = await openedSample('health')
  const spec = opened.contract.spec
  if (spec === null) throw new Error('sample has no spec')
  spec.features.session_depth.weight = 9
  const roles = opened.contract.roles.map((each) =>
    each.column === 'has_exported' ? { ...each, role: 'ignored' as const } : each,
  )
  const changed = await service.assignRoles(roles, spec)
  expect(Object.keys(changed.spec?.features ?? {})).not.toContain('has_exported')
  expect(changed.spec?.features.session_depth.weight).toBe(9)
})

test('shapes are chosen for the columns of the spec, and an overruled one is obeyed', async () => {
  const { service, opened } = await openedSample('health')
  const { spec, roles } = opened.contract
  if (spec === null) throw new Error('sample has no spec')
  const seen: ShapesProgress[] = []
  const chosen = await service.bestShapes(
    spec,
    roles,
    BY_ID,
    { session_depth: 'rank' },
    (progress) => seen.push(progress),
  )
  if (!chosen.ok) throw new Error(chosen.problems[0].what)
  const { contract, report } = chosen.value
  expect(report.rows).toBe(3516)
  expect(report.columns.map(({ column }) => column).sort()).toEqual(
    Object.keys(spec.features).sort(),
  )
  expect(contract.spec?.features.session_depth.transform?.kind).toBe('rank')
  expect(contract.problems.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(contract.roles).toEqual(roles)

  const open = report.columns.filter(
    ({ column, tried }) => tried.length > 1 || column === 'session_depth',
  ).length
  const alike = seen.filter(({ part }) => part === 'common')
  expect(alike.map(({ done, total }) => [done, total])).toEqual([
    [0, 4],
    [1, 4],
    [2, 4],
    [3, 4],
  ])
  const looked = seen.filter(({ part }) => part === 'columns')
  expect(looked.map(({ done, total }) => [done, total])).toEqual(
    Array.from({ length: open }, (_, done) => [done, open]),
  )
  expect(seen.at(-1)?.part).toBe('points')
  const shares = seen.map(({ share }) => share)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.every((share) => share >= 0 && share < 1)).toBe(true)
})

const JUDGED = {
  createdAt: '2026-02-01T00:00:00.000Z',
  filesCheckedAt: null,
  thresholds: DEFAULT_THRESHOLDS,
  noise: null,
  ceiling: null,
  looks: 1,
  firstDecision: null,
}

test('a review counts from the spec before shapes and earlier runs', async () => {
  const { service, opened } = await openedSample('health')
  const { spec, roles } = opened.contract
  if (spec === null) throw new Error('sample has no spec')
  const before = await service.prepare(spec, 'auc_roc_retain', BY_ID)
  const shapes = await service.bestShapes(spec, roles, BY_ID, { session_depth: 'bins' }, silent)
  if (!before.ok || !shapes.ok || shapes.value.contract.spec === null) throw new Error('no spec')
  const prepared = await service.prepare(shapes.value.contract.spec, 'auc_roc_retain', BY_ID)
  if (!prepared.ok) throw new Error(prepared.problems[0].what)
  const header = {
    ...headerOf('run_1'),
    spec: prepared.value.spec,
    metric: 'auc_roc_retain' as const,
    split: prepared.value.split,
    origin: { spec: before.value.spec, figures: before.value.baseline },
  }
  const report = await service.review(header, null, JUDGED, () => {})
  expect(report.incumbent.holdout?.auc_roc_retain).toBe(before.value.baseline.holdoutValue)
  expect(report.candidate.holdout?.auc_roc_retain).toBe(prepared.value.baseline.holdoutValue)
  const gone = report.weights.find(({ feature }) => feature === 'session_depth')
  expect(gone).toMatchObject({ before: 5, after: null })
  expect(report.migration.accounts.flat().reduce((sum, count) => sum + count, 0)).toBe(
    report.holdoutRows,
  )
})

test('search rows and holdout rows of a prepared run add up and only search rows are sent', async () => {
  const { service, opened } = await openedSample('health')
  if (opened.contract.spec === null) throw new Error('sample has no spec')
  const prepared = await service.prepare(opened.contract.spec, 'auc_roc_retain', BY_ID)
  if (!prepared.ok) throw new Error(prepared.problems[0].what)
  const { split } = prepared.value
  expect(split.searchRows + split.holdoutRows).toBe(5000)
  const { port1, port2 } = new MessageChannel()
  const arrived = new Promise<{ rowCount: number }>((resolve) => {
    port2.onmessage = ({ data }) => resolve(data)
  })
  const { spec } = prepared.value
  const header = { ...headerOf('run_1'), spec, metric: 'auc_roc_retain' as const, split }
  await service.sendSearchRows(port1, header)
  expect((await arrived).rowCount).toBe(split.searchRows)
  port2.close()
})

test('a run goes on after its accounts were opened anew in another worker', async () => {
  const first = await openedSample('health')
  if (first.opened.contract.spec === null) throw new Error('sample has no spec')
  const prepared = await first.service.prepare(first.opened.contract.spec, 'auc_roc_retain', BY_ID)
  if (!prepared.ok) throw new Error(prepared.problems[0].what)
  const { spec, split, baseline, startWeights } = prepared.value
  const header = { ...headerOf('run_1'), spec, metric: 'auc_roc_retain' as const, split }
  const second = await openedSample('health')
  const figures = await second.service.figures(header, [Array.from(startWeights)])
  expect(figures).toEqual([baseline])
})

describe.skipIf(sharedData === null)('real files', () => {
  const blocked = /riskslim|raw_/ // outcomes in names of other fields, or no outcome at all
  const names = [
    'accounts_5k.parquet',
    'mlc_telecom_churn.parquet',
    'ravenstack_accounts.parquet',
    'riskslim_adult.parquet',
    'ravenstack_raw_subscriptions.parquet',
    'telco_app.parquet',
    'telco_ibm.parquet',
  ]
  test.each(names)('%s opens with roles or a named problem', async (name) => {
    const service = createDataService()
    const bytes = await readFile(join(sharedData as string, name))
    const result = await service.open(new File([bytes], name), silent)
    if (!result.ok) throw new Error(result.problems[0].what)
    const { contract } = result.value
    const errors = contract.problems.filter(({ severity }) => severity === 'error')
    if (blocked.test(name)) {
      for (const { fix } of errors) expect(fix).not.toBe('')
      return
    }
    expect(errors).toEqual([])
    if (contract.spec === null) throw new Error('no spec')
    expect((await service.describeSpec(contract.spec)).scores).not.toBeNull()
  })
})

test('a review has its terms; its accounts are paged and explained with the same scores', async () => {
  const { service, opened } = await openedSample('health')
  const { spec } = opened.contract
  if (spec === null) throw new Error('sample has no spec')
  const prepared = await service.prepare(spec, 'auc_roc_retain', BY_ID)
  if (!prepared.ok) throw new Error(prepared.problems[0].what)
  const header = {
    ...headerOf('run_2'),
    spec: prepared.value.spec,
    metric: 'auc_roc_retain' as const,
    split: prepared.value.split,
  }
  const best = Object.values(spec.features).map((_, index) => (index % 2 === 0 ? 12 : 1))
  const noise = { shuffles: 100, meanGain: 0.02, p95: 0.03, p: 0.4 }
  const review = await service.review(header, best, { ...JUDGED, noise, looks: 3 }, silent)
  expect(review.gates.find(({ name }) => name === 'noise')).toMatchObject({
    value: 0.4,
    passed: false,
  })
  expect(review.looks).toBe(3)
  const asked = { header, weights: best, keepTierSizes: true }
  const { page, accounts, moved } = await service.movedAccounts(asked, {
    search: '',
    offset: 10,
    limit: 5,
  })
  expect(accounts).toBe(5000)
  expect(moved).toBeGreaterThan(0)
  expect(page).toHaveLength(5)
  for (const { row, incumbent, candidate } of page) {
    const explained = await service.explainAccount(asked, row)
    expect([explained.incumbent.score, explained.candidate.score]).toEqual([
      incumbent.score,
      candidate.score,
    ])
    expect(explained.candidate.tier).toBe(candidate.tier)
  }
})
