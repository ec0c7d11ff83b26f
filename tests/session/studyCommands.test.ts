import type { Remote } from 'comlink'
import { describe, expect, it } from 'vitest'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { createMemoryJournal } from '../../src/journal/memoryJournal.ts'
import { createStudyCommands } from '../../src/session/studyCommands.ts'
import type { WorkerHandle } from '../../src/session/workerHandle.ts'
import type { DataReady } from '../../src/store/state.ts'
import { createAppStore } from '../../src/store/store.ts'
import { studySetup, summarizeStudies } from '../../src/studies/runStudies.ts'
import type { StudyKind, StudyRecord } from '../../src/studies/study.ts'
import type { DataService, JournalService, StudyService } from '../../workers/protocol.ts'
import { createStudyService } from '../../workers/studyService.ts'
import { headerOf } from '../journal/journalFixtures.ts'
import { randomDataset } from '../search/randomDataset.ts'
import { repeat } from '../studies/fixtures.ts'

const dataset = randomDataset(81, { rows: 350, features: ['flag', 'count', 'fraction', 'flag'] })

/** A worker in place: pending calls reject once it is terminated, as those of a real one do. */
function handleOf<Service>(service: Partial<Service>): WorkerHandle<Service> {
  let end: (reason: Error) => void = () => {}
  const lost = new Promise<never>((_, reject) => {
    end = reject
  })
  lost.catch(() => {})
  let alive = true
  return {
    call: (work) =>
      alive
        ? (Promise.race([work(service as Remote<Service>), lost]) as never)
        : Promise.reject(new Error('gone')),
    terminate() {
      alive = false
      end(new DOMException('The study worker was stopped', 'AbortError'))
    },
    get alive() {
      return alive
    },
    lost,
  }
}

interface Options {
  workers?: number
  state?: 'finished' | 'stopped' | 'running'
  searching?: boolean
  fingerprint?: string
  /** What happens at a repetition: nothing special, the worker dies, or it never answers. */
  at?: (index: number, call: number) => 'die' | 'hang' | null
}

async function harness(options: Options = {}) {
  const { workers = 1, state = 'finished', searching = false, at = () => null } = options
  const store = createAppStore()
  const journal = createMemoryJournal()
  const header = headerOf('run-a', { budget: 50, workers })
  await journal.start(header)
  if (state !== 'running') await journal.setState('run-a', state, '2026-02-01T00:00:00.000Z')
  store.setState({ data: { phase: 'ready' } as DataReady })
  const data: Partial<DataService> = {
    dataRecord: async () => ({ ...header.data, fingerprint: options.fingerprint ?? 'ab' }),
    async sendStudyRows(port) {
      const weightsOfStart = Object.values(header.spec.features).map(({ weight }) => weight)
      port.postMessage({ dataset, incumbent: scoreRows(dataset, weightsOfStart) })
      port.close()
    },
  }
  const asked: number[] = []
  let opened = 0
  let calls = 0
  const taken: number[][] = []
  const commands = createStudyCommands({
    context: {
      store,
      journal: handleOf<JournalService>(journal as unknown as JournalService),
      data: () => handleOf<DataService>(data),
      now: () => '2026-02-01T00:00:00.000Z',
    },
    cores: 1,
    openWorker() {
      opened++
      const service = createStudyService()
      return handleOf<StudyService>({
        setup: service.setup,
        async replicate(kind, index) {
          await new Promise((resolve) => setImmediate(resolve))
          asked.push(index)
          const what = at(index, calls++)
          if (what === 'die') throw new Error('out of memory')
          if (what === 'hang') return new Promise<never>(() => {})
          return service.replicate(kind, index)
        },
      })
    },
    searching: () => searching,
    async takeWeights(_runId, weights) {
      taken.push(weights)
    },
  })
  const studied = {
    header,
    experiments: 0,
    finished: state === 'finished',
    best: { weights: null, value: header.baseline.value },
  }
  return {
    store,
    journal,
    commands,
    asked,
    taken,
    studied,
    opened: () => opened,
    stored: async () => (await journal.studies('run-a')) as StudyRecord[],
    expected: (kind: StudyKind, count: number) =>
      Array.from({ length: count }, (_, index) =>
        repeat(studySetup(studied), dataset, kind, index),
      ),
  }
}

