import { proxy, transfer } from 'comlink'
import type { ContractView } from '../accounts/contractView.ts'
import { grouped } from '../accounts/say.ts'
import type { Spec } from '../accounts/spec.ts'
import { downloadName } from '../exports/fileNames.ts'
import type { RunHeader } from '../journal/entry.ts'
import { usualLines } from '../journal/journalSize.ts'
import { problemSentence } from '../lib/problem.ts'
import type { ExperimentBatch } from '../loop/experiment.ts'
import { recomputesMetrics } from '../loop/runDefaults.ts'
import { createRunFold, type RunFold } from '../store/runFold.ts'
import type { RunView } from '../store/state.ts'
import { clippedBy } from './clippedBy.ts'
import type { Commands } from './commands.ts'
import { readyData, type SessionContext, sentenceOf, tell } from './context.ts'
import { download } from './download.ts'
import { type ModelCommands, withWeights } from './modelCommands.ts'
import { isRunLockHeld } from './runLock.ts'
import { showBest } from './showBest.ts'

export interface JournalCommands
  extends Pick<
    Commands,
    | 'experiments'
    | 'experiment'
    | 'useSpec'
    | 'useCurveSpec'
    | 'exportJournal'
    | 'importJournal'
    | 'setNote'
    | 'removeRun'
    | 'openRun'
  > {
  /** Reads the list of runs anew. */
  refresh(): Promise<void>
  /** Folds a run's journaled experiments, in order. */
  replay(runId: string, fold: RunFold): Promise<void>
  /** Makes weights of a run the spec of the Model view, and says so; rejects where it cannot. */
  takeWeights(runId: string, weights: number[], text: string): Promise<void>
  /** The same of a whole spec. */
  takeSpec(spec: Spec, text: string): Promise<void>
}

interface JournalCommandsInput {
  context: SessionContext
  model: ModelCommands
  applyContract(contract: ContractView): Promise<void>
  searching(): boolean // whether this tab is running
}

const WATCH_EVERY_MS = 2_000

