import { beforeEach, expect, test, vi } from 'vitest'
import type { Spec } from '../../src/accounts/spec.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import { createMemoryJournal } from '../../src/journal/memoryJournal.ts'
import { createColumnCommands } from '../../src/session/columnCommands.ts'
import type { SessionContext } from '../../src/session/context.ts'
import { createRunStarts } from '../../src/session/runStarts.ts'
import type { DataReady, ModelState } from '../../src/store/state.ts'
import { createAppStore } from '../../src/store/store.ts'
import { createDataService } from '../../workers/dataService.ts'
import { cells, noise, tableOf } from '../accounts/tables.ts'
import { dataFixture } from '../ui/dataFixture.ts'

const ROWS = 600
const churned = cells(ROWS, (row) => (noise(row, 1, 10) < 4 ? 1 : 0))
const table = tableOf({
  account_id: cells(ROWS, (row) => `a${row}`),
  usage: cells(ROWS, (row) => noise(row, 2, 20) + (churned[row] === 1 ? 0 : 6)),
  depth: cells(ROWS, (row) => noise(row, 3, 9)),
  twin: churned,
  churned,
})
const weight = { weight: 5, min: -5, max: 25 }
const theirs: Spec = {
  model: 'theirs',
  max_score: 100,
  features: { depth: weight, usage: weight, twin: { ...weight, weight: -5 } },
  tiers: [{ label: 'A', min: 0, max: 101 }],
  churn_column: 'churned',
  extra: {},
}

beforeEach(() => {
  vi.stubGlobal('navigator', {})
  return () => vi.unstubAllGlobals()
})

/** A session without a page that has imported a spec which scores by the outcome in disguise. */
async function imported() {
  const service = createDataService()
  const opened = await service.open(new File([tableParquet(table)], 'a.parquet'), () => {})
  if (!opened.ok) throw new Error(opened.problems[0].what)
  const store = createAppStore()
  const journal = createMemoryJournal()
  const handle = <S>(of: S) => ({ call: async (work: (of: S) => unknown) => work(of) })
  const context = {
    store,
    journal: handle(journal),
    data: () => handle(service),
    now: () => '2026-11-25T00:00:00.000Z',
  } as unknown as SessionContext
  const data = () => store.getState().data as DataReady
  const model = () => store.getState().model as ModelState
  const columns = createColumnCommands({
    context,
    async change(work) {
      const { contract, patch = {} } = await work(data())
      const { roles, problems } = contract
      store.setState({
        data: { ...data(), roles, problems },
        model: { ...model(), spec: contract.spec as Spec, ...patch },
      })
    },
  })
  const starts = createRunStarts({
    context,
    journalCommands: { refresh: async () => {}, replay: async () => {} } as never,
    workers: 1,
    endAsked: () => false,
  })
  const { roles, problems } = await service.adoptSpec(theirs, opened.value.contract.roles)
  store.setState({
    data: dataFixture({ roles, problems, metrics: ['auc_roc_churn'] }) as DataReady,
    model: {
      spec: theirs,
      source: 'imported',
      problems: [],
      scores: null,
      best: null,
      shapes: null,
      incumbent: theirs,
    },
  })
  const codes = () => data().problems.map(({ code }) => code)
  return { store, service, columns, starts, data, model, codes }
}

test('no run starts with a leak that nobody included', async () => {
  const { starts, codes } = await imported()
  expect(codes()).toContain('leak-blocked')
  await expect(starts.fresh({})).rejects.toThrow(/twin is a feature of the spec, but it tells/)
})

test('included by hand, it is searched, warned of, and the review says so first', async () => {
  const { starts, columns, codes, model, service } = await imported()
  await columns.setRole('twin', 'feature')
  expect(codes()).toContain('leak-included')
  expect(codes()).not.toContain('leak-blocked')
  expect(model().spec).toEqual(theirs) // its features in their own order
  const { header } = await starts.fresh({})
  expect(header.origin).toBeUndefined()
  const { cautions } = await service.review(
    header,
    null,
    {
      createdAt: '2026-02-01T00:00:00.000Z',
      filesCheckedAt: null,
      thresholds: {
        minGain: 0.01,
        maxTierMovement: 0.25,
        maxSegmentDrop: 0.02,
        maxNoiseP: 0.05,
        keepTierSizes: false,
      },
      noise: null,
      ceiling: null,
      looks: 1,
      firstDecision: null,
    },
    () => {},
  )
  expect(cautions[0]).toMatch(/^twin was included by hand, although it tells churned/)
})

test('left out, it leaves the spec that gains count from too, and that is said', async () => {
  const { starts, columns, codes, model, store } = await imported()
  await columns.setRole('twin', 'ignored')
  expect(codes().filter((code) => /leak-(blocked|included)/.test(code))).toEqual([])
  expect(Object.keys(model().incumbent?.features ?? {})).toEqual(['depth', 'usage'])
  expect(store.getState().notice?.text).toContain('twin is left out of the imported spec too')
  const { header } = await starts.fresh({})
  for (const spec of [header.spec, header.origin?.spec])
    expect(Object.keys(spec?.features ?? { twin: 0 })).not.toContain('twin')
})

test('no gain counts from a spec with a leak that was left out in another way', async () => {
  const { store, starts, columns, model } = await imported()
  await columns.setRole('twin', 'ignored')
  store.setState({ model: { ...model(), incumbent: theirs } })
  await expect(starts.fresh({})).rejects.toThrow(
    'The spec that gains count from scores by twin, which gives the outcome away.',
  )
})
