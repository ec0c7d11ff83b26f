import { proxy } from 'comlink'
import type { OpenedData } from '../../workers/protocol.ts'
import type { ContractView } from '../accounts/contractView.ts'
import { type Problem, ProblemError } from '../lib/problem.ts'
import type { DataReady, LaterFile, ModelState, SampleKind } from '../store/state.ts'
import { type Changed, createColumnCommands } from './columnCommands.ts'
import type { Commands } from './commands.ts'
import { readyData, type SessionContext, sentenceOf, tell } from './context.ts'
import { download } from './download.ts'
import { createLaterCommands } from './laterCommands.ts'
import type { ModelCommands, ModelPatch } from './modelCommands.ts'
import { forgetWorkspace } from './workspace.ts'

type DataCommands = Pick<
  Commands,
  | 'openFile'
  | 'addLater'
  | 'removeLater'
  | 'swapFiles'
  | 'setAsOf'
  | 'openSample'
  | 'downloadSample'
  | 'cancelLoading'
  | 'closeData'
  | 'setRole'
  | 'setEvent'
  | 'setMissingPolicy'
  | 'leaveOutRowsWithoutOutcome'
>

interface DataCommandsInput {
  context: SessionContext
  model: ModelCommands
  replaceDataWorker(): void
  fileOpened(file: File): void // what a new worker opens in place of a lost one; no later file with it
  laterOpened(file: File | null): void // what it opens beside that
  openedFiles(): OpenFiles | null
  leaveRun(): Promise<void> // the accounts it searches are about to go
}

/** The files of accounts that are open. */
export interface OpenFiles {
  first: File
  later: File | null // held out whole
}

/** Shows the roles and problems of a contract, and its spec as from `source`. */
export type ApplyContract = (
  contract: ContractView,
  source?: ModelState['source'], // absent: as the spec before
  patch?: ModelPatch,
) => Promise<void>