/** Reading, exporting and annotating what was journaled. */
export function createJournalCommands(input: JournalCommandsInput): JournalCommands {
  const { context, model, applyContract, searching } = input
  const { store, journal } = context
  let watching: ReturnType<typeof setTimeout> | undefined

  async function refresh(): Promise<void> {
    try {
      const [runs, bytesUsed] = await Promise.all([
        journal.call((service) => service.runs()),
        journal.call((service) => service.bytesUsed()),
      ])
      const here = searching()
      const elsewhere = here || (await isRunLockHeld())
      const open = runs.filter(({ state }) => state === 'running' || state === 'paused')
      const interrupted = elsewhere ? [] : open.map(({ header }) => header.runId)
      store.setState({ journal: { phase: 'ready', runs, interrupted, bytesUsed, problem: null } })
      clearTimeout(watching)
      // Another tab that searches says nothing when it is closed.
      if (elsewhere && !here) watching = setTimeout(refresh, WATCH_EVERY_MS)
    } catch (error) {
      store.setState({
        journal: {
          ...store.getState().journal,
          phase: 'error',
          problem: {
            severity: 'error',
            code: 'journal-unavailable',
            what: sentenceOf(error),
            where: '',
            fix: '',
          },
        },
      })
    }
  }

  async function replay(runId: string, fold: RunFold): Promise<void> {
    const kept = await journal.call((service) => service.kept(runId))
    let next = 0
    await journal.call((service) =>
      service.replay(
        runId,
        proxy(async (batch: ExperimentBatch) => {
          const end = batch.firstIndex + batch.count
          const from = next
          while (next < kept.length && kept[next].index < end) next += 1
          fold.add(batch, kept.slice(from, next))
        }),
      ),
    )
  }

  /** Whether the open file is the one the run searched. */
  async function isOpen(fingerprint: string): Promise<boolean> {
    if (readyData(store) === null) return false
    const record = await context.data().call((service) => service.dataRecord())
    return record.fingerprint === fingerprint
  }

  async function runOf(runId: string) {
    const summary = await journal.call((service) => service.run(runId))
    if (summary === null) throw new Error(`The journal has no run ${runId}.`)
    return summary
  }

  /** A line from the accounts to whoever holds the port, for all metrics of any weights. */
  function metricsPort(header: RunHeader): MessagePort {
    const { port1, port2 } = new MessageChannel()
    context
      .data()
      .call((service) => service.serveMetrics(transfer(port1, [port1]), header))
      .catch((error) => tell(store, error))
    return port2
  }

  /** Runs a command whose failure is told and which then shows the list anew. */
  async function command(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      tell(store, error)
    }
    await refresh()
  }

  function take({ spec }: RunHeader, weights: number[], text: string): Promise<void> {
    return takeSpec(withWeights(spec, weights), text)
  }

  async function takeSpec(spec: Spec, text: string): Promise<void> {
    const data = readyData(store)
    if (data === null) throw new Error('Open a file of accounts to use this spec on.')
    await applyContract(await context.data().call((service) => service.adoptSpec(spec, data.roles)))
    await model.setSpec(spec, 'run')
    store.setState({ notice: { tone: 'done', text } })
  }

  return {
    refresh,
    replay,
    takeSpec,

    async takeWeights(runId, weights, text) {
      await take((await runOf(runId)).header, weights, text)
    },

    experiments: (runId, filter, offset, limit) =>
      journal.call((service) => service.rows(runId, filter, offset, limit)),

    async experiment(runId, index) {
      const [row, weights, summary, kept] = await Promise.all([
        journal.call((service) => service.row(runId, index)),
        journal.call((service) => service.weights(runId, index)),
        runOf(runId),
        journal.call((service) => service.kept(runId)),
      ])
      if (row === null || weights === null) return null
      const names = Object.keys(summary.header.spec.features)
      const stored = kept.find((each) => each.index === index)
      const open = stored === undefined && (await isOpen(summary.header.data.fingerprint))
      const computed = open
        ? await context.data().call((service) => service.metricsOf(summary.header, [weights]))
        : []
      const metrics = stored?.metrics ?? computed[0] ?? null
      return {
        ...row,
        weights: Object.fromEntries(names.map((name, i) => [name, weights[i]])),
        holdoutValue: stored?.holdoutValue ?? null,
        metrics,
      }
    },

    useSpec: (runId, index) =>
      command(async () => {
        const { header } = await runOf(runId)
        const weights = await journal.call((service) => service.weights(runId, index))
        if (weights === null) throw new Error(`Run ${runId} has no experiment ${index}.`)
        await take(header, weights, `The weights of experiment ${index} are in the Model view.`)
      }),

    useCurveSpec: (runId, kind, size) =>
      command(async () => {
        const { header, curve = [], changeCurve = [] } = await runOf(runId)
        const point =
          kind === 'features'
            ? curve.find(({ features }) => features === size)
            : changeCurve.find(({ changes }) => changes === size)
        const noun = kind === 'features' ? 'feature' : 'changed weight'
        const words = `${size} ${noun}${size === 1 ? '' : 's'}`
        if (point === undefined) throw new Error(`Run ${runId} has no spec of ${words}.`)
        await take(header, point.weights, `The spec of ${words} is in the Model view.`)
      }),

    exportJournal: (runId, lines) =>
      command(async () => {
        const run = await runOf(runId)
        const { header, experiments, kept } = run
        const which = lines ?? usualLines(run)
        const affordable = recomputesMetrics(experiments, header.split.searchRows)
        const own = header.source === 'search' && (await isOpen(header.data.fingerprint))
        const port = which === 'all' && affordable && own ? metricsPort(header) : null
        const progress = proxy(() => {})
        const exported = journal.call((service) =>
          service.exportLines(
            runId,
            which,
            port === null ? null : transfer(port, [port]),
            progress,
          ),
        )
        const blob = await (port === null
          ? exported
          : Promise.race([exported, context.data().lost]))
        download(downloadName([header.runId, 'experiment_journal'], 'jsonl'), blob)
        if (which === 'kept') {
          const text = `The file holds the ${grouped(kept)} kept of ${grouped(experiments)} experiments. The run’s page in the Journal exports them all.`
          store.setState({ notice: { tone: 'done', text } })
        }
      }),

    importJournal: (file) =>
      command(async () => {
        const result = await journal.call((service) => service.importFile(file))
        if (!result.ok) throw new Error(result.problems.slice(0, 2).map(problemSentence).join(' '))
        const { stored, present } = result.value
        const notes = result.problems.map(problemSentence).join(' ')
        const text = `${addedSentence(file.name, stored.length, present.length)} ${notes}`
        store.setState({ notice: { tone: 'done', text: text.trim() } })
      }),

    setNote: (runId, note) =>
      command(() => journal.call((service) => service.setNote(runId, note))),

    removeRun: (runId) =>
      command(async () => {
        const { state } = await runOf(runId)
        const open = state === 'running' || state === 'paused'
        const shown = store.getState().run?.runId ?? runId
        const busy = searching() ? shown === runId : await isRunLockHeld()
        if (open && busy)
          throw new Error(`Run ${runId} is being searched. Stop it before you delete it.`)
        await journal.call((service) => service.remove(runId))
        const { run, review } = store.getState()
        if (run?.runId === runId && !searching()) store.setState({ run: null })
        const reviewed = review.phase === 'ready' ? review.report.runId : null
        if (reviewed === runId) store.setState({ review: { phase: 'empty' } })
        const { studies } = store.getState()
        if (studies.runId === runId)
          store.setState({ studies: { ...studies, runId: null, records: [], problem: null } })
      }),

    async openRun(runId) {
      if (searching()) return
      try {
        const summary = await runOf(runId)
        const fold = createRunFold(summary.header)
        await replay(runId, fold)
        const folded = fold.view()
        const open = summary.state === 'running' && !(await isRunLockHeld())
        if (searching()) return
        const view: RunView = {
          runId,
          header: summary.header,
          state: open ? 'paused' : summary.state,
          ...folded,
          journaled: folded.experiments,
          experimentsPerSecond:
            folded.searchSeconds > 0 ? folded.experiments / folded.searchSeconds : 0,
          secondsLeft: null,
          workers: [],
          memory: null,
          problem: null,
        }
        store.setState({ run: view })
        if (!(await isOpen(summary.header.data.fingerprint))) return
        showBest(store, view)
        const clipped = await clippedBy(context, view)
        const { run } = store.getState()
        if (run?.runId === runId && !searching()) store.setState({ run: { ...run, clipped } })
      } catch (error) {
        tell(store, error)
      }
    },
  }
}

function addedSentence(fileName: string, added: number, present: number): string {
  const runs = (count: number) => `${count} ${count === 1 ? 'run' : 'runs'}`
  if (added === 0) return `Nothing new in ${fileName}: ${runs(present)} already in the journal.`
  const already = present === 0 ? '' : ` ${runs(present)} were already in the journal.`
  return `${runs(added)} added from ${fileName}.${already}`
}
