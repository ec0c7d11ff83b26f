import { beforeEach, describe, expect, test, vi } from 'vitest'
import { sampleRefresh } from '../../src/accounts/sampleRefresh.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import type { RunHeader } from '../../src/journal/entry.ts'
import { createMemoryJournal } from '../../src/journal/memoryJournal.ts'
import { DEFAULT_THRESHOLDS } from '../../src/review/review.ts'
import { askedSplit } from '../../src/session/askedSplit.ts'
import type { SessionContext } from '../../src/session/context.ts'
import { createRunStarts } from '../../src/session/runStarts.ts'
import { showBest } from '../../src/session/showBest.ts'
import type { DataReady, ModelShapes, ModelState, RunView } from '../../src/store/state.ts'
import { createAppStore } from '../../src/store/store.ts'
import { createDataService } from '../../workers/dataService.ts'
import { dataFixture } from '../ui/dataFixture.ts'

const sample = sampleRefresh({ accounts: 900, seed: 7 })
const imported = sample.incumbent
const edited: Spec = {
  ...imported,
  features: {
    ...imported.features,
    promo_usage: { ...imported.features.promo_usage, weight: 9 },
  },
}

/** A session without a page: the real service for the accounts, the journal in memory. */
async function session(later: boolean) {
  const service = createDataService()
  const silent = () => {}
  await service.open(new File([tableParquet(sample.train)], 'train.parquet'), silent)
  const second = new File([tableParquet(sample.holdout)], 'holdout.parquet')
  if (later) await service.openLater(second, imported, silent)
  const journal = createMemoryJournal()
  const store = createAppStore()
  const handle = <S>(of: S) => ({ call: async (work: (of: S) => unknown) => work(of) })
  const context = {
    store,
    journal: handle(journal),
    data: () => handle(service),
    now: () => '2026-11-25T00:00:00.000Z',
  } as unknown as SessionContext
  store.setState({ data: dataFixture({ metrics: ['auc_roc_retain'] }) as DataReady })
  const starts = createRunStarts({
    context,
    journalCommands: { refresh: async () => {}, replay: async () => {} } as never,
    workers: 1,
    endAsked: () => false,
  })
  const model = (
    spec: Spec,
    incumbent: Spec | null,
    shapes: ModelShapes | null = null,
    source: ModelState['source'] = 'edited',
  ) =>
    store.setState({
      model: { spec, source, problems: [], scores: null, best: null, shapes, incumbent },
    })
  return { service, context, starts, model, journal }
}

const ended = (header: RunHeader, weights: number[]) =>
  ({ header, best: { ...header.baseline, weights } }) as unknown as RunView
const weightsOf = ({ features }: Spec) => Object.values(features).map(({ weight }) => weight)

beforeEach(() => {
  vi.stubGlobal('navigator', {})
  return () => vi.unstubAllGlobals()
})

describe('the imported spec is what gains count from', () => {
  test('as the start of a run', async () => {
    const { starts, model } = await session(true)
    model(imported, imported)
    const { header } = await starts.fresh({})
    expect(weightsOf(header.spec)).toEqual(weightsOf(imported))
    expect(header.origin).toBeUndefined()
  })

  test('after weights were edited, and in Go deeper after that', async () => {
    const { service, starts, model } = await session(true)
    model(imported, imported)
    const plain = await starts.fresh({})
    model(edited, imported)
    const { header } = await starts.fresh({})
    expect(header.spec.features.promo_usage.weight).toBe(9)
    expect(header.origin?.spec).toEqual(plain.header.spec)
    expect(header.origin?.figures).toEqual(plain.header.baseline)
    const deeper = await starts.deeper(ended(header, [1, 2, 3, 4, -1, 6]))
    expect(deeper.header.origin).toEqual(header.origin)
    expect(deeper.header.split).toEqual(header.split)
    expect(deeper.header.changesFrom).toEqual(weightsOf(imported))
    const review = await service.review(
      deeper.header,
      [1, 2, 3, 4, -1, 7],
      {
        createdAt: '2026-02-01T00:00:00.000Z',
        filesCheckedAt: null,
        thresholds: DEFAULT_THRESHOLDS,
        noise: null,
        ceiling: null,
        looks: 1,
        firstDecision: null,
      },
      () => {},
    )
    expect(review.weights.map(({ before }) => before)).toEqual(weightsOf(imported))
    expect(review.incumbent.holdout?.auc_roc_retain).toBe(plain.header.baseline.holdoutValue)
  })

  test('after shapes were chosen, though something was edited before that', async () => {
    const { service, context, starts, model } = await session(true)
    const split = await askedSplit(context, edited, {})
    const roles = (await service.adoptSpec(edited, [])).roles
    const chosen = await service.bestShapes(edited, roles, split, {}, () => {})
    if (!chosen.ok || chosen.value.contract.spec === null) throw new Error('no shapes')
    const { report, contract } = chosen.value
    const shapes: ModelShapes = {
      report,
      free: report,
      overrule: {},
      holdoutShare: 0.3,
      heldOutBy: '',
      splitKind: split.kind,
      before: { spec: edited, source: 'edited' },
    }
    model(contract.spec as Spec, imported, shapes)
    const { header } = await starts.fresh({})
    expect(weightsOf(header.origin!.spec)).toEqual(weightsOf(imported))
    expect(header.shaped).toEqual({ from: edited, overrule: {} })
    const deeper = await starts.deeper(ended(header, weightsOf(header.spec)))
    expect(deeper.header.shaped).toEqual(header.shaped)
    expect(deeper.header.changesFrom).toBeUndefined() // its features are others
    model(contract.spec as Spec, imported, { ...shapes, splitKind: 'id' })
    await expect(starts.fresh({})).rejects.toThrow('other accounts held out')
  })

  test('without one, gains count from the start itself', async () => {
    const { starts, model } = await session(false)
    model(edited, null)
    expect((await starts.fresh({})).header.origin).toBeUndefined()
  })
})

