import { beforeAll, describe, expect, test } from 'vitest'
import { sampleRefresh } from '../../src/accounts/sampleRefresh.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { createMemoryJournal } from '../../src/journal/memoryJournal.ts'
import { DEFAULT_THRESHOLDS } from '../../src/review/review.ts'
import type { SessionContext } from '../../src/session/context.ts'
import { createReviewCommands } from '../../src/session/reviewCommands.ts'
import type { DataReady, ReviewReady } from '../../src/store/state.ts'
import { createAppStore } from '../../src/store/store.ts'
import { createDataService } from '../../workers/dataService.ts'
import { headerOf, makeRun } from '../journal/journalFixtures.ts'

const sample = sampleRefresh({ accounts: 900, seed: 7 })
const silent = () => {}

/** A session without a page: the real service for the accounts, the journal in memory, one run that ended. */
async function harness() {
  const service = createDataService()
  await service.open(new File([tableParquet(sample.train)], 'train.parquet'), silent)
  const spec = sample.incumbent
  const prepared = await service.prepare(spec, 'auc_roc_retain', {
    kind: 'id',
    share: 0.3,
    seed: 1,
  })
  if (!prepared.ok) throw new Error(prepared.problems[0]!.what)
  const { split, baseline } = prepared.value
  const header = {
    ...headerOf('run-a'),
    data: await service.dataRecord(),
    spec: prepared.value.spec,
    metric: 'auc_roc_retain' as const,
    split,
    baseline,
  }
  const journal = createMemoryJournal()
  await journal.start(header)
  await journal.setState('run-a', 'finished', '2026-02-01T00:00:00.000Z')
  const store = createAppStore()
  store.setState({ data: { phase: 'ready', roles: [] as unknown[] } as DataReady })
  let day = 1
  const taken: Spec[] = []
  const context = {
    store,
    journal: { call: async (work: (of: typeof journal) => unknown) => work(journal) },
    data: () => ({ call: async (work: (of: typeof service) => unknown) => work(service) }),
    now: () => `2026-03-0${day++}T00:00:00.000Z`,
  } as unknown as SessionContext
  const commands = createReviewCommands(context, async (spec) => {
    taken.push(spec)
  })
  const ready = () => store.getState().review as ReviewReady
  return { store, journal, header, service, commands, ready, taken }
}

describe('looks at a holdout', () => {
  let all: Awaited<ReturnType<typeof harness>>
  beforeAll(async () => {
    all = await harness()
    await all.commands.openReview('run-a')
  })

  test('the first decision is one, with its thresholds, gates and gain', async () => {
    const { ready } = all
    expect(ready().phase).toBe('ready')
    const { report, looks } = ready()
    expect(report.looks).toBe(1)
    expect(report.cautions.join(' ')).not.toContain('thresholds')
    expect(looks).toHaveLength(1)
    expect(looks[0]).toMatchObject({
      runId: 'run-a',
      thresholds: DEFAULT_THRESHOLDS,
      decision: report.decision,
      gain: { value: report.gain?.value },
    })
  })

  test('the same run by the same thresholds is the same look', async () => {
    const { commands, ready } = all
    await commands.openReview('run-a')
    expect(ready().looks).toHaveLength(1)
    expect(ready().report.looks).toBe(1)
  })

  test('other thresholds are another look, said in the review, and stay with the run', async () => {
    const { commands, ready, store } = all
    await commands.setThresholds({ ...DEFAULT_THRESHOLDS, minGain: 0.2 })
    expect(ready().judging).toBe(false)
    expect(ready().report.thresholds.minGain).toBe(0.2)
    expect(ready().report.looks).toBe(2)
    expect(ready().report.cautions[0]).toBe(
      'The thresholds were changed after the result had been seen; by the first ones the decision was KEEP INCUMBENT.',
    )
    store.setState({ thresholds: DEFAULT_THRESHOLDS })
    await commands.openReview('run-a')
    expect(ready().report.thresholds.minGain).toBe(0.2)
    expect(ready().looks).toHaveLength(2)
  })

  test('a study that has ended judges again, without another look', async () => {
    const { commands, ready, journal } = all
    expect(ready().report.gates.at(-1)?.passed).toBe(null)
    const replicates = Array.from({ length: 100 }, (_, index) => ({
      study: 'shuffle' as const,
      index,
      start: 0.5,
      best: 0.6,
    }))
    const study = { runId: 'run-a', kind: 'shuffle' as const, planned: 100, replicates, seconds: 1 }
    await journal.putStudy({ ...study, state: 'stopped' })
    await commands.judgeAgain('run-a')
    expect(ready().report.noise).toBe(null)
    await journal.putStudy({ ...study, state: 'done' })
    await commands.judgeAgain('run-a')
    expect(ready().report.noise).toMatchObject({ shuffles: 100, p: 1 })
    expect(ready().report.gates.at(-1)?.passed).toBe(false)
    expect(ready().looks).toHaveLength(2)
    expect(ready().looks[1]!.gates.at(-1)?.passed).toBe(false)
  })

  test('they outlive their run', async () => {
    const { commands, ready, journal, header } = all
    await journal.remove('run-a')
    await journal.start({ ...header, runId: 'run-b' })
    await journal.setState('run-b', 'finished', '2026-02-01T00:00:00.000Z')
    await commands.openReview('run-b')
    expect(ready().looks.map(({ runId }) => runId)).toEqual(['run-a', 'run-a', 'run-b'])
    expect(ready().report.looks).toBe(3)
  })
})

