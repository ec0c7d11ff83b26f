import type { StoreApi } from 'zustand/vanilla'
import type { DataService } from '../../workers/protocol.ts'
import type { AppState, DataState } from '../store/state.ts'
import type { Commands } from './commands.ts'
import { readyData, type SessionContext, tell } from './context.ts'
import { createDataCommands, type OpenFiles } from './dataCommands.ts'
import { createJournalCommands, type JournalCommands } from './journalCommands.ts'
import { createModelCommands, readSpecFile } from './modelCommands.ts'
import { recallThresholds } from './rememberedThresholds.ts'
import { createReviewCommands } from './reviewCommands.ts'
import { createRunCommands } from './runCommands.ts'
import { isRunLockHeld } from './runLock.ts'
import { createSearchPool } from './searchPool.ts'
import { createShapeCommands } from './shapeCommands.ts'
import { createStudyCommands } from './studyCommands.ts'
import { withFiles } from './withFiles.ts'
import { reopening, type WorkerHandle } from './workerHandle.ts'
import { openDataWorker, openJournalWorker, openSearchWorker, openStudyWorker } from './workers.ts'
import { recallWorkspace, rememberWorkspace, type Workspace } from './workspace.ts'

/** Everything behind the page: workers, the run and the journal, joined to one store. */
export interface Session {
  commands: Commands
  /** Shows the journal and returns to the file that was open before a reload. */
  restore(): Promise<void>
}

