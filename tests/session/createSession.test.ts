import { beforeEach, expect, test, vi } from 'vitest'
import { sampleTable } from '../../src/accounts/sample.ts'
import { tableParquet } from '../../src/exports/tableParquet.ts'
import type { StoredFile } from '../../src/journal/idbJournal.ts'
import { createMemoryJournal } from '../../src/journal/memoryJournal.ts'
import { createSession } from '../../src/session/createSession.ts'
import type { WorkerHandle } from '../../src/session/workerHandle.ts'
import type { RunOptions } from '../../src/store/state.ts'
import { createAppStore } from '../../src/store/store.ts'
import { createDataService } from '../../workers/dataService.ts'
import type { DataService, JournalService } from '../../workers/protocol.ts'

const opened = vi.hoisted(() => ({ data: vi.fn(), journal: vi.fn() }))
vi.mock('../../src/session/workers.ts', () => ({
  openDataWorker: opened.data,
  openJournalWorker: opened.journal,
  openSearchWorker: vi.fn(),
  openStudyWorker: vi.fn(),
}))

const KEY = 'ratchet.workspace'
const accounts = new File(
  [tableParquet(sampleTable('health', { accounts: 600 }))],
  'accounts.parquet',
)
const others = new File([tableParquet(sampleTable('churn', { accounts: 600 }))], 'others.parquet')

let storage: Map<string, string>

beforeEach(() => {
  storage = new Map()
  let kept: StoredFile | null = null
  const journal = {
    ...createMemoryJournal(),
    bytesUsed: async () => null,
    loadFile: async () => kept,
    saveFile: async (file: StoredFile) => {
      kept = file
    },
  }
  opened.data.mockImplementation(() => handle<DataService>(createDataService()))
  opened.journal.mockImplementation(() => handle<JournalService>(journal))
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('document', { addEventListener() {} })
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, text: string) => storage.set(key, text),
    removeItem: (key: string) => storage.delete(key),
  })
  return () => vi.unstubAllGlobals()
})

function handle<Service>(service: object): WorkerHandle<Service> {
  return {
    call: async (work: (of: never) => unknown) => work(service as never),
    terminate() {},
    alive: true,
    lost: new Promise(() => {}),
  } as WorkerHandle<Service>
}

function page() {
  const store = createAppStore()
  return { store, ...createSession(store) }
}

async function withOptions(options: Partial<RunOptions>) {
  const { store, commands } = page()
  await commands.openFile(accounts)
  commands.setRunOptions(options)
  return { store, commands }
}

async function reloaded() {
  const { store, restore } = page()
  await restore()
  return store.getState()
}

test('a reload returns to the options of the next run', async () => {
  const options = {
    metric: 'ks',
    strategy: 'sparse',
    seed: 7,
    splitBy: 'id',
    guardrails: { maxNonZero: 4 },
  } as const
  await withOptions(options)
  const { data, runOptions, notice } = await reloaded()
  expect(notice).toBeNull()
  expect(data).toMatchObject({ phase: 'ready', name: 'accounts.parquet' })
  expect(runOptions).toEqual(options)
  expect((await reloaded()).runOptions).toEqual(options)
})

test('options belong to their file', async () => {
  const { store, commands } = await withOptions({ seed: 7 })
  await commands.openFile(others)
  expect(store.getState().runOptions).toEqual({})
  expect((await reloaded()).runOptions).toEqual({})
})

test('shapes come back together with the share they were chosen with', async () => {
  const { store, commands } = await withOptions({ holdoutShare: 0.4 })
  await commands.chooseShapes({})
  expect(store.getState().model?.shapes?.holdoutShare).toBe(0.4)
  const { model, runOptions } = await reloaded()
  expect(model?.shapes?.holdoutShare).toBe(0.4)
  expect(runOptions).toEqual({ holdoutShare: 0.4 })
})

test('what was stored without options, or with a metric and a strategy no longer known, has none', async () => {
  await withOptions({ metric: 'lift', strategy: 'greedy', seed: 7 })
  expect((await reloaded()).runOptions).toEqual({ seed: 7 })
  const { runOptions: _, ...older } = JSON.parse(storage.get(KEY) as string)
  storage.set(KEY, JSON.stringify(older))
  const { data, runOptions } = await reloaded()
  expect(data.phase).toBe('ready')
  expect(runOptions).toEqual({})
})

test('a metric that the columns no longer allow comes back, and a run says what it lacks', async () => {
  const { commands } = await withOptions({ metric: 'nrr_spread' })
  await commands.setRole('mrr_end', 'ignored')
  const { store, ...again } = page()
  await again.restore()
  const { data, runOptions } = store.getState()
  expect(data.phase === 'ready' && data.metrics).not.toContain('nrr_spread')
  expect(runOptions).toEqual({ metric: 'nrr_spread' })
  await again.commands.startRun(runOptions)
  expect(store.getState().notice?.text).toMatch(/nrr/i)
  expect(store.getState().preparing).toBe(false)
})