/** Opening and closing files, and changes of what their columns are for. */
export function createDataCommands(input: DataCommandsInput): DataCommands & {
  reopen(file: File, later: File | null): Promise<void>
  applyContract: ApplyContract
  changed(): Promise<void> // once no change of the contract is left to make
} {
  const { context, model, replaceDataWorker, fileOpened, laterOpened, openedFiles, leaveRun } =
    input
  const { store, journal } = context
  let loads = 0
  let lastChange: Promise<void> = Promise.resolve()
  let changes = 0 // that are not done

  /** Opens a file to search; false where that failed or another was chosen meanwhile. */
  async function open(file: File, keep: boolean): Promise<boolean> {
    const load = ++loads
    await leaveRun()
    if (load !== loads) return false
    if (store.getState().data.phase !== 'empty') replaceDataWorker()
    const loading = { phase: 'loading', name: file.name, bytes: file.size } as const
    store.setState({
      model: null,
      run: null,
      runOptions: {},
      review: { phase: 'empty' },
      notice: null,
      data: { ...loading, stage: 'opening', rowsRead: 0, rowsTotal: null },
    })
    try {
      const result = await context.data().call((service) =>
        service.open(
          file,
          proxy((progress) => {
            if (load === loads && store.getState().data.phase === 'loading')
              store.setState({ data: { ...loading, ...progress } })
          }),
        ),
      )
      if (load !== loads) return false
      if (!result.ok) {
        store.setState({ data: { phase: 'empty', problem: result.problems[0] } })
        return false
      }
      fileOpened(file)
      await showOpened(file, result.value, null)
      if (keep) keepFiles()
      return true
    } catch (error) {
      if (load !== loads) return false
      replaceDataWorker()
      store.setState({ data: { phase: 'empty', problem: loadProblem(file, error) } })
      return false
    }
  }

  async function showOpened(
    { name, size }: File,
    { rows, readSeconds, contract }: OpenedData,
    later: LaterFile | null,
    asOf: string | null = null,
  ): Promise<void> {
    store.setState({
      data: {
        phase: 'ready',
        name,
        bytes: size,
        sample: sampleOf(name),
        rows,
        later,
        asOf,
        readingLater: null,
        readSeconds,
        ...dataPart(contract),
      },
    })
    await model.setSpec(contract.spec, 'default')
  }

  /** Searches the later file from now on, and holds out the other. */
  async function swap(): Promise<boolean> {
    const files = openedFiles()
    const data = readyData(store)
    if (files?.later == null || data?.later == null) return false
    const load = ++loads
    await leaveRun()
    if (load !== loads) return false
    const { first, later } = files
    const order = { later: 'earlier', earlier: 'later' } as const
    const was = data.later.order
    try {
      const opened = await context.data().call((service) => service.swapFiles())
      if (load !== loads) return false
      fileOpened(later)
      laterOpened(first)
      store.setState({ model: null, run: null, review: { phase: 'empty' }, notice: null })
      const held = {
        name: first.name,
        bytes: first.size,
        rows: data.rows,
        order: was === 'later' || was === 'earlier' ? order[was] : was,
      }
      await showOpened(later, opened, held, data.asOf)
      keepFiles()
      return true
    } catch (error) {
      tell(store, error)
      return false
    }
  }

  /** Keeps the files in this browser so that a reload returns to them; failing that, a reload starts empty. */
  function keepFiles(): void {
    const files = openedFiles()
    if (files === null) return
    const { first, later } = files
    const data = context.data()
    Promise.all([
      data.call((service) => service.dataRecord()),
      later === null ? null : data.call((service) => service.laterRecord()),
    ])
      .then(([record, second]) =>
        journal.call((service) =>
          service.saveFile({
            ...storedFile(first, record.fingerprint),
            ...(later === null || second === null
              ? {}
              : { later: storedFile(later, second.fingerprint) }),
          }),
        ),
      )
      .catch(() => {})
  }

  const applyContract: ApplyContract = async (contract, source, patch) => {
    const data = readyData(store)
    if (data === null) return
    store.setState({ data: { ...data, ...dataPart(contract) } })
    const as = source ?? store.getState().model?.source ?? 'default'
    await model.setSpec(contract.spec, as, patch)
  }

  /** Runs one change of the contract after the one before, which it builds on; what it throws is told. */
  function change(work: (data: DataReady) => Promise<Changed>): Promise<void> {
    const load = loads
    return queued(async () => {
      const data = readyData(store)
      if (data === null || load !== loads) return
      try {
        const { contract, source, patch, asOf } = await work(data)
        const now = readyData(store)
        if (now === null || load !== loads) return
        if (asOf !== undefined) store.setState({ data: { ...now, asOf } })
        await applyContract(contract, source, patch)
      } catch (error) {
        tell(store, error)
      }
    })
  }

  /** Runs after the changes before; no run starts until it is done. It must not throw. */
  function queued(work: () => Promise<void>): Promise<void> {
    changes += 1
    store.setState({ changing: true })
    lastChange = lastChange.then(work).finally(() => {
      changes -= 1
      if (changes === 0) store.setState({ changing: false })
    })
    return lastChange
  }

  const { add, ...laterCommands } = createLaterCommands({
    context,
    applyContract,
    laterOpened,
    keepFiles,
    swap,
  })

  return {
    ...laterCommands,
    ...createColumnCommands({ context, change }),
    applyContract,
    changed: () => lastChange,

    async openFile(file, others = []) {
      const [second, ...left] = others
      if (!(await open(file, true)) || second === undefined) return
      await add(second, { keep: true, sort: true })
      if (left.length === 0) return
      const were = left.length === 1 ? `${left[0].name} was` : `${left.length} others were`
      const text = `Ratchet reads two files at most, one to search and a later one to hold out: ${were} not opened.`
      store.setState({ notice: { tone: 'error', text } })
    },

    async reopen(file, later) {
      if ((await open(file, false)) && later !== null)
        await add(later, { keep: false, sort: false })
    },

    async openSample(kind) {
      const load = loads
      try {
        if (kind === 'refresh') return await openRefresh()
        const file = await sampleFile(kind)
        if (load === loads) await open(file, true) // else another file was chosen meanwhile
      } catch (error) {
        tell(store, error)
      }
    },

    async downloadSample(kind) {
      try {
        const file = await sampleFile(kind)
        download(file.name, file)
      } catch (error) {
        tell(store, error)
      }
    },

    cancelLoading() {
      if (store.getState().data.phase !== 'loading') return
      loads += 1
      replaceDataWorker()
      store.setState({ data: { phase: 'empty', problem: null } })
    },

    async closeData() {
      const load = ++loads
      await leaveRun()
      if (load !== loads) return // another file was chosen meanwhile
      replaceDataWorker()
      forgetWorkspace()
      store.setState({
        data: { phase: 'empty', problem: null },
        model: null,
        run: null,
        review: { phase: 'empty' },
      })
      await journal.call((service) => service.removeFile()).catch((error) => tell(store, error))
    },
  }

  /** Both periods of the sample, and the spec that stands. */
  async function openRefresh(): Promise<void> {
    const load = loads
    const { train, holdout, incumbent } = await context
      .data()
      .call((service) => service.sampleRefresh())
    const first = new File([train], sampleName('refresh'))
    const later = new File([holdout], 'sample-refresh-later.parquet')
    if (load !== loads) return
    await queued(async () => {
      try {
        if (!(await open(first, true)) || !(await add(later, { keep: true, sort: false }))) return
        const contract = await context.data().call((service) => service.adoptSpec(incumbent, []))
        await applyContract(contract, 'imported', { incumbent })
      } catch (error) {
        tell(store, error)
      }
    })
  }

  async function sampleFile(kind: Exclude<SampleKind, 'refresh'>): Promise<File> {
    const bytes = await context.data().call((service) => service.sampleParquet(kind))
    return new File([bytes], sampleName(kind))
  }
}

function dataPart(contract: ContractView) {
  const { roles, profiles, usage, laterMissing, problems, metrics } = contract
  const { retainedShare, beforeRun } = contract
  return {
    roles,
    profiles,
    usage,
    laterMissing,
    problems,
    metrics,
    retainedShare,
    beforeRun,
  }
}

function storedFile(file: File, fingerprint: string) {
  return { fingerprint, name: file.name, blob: file }
}

function sampleName(kind: SampleKind): string {
  return `sample-${kind}.parquet`
}

function sampleOf(name: string): SampleKind | null {
  return (['health', 'churn', 'refresh'] as const).find((kind) => sampleName(kind) === name) ?? null
}

function loadProblem(file: File, error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return {
    severity: 'error',
    code: 'file-unreadable',
    what: `${file.name} could not be read: ${sentenceOf(error)}`,
    where: '',
    fix: 'Choose the file again, or export it anew.',
  }
}