export function createSession(store: StoreApi<AppState>): Session {
  let dataWorker: WorkerHandle<DataService> | null = null
  let files: OpenFiles | null = null
  const context: SessionContext = {
    store,
    journal: reopening(openJournalWorker),
    data() {
      if (dataWorker === null || !dataWorker.alive)
        dataWorker = reopening(() => {
          const worker = openDataWorker()
          if (files === null) return worker
          return withFiles(worker, files, readyData(store)?.asOf ?? null)
        })
      return dataWorker
    },
    now: () => new Date().toISOString(),
  }
  const pool = createSearchPool(openSearchWorker)
  const studies = createStudyCommands({
    context,
    cores: Math.min(8, navigator.hardwareConcurrency ?? 1),
    openWorker: openStudyWorker,
    searching: () => run.active(),
    takeWeights: (...args) => journalCommands.takeWeights(...args),
  })
  const { judgeAgain, ...reviews } = createReviewCommands(context, (...args) =>
    journalCommands.takeSpec(...args),
  )
  const model = createModelCommands(context)
  const journalCommands: JournalCommands = createJournalCommands({
    context,
    model,
    applyContract: (contract) => data.applyContract(contract),
    searching: () => run.active(),
  })
  const run = createRunCommands({ context, pool, journalCommands, workers: defaultWorkers() })
  const data = createDataCommands({
    context,
    model,
    replaceDataWorker() {
      dataWorker?.terminate()
      dataWorker = null
      files = null
      pool.terminate()
      void studies.stopStudy()
    },
    fileOpened(first) {
      files = { first, later: null }
    },
    laterOpened(later) {
      if (files !== null) files = { ...files, later }
      const { review } = store.getState()
      // It may have lacked this file.
      if (review.phase === 'error') store.setState({ review: { phase: 'empty' } })
    },
    openedFiles: () => files,
    leaveRun: run.leave,
  })
  const { reopen, applyContract, changed, ...dataCommands } = data
  const shapes = createShapeCommands({ context, applyContract, searching: run.active })
  const { setSpec, ...modelCommands } = model
  const {
    refresh,
    replay: _replay,
    takeWeights: _weights,
    takeSpec: _spec,
    ...journalRest
  } = journalCommands
  const { active: _active, ...runCommands } = run

  const commands: Commands = {
    ...dataCommands,
    ...modelCommands,
    ...journalRest,
    ...runCommands,
    ...shapes,
    ...studies,
    ...reviews,

    async startStudy(runId, kind) {
      await studies.startStudy(runId, kind)
      if (kind === 'shuffle' || kind === 'ceiling') await judgeAgain(runId)
    },

    // A run has the processor to itself: a study stops, and can go on afterwards.
    async startRun(options) {
      await changed()
      await studies.stopStudy()
      await run.startRun(options)
    },

    async goDeeper() {
      await studies.stopStudy()
      await run.goDeeper()
    },

    async resume() {
      await studies.stopStudy()
      await run.resume()
    },

    async resumeInterrupted(runId) {
      await studies.stopStudy()
      await run.resumeInterrupted(runId)
    },

    async removeRun(runId) {
      if (store.getState().studies.running?.runId === runId) await studies.stopStudy()
      await journalCommands.removeRun(runId)
    },

    async resetSpec() {
      const ready = readyData(store)
      if (ready === null) return
      try {
        const contract = await context
          .data()
          .call((service) => service.assignRoles(ready.roles, null))
        await applyContract(contract)
        await setSpec(contract.spec, 'default', { incumbent: null })
      } catch (error) {
        tell(store, error)
      }
    },

    async importSpec(file) {
      try {
        const ready = readyData(store)
        if (ready === null) throw new Error('Open a file of accounts first.')
        const spec = await readSpecFile(file)
        const adopt = context.data().call((service) => service.adoptSpec(spec, ready.roles))
        await applyContract(await adopt)
        await setSpec(spec, 'imported', { incumbent: spec })
      } catch (error) {
        tell(store, error)
      }
    },

    setRunOptions(runOptions) {
      store.setState({ runOptions })
    },

    dismissNotice() {
      store.setState({ notice: null })
    },
  }

  let restoring = false // the decisions of before a reload are about to come back
  store.subscribe(({ data, model, runOptions }, before) => {
    const same = data === before.data && model === before.model && runOptions === before.runOptions
    if (!restoring && !same) rememberWorkspace(store)
  })

  // Another tab may have added runs while this one was hidden.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void refresh()
  })

  return {
    commands,

    async restore() {
      store.setState({ thresholds: recallThresholds() })
      const workspace = recallWorkspace()
      if (workspace !== null) store.setState({ data: opening(workspace) })
      const expected = store.getState().data
      restoring = true
      try {
        await refresh()
        const stored = await context.journal.call((service) => service.loadFile())
        if (store.getState().data !== expected) return // something was opened meanwhile
        if (stored === null) {
          store.setState({ data: { phase: 'empty', problem: null } })
          return
        }
        const { later } = stored
        await reopen(
          new File([stored.blob], stored.name),
          later === undefined ? null : new File([later.blob], later.name),
        )
        if (readyData(store)?.name !== stored.name) return
        const same = workspace?.name === stored.name && workspace.bytes === stored.blob.size
        if (same) store.setState({ runOptions: workspace.runOptions })
        if (same && workspace.spec !== null) {
          const { roles, spec, source, shapes = null, incumbent = null, asOf = null } = workspace
          if (asOf !== null) await dataCommands.setAsOf(asOf)
          const contract = await context
            .data()
            .call((service) => service.restoreContract(roles, spec))
          await applyContract(contract, source, { shapes, incumbent })
        }
        const latest = store.getState().journal.runs.at(0)
        if (latest?.header.data.fingerprint === stored.fingerprint && !(await isRunLockHeld()))
          await commands.openRun(latest.header.runId)
      } catch (error) {
        if (store.getState().data === expected)
          store.setState({ data: { phase: 'empty', problem: null } })
        tell(store, error)
      } finally {
        restoring = false
        rememberWorkspace(store)
      }
    },
  }
}

/** What the page shows until the file of before the reload is found again. */
function opening({ name, bytes }: Workspace): DataState {
  return { phase: 'loading', name, bytes, stage: 'opening', rowsRead: 0, rowsTotal: null }
}

/** One core stays free for the page and the worker that holds the accounts. */
function defaultWorkers(): number {
  return Math.max(1, Math.min(8, (navigator.hardwareConcurrency ?? 2) - 1))
}