describe('a review', () => {
  test('that is cancelled shows nothing, and can be asked for again', async () => {
    const { commands, store, journal } = await harness()
    const opening = commands.openReview('run-a')
    expect(store.getState().review.phase).toBe('loading')
    commands.cancelReview()
    await opening
    expect(store.getState().review).toEqual({ phase: 'cancelled', runId: 'run-a' })
    expect(await journal.runs()).toHaveLength(1)
    await commands.openReview('run-a')
    expect(store.getState().review.phase).toBe('ready')
  })

  test('that ends after other accounts were opened is not shown', async () => {
    const { commands, store } = await harness()
    const opening = commands.openReview('run-a')
    store.setState({ review: { phase: 'empty' } })
    await opening
    expect(store.getState().review).toEqual({ phase: 'empty' })
    await commands.openReview('run-a')
    const judging = commands.setThresholds({ ...DEFAULT_THRESHOLDS, minGain: 0.3 })
    store.setState({ review: { phase: 'empty' } })
    await judging
    expect(store.getState().review).toEqual({ phase: 'empty' })
  })

  test('keeps tier sizes or not; either is a look, and the candidate taken has the cut-offs it shows', async () => {
    const { commands, ready, header, service, journal, taken } = await harness()
    const weights = Object.values(header.spec.features).map(({ max }) => max)
    const [step] = makeRun(1, [1], 1, Object.keys(header.spec.features)).steps
    await journal.append('run-a', step!.batch, [{ ...step!.kept[0]!, weights }])
    await commands.openReview('run-a')
    const { tiers } = ready().report
    expect(ready().report.tierFit.kept).toBe(true)
    expect(tiers.incumbent).toEqual(header.spec.tiers)
    expect(tiers.candidate).not.toEqual(tiers.incumbent)
    const list = () => commands.movedAccounts({ search: '', offset: 0, limit: 1 })
    const keptMoved = (await list()).moved
    await commands.useCandidateSpec()
    expect(taken.at(-1)!.tiers).toEqual(tiers.candidate)
    expect(Object.values(taken.at(-1)!.features).map(({ weight }) => weight)).toEqual(weights)

    await commands.setThresholds({ ...DEFAULT_THRESHOLDS, keepTierSizes: false })
    expect(ready().looks).toHaveLength(2)
    expect(ready().report.tiers.candidate).toEqual(header.spec.tiers)
    expect((await list()).moved).toBeGreaterThan(keptMoved)
    await commands.useCandidateSpec()
    expect(taken.at(-1)!.tiers).toEqual(header.spec.tiers)
    await commands.setThresholds(DEFAULT_THRESHOLDS)
    expect(ready().looks).toHaveLength(2)
    expect((await list()).moved).toBe(keptMoved)
    const request = { summary: (await journal.run('run-a'))!, review: ready().report }
    const file = await service.reviewFile({ kind: 'spec', ...request, studies: [], roles: [] })
    expect(JSON.parse(await file.text()).tiers.A.min).toBe(tiers.candidate[0]!.min)
  })

  test('tells why it cannot be made', async () => {
    const { commands, store, journal, header } = await harness()
    await journal.start({ ...header, runId: 'run-i', source: 'import' })
    await journal.start({
      ...header,
      runId: 'run-o',
      data: { ...header.data, fingerprint: 'other', name: 'other.parquet' },
    })
    const second = { ...header.data, fingerprint: 'later', name: 'later.parquet' }
    await journal.start({
      ...header,
      runId: 'run-l',
      split: { ...header.split, kind: 'file', second },
    })
    for (const runId of ['run-o', 'run-l'])
      await journal.setState(runId, 'finished', '2026-02-01T00:00:00.000Z')
    const problem = async (runId: string) => {
      await commands.openReview(runId)
      const { review } = store.getState()
      return review.phase === 'error' ? review.problem.what : review.phase
    }
    expect(await problem('run-i')).toContain('imported journal')
    expect(await problem('run-o')).toContain('Open other.parquet again')
    expect(await problem('run-l')).toContain('Open later.parquet as the later file again')
    await journal.start({ ...header, runId: 'run-p' })
    expect(await problem('run-p')).toContain('Let the run end')
    expect(await problem('run-x')).toContain('no run run-x')
  })

  test('answers for single accounts, and makes its files', async () => {
    const { commands, store, service, journal } = await harness()
    await expect(commands.movedAccounts({ search: '', offset: 0, limit: 5 })).rejects.toThrow(
      'Open a review first',
    )
    await commands.openReview('run-a')
    const { page, accounts } = await commands.movedAccounts({ search: '', offset: 0, limit: 5 })
    expect(accounts).toBe(900)
    expect(page).toHaveLength(5)
    const explained = await commands.explainAccount(page[0]!.row)
    expect(explained.incumbent.score).toBe(page[0]!.incumbent.score)
    const { review } = store.getState()
    const request = {
      summary: (await journal.run('run-a'))!,
      review: (review as ReviewReady).report,
      studies: [],
      roles: [],
    }
    const text = async (kind: 'html' | 'markdown' | 'changes' | 'manifest' | 'spec') =>
      (await service.reviewFile({ kind, ...request })).text()
    expect(await text('html')).toMatch(/^<!doctype html>[\s\S]*KEEP INCUMBENT/)
    expect(await text('html')).not.toMatch(/(src|href)=|@import|url\(/)
    expect(await text('markdown')).toContain('## KEEP INCUMBENT')
    expect((await text('changes')).trimEnd().split('\r\n')).toHaveLength(901)
    expect(JSON.parse(await text('manifest')).review.looks).toBe(1)
    expect(JSON.parse(await text('spec')).features).toBeTypeOf('object')
  })
})
