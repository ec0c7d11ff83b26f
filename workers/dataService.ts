import { expose, transfer } from 'comlink'
import { clippedBest } from '../src/accounts/clippedScores.ts'
import { concatTables } from '../src/accounts/concatTables.ts'
import { type ContractView, contractView } from '../src/accounts/contractView.ts'
import {
  applyRoles,
  defaultSpec,
  rolesOfSpec,
  setMissingPolicy,
} from '../src/accounts/defaultSpec.ts'
import { guessRoles } from '../src/accounts/guessRoles.ts'
import { periodOrder } from '../src/accounts/periodOrder.ts'
import type { ColumnProfile } from '../src/accounts/profile.ts'
import { profileTable } from '../src/accounts/profileTable.ts'
import type { RoleAssignment } from '../src/accounts/role.ts'
import {
  divideRows,
  idSplit,
  type SplitRequest,
  splitRequestOf,
  usualSplit,
} from '../src/accounts/rowSets.ts'
import { sameFile } from '../src/accounts/sameFile.ts'
import { sampleTable } from '../src/accounts/sample.ts'
import { sampleRefresh } from '../src/accounts/sampleRefresh.ts'
import { scoreRows } from '../src/accounts/scoreRows.ts'
import { withSegments } from '../src/accounts/segments.ts'
import type { Spec } from '../src/accounts/spec.ts'
import { specView } from '../src/accounts/specView.ts'
import type { Table } from '../src/accounts/table.ts'
import { withTimeColumns } from '../src/accounts/timeColumns.ts'
import { blockLeaks, usedLeaks } from '../src/accounts/usedLeaks.ts'
import type { PrimaryMetric } from '../src/evaluation/metrics.ts'
import { tableParquet } from '../src/exports/tableParquet.ts'
import type { RunHeader } from '../src/journal/entry.ts'
import { type Problem, ProblemError } from '../src/lib/problem.ts'
import type { Result } from '../src/lib/result.ts'
import type { Guardrails } from '../src/loop/guardrails.ts'
import { RUN_DEFAULTS } from '../src/loop/runDefaults.ts'
import { usualStrategy } from '../src/search/deep/deepWork.ts'
import { type PreparedRun, prepareRun } from '../src/search/prepareRun.ts'
import { bestShapes } from '../src/search/shapes/bestShapes.ts'
import { suitedNumbers } from '../src/search/suitedNumbers.ts'
import { studyRows } from '../src/studies/shapedSearch.ts'
import { type AccountsFile, readAccounts } from './accountsFile.ts'
import type { DataService, MetricsOfWeights } from './protocol.ts'
import { createReviewer } from './reviewer.ts'
import { outcomeOf, scoredRoles, stillTrue, withChoices } from './roleChoices.ts'
import { shared } from './shared.ts'
import { beforeUsualRun, splitProblems, usualRows } from './usualRows.ts'

interface OpenData extends AccountsFile {
  profiles: ColumnProfile[]
  guessed: RoleAssignment[]
  guessProblems: Problem[]
  outcome: string // by which leaks were last looked for
}

const LEAKS: ReadonlySet<string> = new Set(['column-leaks', 'leak-suspected'])

