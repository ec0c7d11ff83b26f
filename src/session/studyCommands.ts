import type { StudyService } from '../../workers/protocol.ts'
import type { RunSummary } from '../journal/entry.ts'
import { studiedRun } from '../journal/studiedRun.ts'
import { studySetup, summarizeStudies } from '../studies/runStudies.ts'
import {
  missingIndices,
  plannedReplicates,
  type Replicate,
  type StudyKind,
  type StudyRecord,
  withReplicates,
} from '../studies/study.ts'
import type { Commands } from './commands.ts'
import { readyData, type SessionContext, sentenceOf, tell } from './context.ts'
import { throttled } from './publish.ts'
import { createStudyPool, type StudyPool } from './studyPool.ts'
import type { WorkerHandle } from './workerHandle.ts'

type StudyCommands = Pick<Commands, 'openStudies' | 'startStudy' | 'stopStudy' | 'useConsensusSpec'>

interface StudyCommandsInput {
  context: SessionContext
  cores: number
  openWorker(): WorkerHandle<StudyService>
  searching(): boolean // a run has the processor
  takeWeights(runId: string, weights: number[], text: string): Promise<void>
}

const PUBLISH_EVERY_MS = 250
const SAVE_EVERY_MS = 2_000

/** Studies of runs that have ended, one at a time; what is done of one is kept, and it can go on later. */
export function createStudyCommands(input: StudyCommandsInput): StudyCommands {
  const { context, cores, openWorker, searching, takeWeights } = input
  const { store, journal } = context
  let pool: StudyPool | null = null
  let wish: 'run' | 'stop' = 'run'
  let active: Promise<void> | null = null

  async function summaryOf(runId: string): Promise<RunSummary> {
    const summary = await journal.call((service) => service.run(runId))
    if (summary === null) throw new Error(`The journal has no run ${runId}.`)
    return summary
  }

  /** Studies as stored; one that says it is running was interrupted, unless it is the one of this page. */
  async function stored(runId: string): Promise<StudyRecord[]> {
    const records = await journal.call((service) => service.studies(runId))
    const { running } = store.getState().studies
    return records.map((record) => {
      const here = running?.runId === runId && running.kind === record.kind
      return record.state === 'running' && !here ? { ...record, state: 'stopped' } : record
    })
  }

  function show(record: StudyRecord): void {
    const { studies } = store.getState()
    if (studies.runId !== record.runId) return
    const others = studies.records.filter(({ kind }) => kind !== record.kind)
    store.setState({ studies: { ...studies, records: [...others, record] } })
  }

  async function begin(runId: string, kind: StudyKind): Promise<void> {
    const summary = await summaryOf(runId)
    const { header } = summary
    const run = studiedRun(summary)
    await requireData(header.data)
    const setup = studySetup(run)
    const planned = plannedReplicates(kind, setup.startWeights.length)
    const before = (await stored(runId)).find((record) => record.kind === kind)
    const again = before === undefined || missingIndices(before).length === 0
    let record: StudyRecord = again
      ? { runId, kind, planned, replicates: [], state: 'running', seconds: 0 }
      : { ...before, state: 'running' }
    if (wish === 'stop') return
    const done = record.replicates.length
    const secondsBefore = record.seconds
    const begun = performance.now()
    let savedAt = begun
    let added: Replicate[] = []

    function progress(): void {
      const seconds = (performance.now() - begun) / 1000
      record = { ...withReplicates(record, added), seconds: secondsBefore + seconds }
      added = []
      const made = record.replicates.length - done
      const left = planned - record.replicates.length
      const secondsLeft = made === 0 ? null : (seconds / made) * left
      const running = { runId, kind, done: record.replicates.length, planned, secondsLeft }
      store.setState({ studies: { ...store.getState().studies, running } })
      show(record)
    }

    const save = () => journal.call((service) => service.putStudy(record))
    const publish = throttled(progress, PUBLISH_EVERY_MS)
    publish.flush()
    await save()
    const workers = Math.max(header.workers, cores) // no run searches beside a study
    pool = createStudyPool({ openWorker, data: context.data, header, setup, workers })
    let failure: unknown = null
    let saving: Promise<void> = Promise.resolve()
    try {
      if (wish === 'run')
        await pool.run(kind, missingIndices(record), (made) => {
          added.push(made)
          publish.request()
          if (performance.now() - savedAt < SAVE_EVERY_MS) return
          savedAt = performance.now()
          publish.flush()
          saving = saving.then(save)
          saving.catch(() => {}) // the last save tells
        })
    } catch (error) {
      failure = error
    }
    pool = null
    publish.flush()
    await saving.catch(() => {})
    record = { ...record, state: missingIndices(record).length === 0 ? 'done' : 'stopped' }
    show(record)
    await save()
    if (failure !== null) throw failure
  }

  async function requireData(data: RunSummary['header']['data']): Promise<void> {
    if (readyData(store) !== null) {
      const record = await context.data().call((service) => service.dataRecord())
      if (record.fingerprint === data.fingerprint) return
    }
    throw new Error(`Open ${data.name} again: a study searches the accounts of the run.`)
  }

  async function attempt(runId: string, kind: StudyKind): Promise<void> {
    const { studies } = store.getState()
    const before = studies.records.find((each) => each.kind === kind)
    const goesOn = before !== undefined && missingIndices(before).length > 0
    const done = goesOn ? before.replicates.length : 0
    const running = { runId, kind, done, planned: before?.planned ?? 0, secondsLeft: null }
    store.setState({ studies: { ...studies, running, problem: null } })
    try {
      await begin(runId, kind)
    } catch (error) {
      const aborted = error instanceof Error && error.name === 'AbortError'
      const { studies } = store.getState()
      if (!aborted) store.setState({ studies: { ...studies, problem: problemOf(kind, error) } })
    } finally {
      store.setState({ studies: { ...store.getState().studies, running: null } })
    }
  }

  return {
    async openStudies(runId) {
      try {
        const records = await stored(runId)
        const { studies } = store.getState()
        const problem = studies.runId === runId ? studies.problem : null
        store.setState({ studies: { ...studies, runId, records, problem } })
      } catch (error) {
        tell(store, error)
      }
    },

    async startStudy(runId, kind) {
      if (active !== null) return
      if (searching()) {
        const problem = problemOf(kind, new Error('a run is going, or waits to go on.'))
        store.setState({ studies: { ...store.getState().studies, problem } })
        return
      }
      wish = 'run'
      active = attempt(runId, kind).finally(() => {
        active = null
      })
      await active
    },

    async stopStudy() {
      wish = 'stop'
      pool?.stop()
      await active
    },

    async useConsensusSpec(runId) {
      try {
        const summary = await summaryOf(runId)
        const { resample } = summarizeStudies(await stored(runId), studiedRun(summary))
        if (resample === null) throw new Error('Resample the accounts first.')
        await takeWeights(runId, resample.consensus, 'The consensus spec is in the Model view.')
      } catch (error) {
        tell(store, error)
      }
    },
  }
}

function problemOf(kind: StudyKind, cause: unknown) {
  return {
    severity: 'error' as const,
    code: 'study-stopped',
    what: `The study of ${STUDY_WORDS[kind]} stopped by itself: ${sentenceOf(cause)}`,
    where: '',
    fix: 'What it has so far is kept. Continue it when the cause is gone.',
  }
}

const STUDY_WORDS: Record<StudyKind, string> = {
  shuffle: 'shuffled outcomes',
  resample: 'resampled accounts',
  folds: 'folds',
  ceiling: 'the ceiling',
  tolerance: 'tolerance',
}
