import type { RunHeader, RunState } from '../journal/entry.ts'
import { withHoldout } from '../loop/curve.ts'
import type { ExperimentBatch, KeptExperiment } from '../loop/experiment.ts'
import { createRun, type Run, type RunInput, type Win } from '../loop/run.ts'
import { createExperimentPool } from '../search/experimentPool.ts'
import { guardTerms } from '../search/guard.ts'
import type { RunView } from '../store/state.ts'
import { clippedBy } from './clippedBy.ts'
import type { Commands } from './commands.ts'
import { type SessionContext, sentenceOf, tell } from './context.ts'
import type { JournalCommands } from './journalCommands.ts'
import { throttled } from './publish.ts'
import { takeRunLock } from './runLock.ts'
import { createRunStarts, type RunStart } from './runStarts.ts'
import type { SearchPool } from './searchPool.ts'
import { showBest } from './showBest.ts'

const PUBLISH_EVERY_MS = 250
const SLICE_MS = 30
const RATE_KNOWN_AFTER_S = 0.5 // the first experiments say little about the pace
const NOT_BEGUN = { phase: 'stopped', error: null } as const

type RunCommands = Pick<
  Commands,
  'startRun' | 'goDeeper' | 'pause' | 'resume' | 'stop' | 'resumeInterrupted'
>

interface RunCommandsInput {
  context: SessionContext
  pool: SearchPool
  journalCommands: JournalCommands
  workers: number // default number of search workers
}

