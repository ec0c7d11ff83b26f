import { proxy } from 'comlink'
import type { ContractView } from '../accounts/contractView.ts'
import { OUTCOME_ROLES, type Role, type RoleAssignment } from '../accounts/role.ts'
import { type Problem, ProblemError } from '../lib/problem.ts'
import type { DataReady, ModelState, SampleKind } from '../store/state.ts'
import type { Commands } from './commands.ts'
import { readyData, type SessionContext, sentenceOf, tell } from './context.ts'
import { download } from './download.ts'
import type { ModelCommands, ModelPatch } from './modelCommands.ts'
import { forgetWorkspace, rememberWorkspace } from './workspace.ts'

type DataCommands = Pick<
  Commands,
  | 'openFile'
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
  fileOpened(file: File): void // what a new worker opens in place of a lost one
  leaveRun(): Promise<void> // the accounts it searches are about to go
}

/** Shows the roles and problems of a contract, and its spec as from `source`. */
export type ApplyContract = (
  contract: ContractView,
  source?: ModelState['source'], // absent: as the spec before
  patch?: ModelPatch,
) => Promise<void>

const SINGLE_ROLES: readonly Role[] = ['id', 'count', ...OUTCOME_ROLES]

/** Opening and closing files, and what each column is for. */
export function createDataCommands(input: DataCommandsInput): DataCommands & {
  reopen(file: File): Promise<void>
  applyContract: ApplyContract
} {
  const { context, model, replaceDataWorker, fileOpened, leaveRun } = input
  const { store, journal } = context
  let loads = 0
  let lastChange: Promise<void> = Promise.resolve()

  async function open(file: File, keep: boolean): Promise<void> {
    const load = ++loads
    await leaveRun()
    if (load !== loads) return
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
      if (load !== loads) return
      if (!result.ok) {
        store.setState({ data: { phase: 'empty', problem: result.problems[0] } })
        return
      }
      fileOpened(file)
      const { rows, readSeconds, contract } = result.value
      store.setState({
        data: {
          phase: 'ready',
          name: file.name,
          bytes: file.size,
          sample: sampleOf(file.name),
          rows,
          later: null,
          readSeconds,
          ...dataPart(contract),
        },
      })
      await model.setSpec(contract.spec, 'default')
      if (keep) remember(file)
    } catch (error) {
      if (load !== loads) return
      replaceDataWorker()
      store.setState({ data: { phase: 'empty', problem: loadProblem(file, error) } })
    }
  }

  /** Keeps the file in this browser so that a reload returns to it; failing that, a reload starts empty. */
  function remember(file: File): void {
    context
      .data()
      .call((service) => service.dataRecord())
      .then(({ fingerprint }) =>
        journal.call((service) => service.saveFile(fingerprint, file.name, file)),
      )
      .catch(() => {})
    rememberWorkspace(store)
  }

  const applyContract: ApplyContract = async (contract, source, patch) => {
    const data = readyData(store)
    if (data === null) return
    store.setState({ data: { ...data, ...dataPart(contract) } })
    const as = source ?? store.getState().model?.source ?? 'default'
    await model.setSpec(contract.spec, as, patch)
    rememberWorkspace(store)
  }

  /** Runs one change of the contract after the one before, which it builds on; what it throws is told. */
  function change(work: (data: DataReady) => Promise<ContractView>): Promise<void> {
    const load = loads
    lastChange = lastChange.then(async () => {
      const data = readyData(store)
      if (data === null || load !== loads) return
      try {
        const contract = await work(data)
        if (load === loads) await applyContract(contract)
      } catch (error) {
        tell(store, error)
      }
    })
    return lastChange
  }

  return {
    async openFile(file, others = []) {
      await open(file, true)
      if (others.length === 0) return
      const left = others.length === 1 ? `${others[0]} was` : `${others.length} others were`
      const text = `Ratchet reads one file at a time: ${left} not opened.`
      store.setState({ notice: { tone: 'error', text } })
    },
    reopen: (file) => open(file, false),
    applyContract,

    async openSample(kind) {
      const load = loads
      try {
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

    setRole: (column, role) =>
      change((data) => {
        const roles = data.roles.map((each) => assigned(each, column, role))
        return context
          .data()
          .call((service) => service.assignRoles(roles, store.getState().model?.spec ?? null))
      }),

    setEvent: (column, event) =>
      change((data) => {
        const roles = data.roles.map((each) =>
          each.column === column ? { ...each, event, reason: 'chosen by you' } : each,
        )
        return context
          .data()
          .call((service) => service.assignRoles(roles, store.getState().model?.spec ?? null))
      }),

    setMissingPolicy: (column, policy) =>
      change((data) =>
        context
          .data()
          .call((service) => service.setMissingPolicy(column, policy, data.roles, specOf())),
      ),

    leaveOutRowsWithoutOutcome: () =>
      change((data) =>
        context
          .data()
          .call((service) =>
            service.assignRoles(data.roles, { ...specOf(), missing_outcomes: 'leave_out_rows' }),
          ),
      ),
  }

  function specOf() {
    const spec = store.getState().model?.spec
    if (spec === undefined) throw new Error('There is no spec yet: choose an outcome column first.')
    return spec
  }

  async function sampleFile(kind: SampleKind): Promise<File> {
    const bytes = await context.data().call((service) => service.sampleParquet(kind))
    return new File([bytes], sampleName(kind))
  }
}

function assigned(each: RoleAssignment, column: string, role: Role): RoleAssignment {
  if (each.column === column) return { column, role, reason: 'chosen by you' }
  if (each.role === role && SINGLE_ROLES.includes(role))
    return { column: each.column, role: 'ignored', reason: `${column} has this role now` }
  return each
}

function dataPart(contract: ContractView) {
  const { roles, profiles, usage, missingPolicies, problems, metrics } = contract
  const { retainedShare, noiseCeiling } = contract
  return {
    roles,
    profiles,
    usage,
    missingPolicies,
    problems,
    metrics,
    retainedShare,
    noiseCeiling,
  }
}

function sampleName(kind: SampleKind): string {
  return `sample-${kind}.parquet`
}

function sampleOf(name: string): SampleKind | null {
  return (['health', 'churn'] as const).find((kind) => sampleName(kind) === name) ?? null
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