describe('studies on the page', () => {
  it('are the same with any number of workers, stored and shown', async () => {
    for (const workers of [1, 3]) {
      const { store, commands, stored, expected, opened } = await harness({ workers })
      await commands.openStudies('run-a')
      await commands.startStudy('run-a', 'shuffle')
      const [record] = await stored()
      expect(record).toMatchObject({ kind: 'shuffle', planned: 100, state: 'done' })
      expect(record.replicates).toEqual(expected('shuffle', 100))
      expect(opened()).toBe(workers)
      const { studies } = store.getState()
      expect(studies.records).toEqual([record])
      expect(studies).toMatchObject({ running: null, problem: null })
    }
  })

  it('tell how far they are', async () => {
    const { store, commands } = await harness()
    const seen: (number | undefined)[] = []
    const leave = store.subscribe(({ studies }) => seen.push(studies.running?.done))
    await commands.openStudies('run-a')
    await commands.startStudy('run-a', 'tolerance')
    leave()
    expect(seen).toContain(0)
    expect(seen).toContain(4)
    expect(seen.at(-1)).toBe(undefined)
  })

  it('go on with another worker where one is lost', async () => {
    const at = (_index: number, call: number) => (call % 4 === 1 ? 'die' : null)
    const { store, commands, stored, expected } = await harness({ workers: 2, at })
    await commands.startStudy('run-a', 'folds')
    expect((await stored())[0]).toMatchObject({ state: 'done', replicates: expected('folds', 20) })
    expect(store.getState().studies.problem).toBe(null)
  })

  it('keep what they have where no worker can go on, and continue with the rest alone', async () => {
    let broken = true
    const at = (index: number) => (broken && index === 7 ? 'die' : null)
    const { store, commands, stored, asked, expected } = await harness({ at })
    await commands.openStudies('run-a')
    await commands.startStudy('run-a', 'folds')
    const [record] = await stored()
    expect(record).toMatchObject({ state: 'stopped', replicates: expected('folds', 7) })
    const { problem, running } = store.getState().studies
    expect(problem?.what).toBe('The study of folds stopped by itself: out of memory.')
    expect(running).toBe(null)
    expect(asked.filter((index) => index === 7)).toHaveLength(3)
    broken = false
    asked.length = 0
    await commands.startStudy('run-a', 'folds')
    expect(asked).toEqual(Array.from({ length: 13 }, (_, i) => 7 + i))
    expect((await stored())[0]).toMatchObject({ state: 'done', replicates: expected('folds', 20) })
    expect(store.getState().studies.problem).toBe(null)
  })

  it('stop at once, though a worker does not answer', async () => {
    const at = (index: number) => (index === 3 ? 'hang' : null)
    const { store, commands, stored, expected, asked } = await harness({ at })
    await commands.openStudies('run-a')
    const going = commands.startStudy('run-a', 'shuffle')
    while (!asked.includes(3)) await new Promise((resolve) => setTimeout(resolve, 2))
    await commands.stopStudy()
    await going
    const [record] = await stored()
    expect(record).toMatchObject({ state: 'stopped', replicates: expected('shuffle', 3) })
    expect(store.getState().studies).toMatchObject({ running: null, problem: null })
  })

  it('that were interrupted are shown as stopped', async () => {
    const { store, journal, commands, expected } = await harness()
    const replicates = expected('resample', 2)
    const record = {
      runId: 'run-a',
      kind: 'resample' as const,
      planned: 100,
      replicates,
      seconds: 2,
    }
    await journal.putStudy({ ...record, state: 'running' })
    await commands.openStudies('run-a')
    expect(store.getState().studies.records).toEqual([{ ...record, state: 'stopped' }])
  })

  it('offer the consensus of resampling as a spec', async () => {
    const { store, journal, commands, taken, studied, expected } = await harness()
    await commands.useConsensusSpec('run-a')
    expect(store.getState().notice?.text).toBe('Resample the accounts first.')
    const replicates = expected('resample', 5)
    const record = {
      runId: 'run-a',
      kind: 'resample',
      planned: 100,
      replicates,
      seconds: 2,
    } as const
    await journal.putStudy({ ...record, state: 'stopped' })
    await commands.useConsensusSpec('run-a')
    const summaries = summarizeStudies([{ ...record, state: 'stopped' }], studied)
    expect(taken).toEqual([summaries.resample?.consensus])
  })

  it('are refused while a run goes, and without the accounts of the run', async () => {
    const busy = await harness({ searching: true })
    await busy.commands.startStudy('run-a', 'shuffle')
    expect(busy.opened()).toBe(0)
    expect(busy.store.getState().studies.problem?.what).toContain('a run is going')
    const going = await harness({ state: 'running' })
    await going.commands.startStudy('run-a', 'shuffle')
    expect(going.store.getState().studies.problem?.what).toContain('Let the run end, or stop it')
    const other = await harness({ fingerprint: 'cd' })
    await other.commands.startStudy('run-a', 'shuffle')
    expect(other.store.getState().studies.problem?.what).toContain('Open accounts.parquet again')
    expect(other.opened()).toBe(0)
  })
})