/** Starting, pausing and ending runs; one at a time in this browser. */
export function createRunCommands(
  input: RunCommandsInput,
): RunCommands & { active(): boolean; leave(): Promise<void> } {
  const { context, pool, journalCommands, workers } = input
  const { store, journal } = context
  let run: Run | null = null
  let active: Promise<void> | null = null // settles when the run has ended and the page shows it
  let wish: 'run' | 'pause' | 'leave' | 'stop' = 'run' // what was asked for before the loop could hear it
  const starts = createRunStarts({ context, journalCommands, workers, endAsked })

  async function begin(work: () => Promise<RunStart>, workerCount: number): Promise<void> {
    if (active !== null) return
    wish = 'run'
    active = attempt(work, workerCount).finally(() => {
      active = null
    })
    await active
    await journalCommands.refresh()
  }

  async function attempt(work: () => Promise<RunStart>, workerCount: number): Promise<void> {
    const before = store.getState().run
    store.setState({ run: null, preparing: true, notice: null })
    let release: (() => void) | null = null
    try {
      release = await takeRunLock()
      if (release === null)
        throw new Error('Another tab of Ratchet is searching. Stop it there first.')
      await search(await work(), workerCount)
    } catch (error) {
      const begun = store.getState().run
      if (begun === null) {
        store.setState({ run: before })
        tell(store, error)
      } else {
        store.setState({ run: { ...begun, state: 'paused', problem: pausedProblem(error) } })
        if (asked('stop')) await stopFailed(begun)
      }
    } finally {
      run = null
      store.setState({ preparing: false })
      release?.()
    }
  }

  async function search(start: RunStart, workerCount: number): Promise<void> {
    const { header, prepared, fold } = start
    const { runId, metric, strategy, seed, maxFeatures, guardrails, changesFrom } = header
    const { bounds, groups, startWeights } = prepared
    const guard = guardTerms(guardrails, header.spec, startWeights, groups)
    const setup = {
      data: context.data,
      header,
      search: { metric, strategy, seed, bounds, groups, guard },
    }
    let made: { of: ExperimentBatch; batch: ExperimentBatch; kept: KeptExperiment[] } | null = null
    let state: RunState = 'running'
    let problem: RunView['problem'] = null
    let clipped: RunView['clipped'] = null
    const view = (): RunView => {
      const folded = fold.view()
      const rate = folded.searchSeconds > 0 ? folded.experiments / folded.searchSeconds : 0
      return {
        runId,
        header,
        state,
        ...folded,
        journaled: folded.experiments,
        experimentsPerSecond: rate,
        secondsLeft:
          folded.searchSeconds >= RATE_KNOWN_AFTER_S && Number.isFinite(header.budget)
            ? (header.budget - folded.experiments) / rate
            : null,
        workers: Array.from({ length: workerCount }, (_, id) => ({
          id,
          state: state !== 'running' ? 'idle' : run === null ? 'starting' : 'searching',
        })),
        memory: pool.memory(),
        problem,
        clipped,
      }
    }
    const publish = throttled(() => {
      store.setState({ run: view() })
      void pool.measure() // for the next time
    }, PUBLISH_EVERY_MS)
    publish.flush()
    store.setState({ preparing: false })

    const steppers = await pool.steppers(setup, workerCount)
    workerCount = steppers.length
    const now = () => performance.now()
    const loop: RunInput = {
      pool: createExperimentPool(
        strategy,
        steppers,
        {
          weights: startWeights,
          ...{ bounds, groups, maxFeatures },
          changesFrom: changesFrom && Int32Array.from(changesFrom),
        },
        { now, replace: () => pool.replacement() },
      ),
      weights: Int32Array.from(start.weights),
      incumbentValue: start.value,
      featureNames: prepared.featureNames,
      budget: header.budget,
      startIndex: start.firstIndex,
      sliceMs: SLICE_MS,
      now,
      async onBatch(of, wins) {
        const again = made?.of === of
        if (made === null || !again)
          made = { of, batch: await heldOut(header, of), kept: await keptOf(header, wins) }
        const { batch, kept } = made
        if (!(again && (await isJournaled(runId, batch))))
          await journal.call((service) => service.append(runId, batch, kept))
        fold.add(batch, kept)
        if (pool.memory() === null) void pool.measure() // kernels are made by the first batch
        publish.request()
      },
      onState({ phase, error }) {
        if (phase === 'finished' || phase === 'stopped') return
        state = phase
        problem = error === null ? null : pausedProblem(error)
        publish.flush()
        setJournalState(runId, phase)
      },
    }
    if (!endAsked()) run = createRun(loop)
    if (wish === 'pause') void run?.pause()
    const end = run === null ? NOT_BEGUN : await run.done
    state = end.phase === 'stopped' && asked('leave') ? 'paused' : end.phase
    problem = end.error === null ? null : unsavedProblem(end.error, fold.view().experiments)
    await journal
      .call((service) => service.setState(runId, state, context.now()))
      .catch((error) => tell(store, error))
    clipped = await clippedBy(context, view())
    publish.flush()
    showBest(store, view())
  }

  /** Whether a batch whose append failed was committed all the same: only the answer was lost. */
  async function isJournaled(runId: string, { firstIndex, count }: ExperimentBatch) {
    const summary = await journal.call((service) => service.run(runId))
    return summary?.experiments === firstIndex + count - 1
  }

  /** The batch, its curves with the values on held-out rows. */
  async function heldOut(header: RunHeader, batch: ExperimentBatch): Promise<ExperimentBatch> {
    const { curve = [], changeCurve = [] } = batch
    const weights = [...curve, ...changeCurve].map((point) => point.weights)
    if (weights.length === 0) return batch
    const figures = await context.data().call((service) => service.figures(header, weights))
    return {
      ...batch,
      ...(batch.curve && { curve: withHoldout(curve, figures) }),
      ...(batch.changeCurve && {
        changeCurve: withHoldout(changeCurve, figures.slice(curve.length)),
      }),
    }
  }

  /** The wins of a batch with all their metrics, on search and held-out rows, and the size of their gains. */
  async function keptOf(header: RunHeader, wins: Win[]): Promise<KeptExperiment[]> {
    if (wins.length === 0) return []
    const figures = await context.data().call((service) => service.keptFigures(header, wins))
    const timestamp = context.now()
    return wins.map(({ index, changes, weights, baselineValue }, i) => ({
      ...figures[i],
      index,
      timestamp,
      changes,
      weights: Array.from(weights),
      baselineValue,
    }))
  }

  function setJournalState(runId: string, state: RunState): void {
    journal
      .call((service) => service.setState(runId, state, context.now()))
      .catch((error) => tell(store, error))
  }

  // Functions, since what was asked for changes behind every await.
  function asked(what: typeof wish): boolean {
    return wish === what
  }

  function endAsked(): boolean {
    return asked('stop') || asked('leave')
  }

  /** Ends a run that failed and waits to be resumed. */
  async function stopFailed(shown: RunView): Promise<void> {
    try {
      await journal.call((service) => service.setState(shown.runId, 'stopped', context.now()))
      store.setState({ run: { ...shown, state: 'stopped', problem: null } })
    } catch (error) {
      tell(store, error)
    }
    await journalCommands.refresh()
  }

  function resumeInterrupted(runId: string): Promise<void> {
    return begin(() => starts.resumed(runId), workers)
  }

  return {
    active: () => active !== null,
    startRun: (options) => begin(() => starts.fresh(options), options.workers ?? workers),
    resumeInterrupted,

    async goDeeper() {
      const { run: from } = store.getState()
      if (from !== null) await begin(() => starts.deeper(from), from.header.workers)
    },

    async pause() {
      if (wish === 'run') wish = 'pause'
      await run?.pause()
    },

    async resume() {
      const { run: shown } = store.getState()
      if (wish === 'pause') wish = 'run'
      if (run !== null) run.resume()
      else if (active !== null) return
      else if (shown?.state === 'paused') await resumeInterrupted(shown.runId)
    },

    /** Ends the search but not the run: the journal keeps it as one to be resumed. */
    async leave() {
      wish = 'leave'
      void run?.stop()
      await active
    },

    async stop() {
      const { run: shown } = store.getState()
      wish = 'stop'
      void run?.stop()
      if (active !== null) await active
      else if (shown?.state === 'paused') await stopFailed(shown)
    },
  }
}

function pausedProblem(cause: unknown): NonNullable<RunView['problem']> {
  return {
    severity: 'error',
    code: 'run-paused',
    what: `The run paused by itself: ${sentenceOf(cause)}`,
    where: '',
    fix: 'Nothing journaled is lost. Resume it, or stop it and export the journal.',
  }
}

function unsavedProblem(cause: unknown, saved: number): NonNullable<RunView['problem']> {
  return {
    severity: 'error',
    code: 'run-unsaved',
    what: `The last experiments of the run could not be saved: ${sentenceOf(cause)}`,
    where: '',
    fix: `The first ${saved} are in the journal, and the same seed finds the others again.`,
  }
}