describe('a run goes on with the rows it was divided into', () => {
  test('with the second file, and not without it', async () => {
    const { service, starts, model } = await session(true)
    model(imported, imported)
    const { header } = await starts.fresh({})
    expect(header.split).toMatchObject({
      kind: 'file',
      searchRows: 900,
      holdoutRows: 900,
      second: { name: 'holdout.parquet', rows: 900 },
    })
    expect((await starts.resumed(header.runId)).prepared.split).toEqual(header.split)
    await service.closeLater()
    await expect(starts.deeper(ended(header, weightsOf(imported)))).rejects.toThrow(
      'Add holdout.parquet as the later file again',
    )
  })

  test('a resumed run divides rows as its record says, whatever the options say now', async () => {
    const { starts, model } = await session(false)
    model(imported, imported)
    const { header, prepared } = await starts.fresh({ holdoutShare: 0.4 })
    const resumed = await starts.resumed(header.runId)
    expect(resumed.prepared.split).toEqual(prepared.split)
    expect(resumed.prepared.split.share).toBe(0.4)
    expect(resumed.value).toBe(header.baseline.value)
  })
})

describe('a start that nobody gave', () => {
  const isDefault = ({ header }: { header: RunHeader }) => header.defaultIncumbent === true

  test('is told in the header of its run, and of the run that goes deeper', async () => {
    const { service, starts, model } = await session(true)
    model(imported, null, null, 'default')
    const fresh = await starts.fresh({})
    expect(isDefault(fresh)).toBe(true)
    const weights = [1, 2, 3, 4, -1, 7]
    const deeper = await starts.deeper(ended(fresh.header, weights))
    expect(isDefault(deeper)).toBe(true)
    const options = {
      createdAt: '2026-02-01T00:00:00.000Z',
      thresholds: DEFAULT_THRESHOLDS,
      noise: null,
      ceiling: null,
      filesCheckedAt: null,
      looks: 1,
      firstDecision: null,
    }
    const review = await service.review(deeper.header, weights, options, () => {})
    expect(review.incumbentIsDefault).toBe(true)
    const { defaultIncumbent: _, ...given } = deeper.header
    const other = await service.review({ ...given, runId: 'given' }, weights, options, () => {})
    expect(other.incumbentIsDefault).toBe(false)
  })

  test('that an earlier run found is told as that, not as a score somebody has', async () => {
    const { starts, model } = await session(true)
    model(edited, null, null, 'run')
    const { header } = await starts.fresh({})
    expect([header.defaultIncumbent, header.foundIncumbent]).toEqual([undefined, true])
    const deeper = await starts.deeper(ended(header, [1, 2, 3, 4, -1, 7]))
    expect(deeper.header.foundIncumbent).toBe(true)
    model(imported, imported, null, 'run')
    expect((await starts.fresh({})).header.foundIncumbent).toBeUndefined()
  })

  test('is none once a weight was set or a score imported', async () => {
    const { starts, model } = await session(true)
    model(edited, null, null, 'edited')
    expect(isDefault(await starts.fresh({}))).toBe(false)
    model(imported, imported, null, 'default')
    expect(isDefault(await starts.fresh({}))).toBe(false)
  })

  test('is searched from numbers that suit, which the header tells, and its gain counts from its own', async () => {
    const { context, starts, model } = await session(true)
    const low: Spec = { ...imported, base_score: -300 }
    for (const source of ['default', 'completed'] as const) {
      model(low, null, null, source)
      const { header } = await starts.fresh({ strategy: 'deep' })
      const to = header.spec.base_score
      expect(header.suited).toEqual({ baseScore: { from: -300, to } })
      expect(to).toBeGreaterThan(-300)
      expect(header.origin?.spec).toEqual({ ...header.spec, base_score: -300 })
      expect(header.origin?.figures.value).toBe(0.5) // all accounts at 0 points
      const run = ended(header, weightsOf(header.spec))
      showBest(context.store, run)
      expect(Object.values(context.store.getState().model?.best ?? {})).toEqual(run.best.weights)
      const deeper = await starts.deeper(run)
      expect(deeper.header.spec.base_score).toBe(to)
      expect(deeper.header.suited).toEqual(header.suited)
      expect(deeper.header.origin).toEqual(header.origin)
    }
    model(low, null, null, 'edited')
    const given = await starts.fresh({ strategy: 'deep' })
    expect([given.header.spec.base_score, given.header.suited]).toEqual([-300, undefined])
    model(low, null, null, 'default')
    const random = await starts.fresh({ strategy: 'random' })
    expect([random.header.spec.base_score, random.header.suited]).toEqual([-300, undefined])
    showBest(context.store, ended(given.header, weightsOf(low)))
    expect(context.store.getState().model?.best).not.toBe(null)
    const other = { ...given.header, spec: { ...low, base_score: 7 } }
    model(low, null, null, 'default')
    showBest(context.store, ended(other, weightsOf(low)))
    expect(context.store.getState().model?.best).toBe(null)
  })
})
