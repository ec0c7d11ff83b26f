import { expose, transfer } from 'comlink'
import { type ContractView, contractView } from '../src/accounts/contractView.ts'
import {
  applyRoles,
  defaultSpec,
  rolesOfSpec,
  setMissingPolicy,
} from '../src/accounts/defaultSpec.ts'
import { guessRoles } from '../src/accounts/guessRoles.ts'
import { prepareTable } from '../src/accounts/prepareTable.ts'
import type { ColumnProfile } from '../src/accounts/profile.ts'
import { profileTable } from '../src/accounts/profileTable.ts'
import type { RoleAssignment } from '../src/accounts/role.ts'
import { sampleTable } from '../src/accounts/sample.ts'
import type { Spec } from '../src/accounts/spec.ts'
import { specView } from '../src/accounts/specView.ts'
import { SPLIT_SEED } from '../src/accounts/splitSeed.ts'
import type { Table } from '../src/accounts/table.ts'
import type { PrimaryMetric } from '../src/evaluation/metrics.ts'
import { tableParquet } from '../src/exports/tableParquet.ts'
import { blobSource } from '../src/ingest/byteSource.ts'
import { fingerprint } from '../src/ingest/fingerprint.ts'
import { readTable } from '../src/ingest/readTable.ts'
import type { DataRecord, RunHeader } from '../src/journal/entry.ts'
import { type Problem, ProblemError } from '../src/lib/problem.ts'
import type { Result } from '../src/lib/result.ts'
import { RUN_DEFAULTS } from '../src/loop/runDefaults.ts'
import { type PreparedRun, prepareRun } from '../src/search/prepareRun.ts'
import { bestShapes } from '../src/search/shapes/bestShapes.ts'
import type { DataService, MetricsOfWeights } from './protocol.ts'
import { reviewRun } from './reviewRun.ts'
import { shareDataset } from './shareDataset.ts'

interface OpenData {
  file: File
  table: Table
  profiles: ColumnProfile[]
  fileProblems: Problem[] // what reading and preparing found
  guessed: RoleAssignment[]
  guessProblems: Problem[]
  record: Promise<DataRecord> | null
}