/** Holds a file of accounts, and a later one if there is one, and answers everything that needs their rows. */
export function createDataService(): DataService {
  let data: OpenData | null = null
  let later: AccountsFile | null = null // held out whole
  let asOf: string | null = null // the last day outcomes are known of, in both files; null: not told
  let searched: KeyedRun | null = null // the run being searched
  let asked: KeyedRun | null = null // for questions about other journaled runs

  function opened(): OpenData {
    if (data === null) throw new Error('data worker has no file open')
    return data
  }

  /** The rows a split divides: those of the file searched, and of the later one where that is held out. */
  function rowsOf(spec: Spec, split: SplitRequest): Result<Table> {
    const first = opened()
    if (split.kind !== 'file') return { ok: true, value: first.table, problems: [] }
    if (later === null) throw new Error(`Open ${split.second.name} as the later file again.`)
    return concatTables(first, later, spec)
  }

  function prepared(
    spec: Spec,
    metric: PrimaryMetric,
    split: SplitRequest,
    guardrails?: Guardrails,
  ): Result<PreparedRun> {
    const rows = rowsOf(spec, split)
    if (!rows.ok) return rows
    const result = prepareRun({ table: rows.value, spec, metric, split, guardrails })
    return { ...result, problems: [...rows.problems, ...result.problems] }
  }

  /** The rows of a run of this data; the one searched and the last one asked for are kept. */
  function preparedFor({ spec, metric, split }: RunHeader): PreparedRun {
    const request = splitRequestOf(split, { rows: opened().table.rowCount })
    const key = keyOf(spec, metric, request)
    if (searched?.key === key) return searched.run
    if (asked?.key === key) return asked.run
    asked = null
    const result = prepared(spec, metric, request)
    if (!result.ok) throw new ProblemError(result.problems[0])
    asked = { key, run: result.value }
    return result.value
  }

  /** The rows under the spec a run's gains count from. */
  function originOf(header: RunHeader, run: PreparedRun): PreparedRun {
    if (header.origin === undefined) return run
    const origin = preparedFor({ ...header, spec: header.origin.spec })
    const isSame = origin.search.rowCount === run.search.rowCount
    return isSame ? origin : run
  }

  /** Warnings of columns that a run searched by, or counts gains from, although they give the outcome away. */
  function leaksOf(spec: Spec, origin: Spec): Problem[] {
    const { table, profiles } = opened()
    const roles = scoredRoles(rolesOfSpec(table, spec), rolesOfSpec(table, origin))
    return usedLeaks(table, profiles, roles)
  }

  /** The accounts of a run and how it divides them. */
  function divided(header: RunHeader) {
    const run = preparedFor(header)
    const origin = originOf(header, run)
    const request = splitRequestOf(header.split, { rows: opened().table.rowCount })
    const table = resultOf(rowsOf(header.spec, request))
    const sets = divideRows(table, run.spec, request)
    return { run, origin, table, rows: resultOf(sets), problems: sets.problems }
  }

  const reviewer = createReviewer((header) => {
    const { problems, ...accounts } = divided(header)
    const doubts = problems.filter(({ severity }) => severity === 'warning')
    return {
      ...accounts,
      warnings: [...leaksOf(accounts.run.spec, accounts.origin.spec), ...doubts],
    }
  })

  function view(roles: RoleAssignment[], spec: Result<Spec>): ContractView {
    const { table, profiles, problems, guessed, guessProblems } = opened()
    const known = [
      ...problems,
      ...stillTrue(guessProblems, guessed, roles),
      ...(spec.ok ? splitProblems(opened(), later, spec.value, asOf) : []),
    ]
    const before = beforeUsualRun(opened(), later, roles, asOf)
    return contractView(table, profiles, roles, spec, known, before, later?.table)
  }

  /** Another outcome gives other columns away. */
  function leaksBlocked(asked: RoleAssignment[]): RoleAssignment[] {
    const first = opened()
    const { roles, problems } = blockLeaks(first.table, first.profiles, asked)
    const others = first.guessProblems.filter(({ code }) => !LEAKS.has(code))
    const guessProblems = [...stillTrue(others, first.guessed, roles), ...problems]
    data = { ...first, guessed: roles, guessProblems, outcome: outcomeOf(roles) }
    return roles
  }

  /** Roles and a spec that were not guessed here: only another outcome than theirs gives other columns away. */
  function adopted(roles: RoleAssignment[], spec: Spec): ContractView {
    data = { ...opened(), outcome: outcomeOf(roles) }
    return view(roles, accepted(spec))
  }

  /** What was prepared for questions is of other rows now. */
  function forget(): void {
    asked = null
    reviewer.forget()
  }

  /** Makes a file the one that is searched. */
  function search(file: AccountsFile): ContractView {
    const { table } = file
    const profiles = profileTable(table, null)
    const guess = guessRoles(table, profiles)
    data = {
      ...file,
      profiles,
      guessed: guess.roles,
      guessProblems: guess.problems,
      outcome: outcomeOf(guess.roles),
    }
    searched = null
    forget()
    return view(guess.roles, defaultSpec(table, guess.roles, undefined, usualRows(table)))
  }

  return {
    async open(file, onProgress) {
      const started = performance.now()
      const read = await readAccounts(file, onProgress)
      if (!read.ok) return read
      later = null
      asOf = null
      const contract = search(read.value)
      const readSeconds = (performance.now() - started) / 1000
      const rows = read.value.table.rowCount
      return { ok: true, value: { rows, readSeconds, contract }, problems: [] }
    },

    async openLater(file, spec, onProgress) {
      const read = await readAccounts(file, onProgress)
      if (!read.ok) return read
      const { value } = read
      const same = sameFile(await opened().record(), await value.record())
      if (same !== null) return { ok: false, problems: [same] }
      later = value
      forget()
      const order = spec === null ? 'unknown' : periodOrder(opened(), later, spec)
      return { ok: true, value: { rows: later.table.rowCount, order }, problems: [] }
    },

    async closeLater() {
      later = null
      forget()
    },

    async swapFiles() {
      const first = opened()
      if (later === null) throw new Error('data worker has no later file')
      const started = performance.now()
      const now = later
      const { name, table, problems, record, check } = first
      later = { name, table, problems, record, check }
      const contract = search(now)
      const readSeconds = (performance.now() - started) / 1000
      return { rows: now.table.rowCount, readSeconds, contract }
    },

    async setAsOf(day) {
      asOf = day
    },

    async sampleParquet(kind) {
      const bytes = tableParquet(sampleTable(kind, SAMPLE))
      return transfer(bytes, [bytes])
    },

    async sampleRefresh() {
      const sample = sampleRefresh(SAMPLE)
      const [train, holdout] = [tableParquet(sample.train), tableParquet(sample.holdout)]
      return transfer({ train, holdout, incumbent: sample.incumbent }, [train, holdout])
    },

    dataRecord: async () => opened().record(),

    laterRecord: async () => later?.record() ?? null,

    async checkFiles(withLater) {
      await opened().check()
      if (withLater) await later?.check()
    },

    async usualSplit(spec, share, by) {
      const { table } = opened()
      if (later !== null) {
        const second = await later.record()
        return { kind: 'file', firstRow: table.rowCount, asOf, second }
      }
      if (by === 'time') return { kind: 'time', share, asOf }
      return by === 'id' ? idSplit(share, asOf) : usualSplit(table, spec, share, asOf).request
    },

    async assignRoles(asked, spec) {
      const { table } = opened()
      const roles = outcomeOf(asked) === opened().outcome ? asked : leaksBlocked(asked)
      const made =
        spec === null
          ? defaultSpec(table, roles, undefined, usualRows(table))
          : applyRoles(spec, table, roles, usualRows(table))
      return view(roles, made)
    },

    async adoptSpec(given, roles) {
      const { table, guessed } = opened()
      const spec = withSegments(withTimeColumns(table, given), guessed)
      return adopted(withChoices(rolesOfSpec(table, spec), roles), spec)
    },

    async blockedLeaks(spec, roles) {
      const { table, profiles } = opened()
      return usedLeaks(table, profiles, withChoices(rolesOfSpec(table, spec), roles))
        .filter(({ severity }) => severity === 'error')
        .flatMap(({ column }) => column ?? [])
    },

    async setMissingPolicy(column, policy, roles, spec) {
      return view(roles, accepted(setMissingPolicy(spec, opened().table, column, policy)))
    },

    restoreContract: async (roles, spec) => adopted(roles, spec),

    async describeSpec(spec) {
      return specView(opened().table, spec)
    },

    async bestShapes(spec, roles, split, overrule, onProgress) {
      const rows = rowsOf(spec, split)
      if (!rows.ok) return rows
      const { seed } = RUN_DEFAULTS
      const chosen = bestShapes({ table: rows.value, spec, seed, overrule, onProgress, split })
      if (!chosen.ok) return chosen
      const contract = view(roles, accepted(chosen.value.spec))
      return { ok: true, value: { contract, report: chosen.value.report }, problems: [] }
    },

    async prepare(spec, metric, split, guardrails) {
      searched = null
      const result = prepared(spec, metric, split, guardrails)
      if (!result.ok) return result
      const run = result.value
      const { bounds, groups, featureNames, startWeights, kernel } = run
      searched = { key: keyOf(run.spec, metric, split), run }
      const baseline = run.figures(startWeights)
      return {
        ok: true,
        value: {
          spec: run.spec,
          split: run.split,
          bounds,
          groups,
          featureNames,
          kernel,
          usualStrategy: usualStrategy(run.search, metric, bounds),
          startWeights,
          baseline,
        },
        problems: result.problems,
      }
    },

    async suitedNumbers(strategy) {
      if (searched === null) throw new Error('nothing is prepared')
      return suitedNumbers(searched.run, strategy)
    },

    async sendSearchRows(port, header) {
      port.postMessage(shared(preparedFor(header).search))
      port.close()
    },

    async sendStudyRows(port, header) {
      const { run, origin, table, rows } = divided(header)
      const incumbent = scoreRows(origin.search, origin.startWeights)
      port.postMessage(shared(studyRows(run.search, incumbent, header, table, rows.search)))
      port.close()
    },

    figures: async (header, weights) => weights.map(preparedFor(header).figures),
    clippedBest: async (header, weights) =>
      clippedBest(preparedFor(header).search, weights, 'the best spec'),

    async keptFigures(header, wins) {
      const { keptFigures } = preparedFor(header)
      return wins.map(({ before, weights, value }) => keptFigures(before, weights, value))
    },

    async metricsOf(header, weights) {
      const { searchMetrics } = preparedFor(header)
      return weights.map((each) => searchMetrics(each))
    },

    async serveMetrics(port, header) {
      const { searchMetrics } = preparedFor(header)
      const metrics: MetricsOfWeights = (weights) => searchMetrics(weights)
      expose(metrics, port)
    },

    review: (...asked) => reviewer.review(...asked),
    stopReview: async () => reviewer.stop(),
    movedAccounts: async (...asked) => reviewer.moved(...asked),
    explainAccount: async (...asked) => reviewer.explain(...asked),
    reviewFile: async (request) => reviewer.file(request),
  }
}

interface KeyedRun {
  key: string
  run: PreparedRun
}

function keyOf(spec: Spec, metric: PrimaryMetric, split: SplitRequest): string {
  const { kind, ...rest } = split
  return JSON.stringify([spec, metric, kind, rest])
}

/** The samples are always the same accounts, in the page and in the terminal. */
const SAMPLE = { accounts: 5000, seed: 7 }

function resultOf<T>(result: Result<T>): T {
  if (!result.ok) throw new ProblemError(result.problems[0])
  return result.value
}

function accepted(spec: Spec): Result<Spec> {
  return { ok: true, value: spec, problems: [] }
}