/** Holds one file of accounts and answers everything that needs its rows. */
export function createDataService(): DataService {
  let data: OpenData | null = null
  let prepared: KeyedRun | null = null // the run being searched
  let asked: KeyedRun | null = null // for questions about other journaled runs

  function opened(): OpenData {
    if (data === null) throw new Error('data worker has no file open')
    return data
  }

  /** The rows of a run of this data; the one searched and the last one asked for are kept. */
  function preparedFor({ spec, metric, split }: RunHeader): PreparedRun {
    const key = keyOf(spec, metric, split.share, split.seed)
    if (prepared?.key === key) return prepared.run
    if (asked?.key === key) return asked.run
    asked = null
    const { table } = opened()
    const result = prepareRun({
      table,
      spec,
      metric,
      holdoutShare: split.share,
      splitSeed: split.seed,
    })
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

  function view(roles: RoleAssignment[], spec: Result<Spec>): ContractView {
    const { table, profiles, fileProblems, guessed, guessProblems } = opened()
    return contractView(table, profiles, roles, spec, [
      ...fileProblems,
      ...stillTrue(guessProblems, guessed, roles),
    ])
  }

  return {
    async open(file, onProgress) {
      const started = performance.now()
      const read = await readTable(blobSource(file), { onProgress })
      if (!read.ok) return read
      const { rowCount } = read.value
      onProgress({ stage: 'profiling', rowsRead: rowCount, rowsTotal: rowCount })
      const { table, problems } = prepareTable(read.value)
      const profiles = profileTable(table, null)
      const guess = guessRoles(table, profiles)
      data = {
        file,
        table,
        profiles,
        fileProblems: [...read.problems, ...problems],
        guessed: guess.roles,
        guessProblems: guess.problems,
        record: null,
      }
      prepared = null
      asked = null
      const contract = view(guess.roles, defaultSpec(table, guess.roles))
      const readSeconds = (performance.now() - started) / 1000
      return { ok: true, value: { rows: rowCount, readSeconds, contract }, problems: [] }
    },

    async sampleParquet(kind) {
      const bytes = tableParquet(sampleTable(kind, SAMPLE))
      return transfer(bytes, [bytes])
    },

    dataRecord() {
      const { file, table } = opened()
      opened().record ??= fingerprint(blobSource(file)).then((hash) => ({
        name: file.name,
        fingerprint: hash,
        rows: table.rowCount,
        columns: table.columns.length,
      }))
      return opened().record as Promise<DataRecord>
    },

    async assignRoles(roles, spec) {
      const { table } = opened()
      return view(roles, spec === null ? defaultSpec(table, roles) : applyRoles(spec, table, roles))
    },

    async adoptSpec(spec) {
      return view(rolesOfSpec(opened().table, spec), accepted(spec))
    },

    async setMissingPolicy(column, policy, roles, spec) {
      return view(roles, accepted(setMissingPolicy(spec, opened().table, column, policy)))
    },

    async restoreContract(roles, spec) {
      return view(roles, accepted(spec))
    },

    async describeSpec(spec) {
      return specView(opened().table, spec)
    },

    async bestShapes(spec, roles, holdoutShare, overrule, onProgress) {
      const { table } = opened()
      const { seed } = RUN_DEFAULTS
      const split = { holdoutShare, splitSeed: SPLIT_SEED }
      const chosen = bestShapes({ table, spec, seed, overrule, onProgress, ...split })
      if (!chosen.ok) return chosen
      const contract = view(roles, accepted(chosen.value.spec))
      return { ok: true, value: { contract, report: chosen.value.report }, problems: [] }
    },

    async prepare(spec, metric, holdoutShare) {
      const { table } = opened()
      prepared = null
      const result = prepareRun({ table, spec, metric, holdoutShare, splitSeed: SPLIT_SEED })
      if (!result.ok) return result
      const run = result.value
      const { bounds, groups, featureNames, startWeights, split, kernel } = run
      prepared = { key: keyOf(run.spec, metric, holdoutShare, SPLIT_SEED), run }
      const baseline = run.figures(startWeights)
      return {
        ok: true,
        value: {
          spec: run.spec,
          split,
          bounds,
          groups,
          featureNames,
          kernel,
          startWeights,
          baseline,
        },
        problems: result.problems,
      }
    },

    async sendSearchRows(port, header) {
      port.postMessage(shareDataset(preparedFor(header).search))
      port.close()
    },

    async figures(header, weights) {
      const { figures } = preparedFor(header)
      return weights.map((each) => figures(each))
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

    async review(header, bestWeights) {
      const run = preparedFor(header)
      const weights = bestWeights ?? run.startWeights
      return reviewRun(header, run, originOf(header, run), weights)
    },
  }
}

interface KeyedRun {
  key: string
  run: PreparedRun
}

function keyOf(spec: Spec, metric: PrimaryMetric, share: number, seed: number): string {
  return JSON.stringify([spec, metric, share, seed])
}

/** The samples are always the same accounts, in the page and in the terminal. */
const SAMPLE = { accounts: 5000, seed: 7 }

function accepted(spec: Spec): Result<Spec> {
  return { ok: true, value: spec, problems: [] }
}

/** What was guessed about a column holds only while the guess does; errors are found anew. */
function stillTrue(
  problems: Problem[],
  guessed: RoleAssignment[],
  roles: RoleAssignment[],
): Problem[] {
  const now = new Map(roles.map(({ column, role }) => [column, role]))
  const changed = guessed.filter(({ column, role }) => now.get(column) !== role)
  const names = new Set(changed.map(({ column }) => column))
  return problems.filter(
    ({ severity, column }) => severity !== 'error' && (column === undefined || !names.has(column)),
  )
}
