import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { findColumn } from '../accounts/cell.ts'
import { checkContract } from '../accounts/checkContract.ts'
import { defaultSpec, rolesOfSpec } from '../accounts/defaultSpec.ts'
import { guessRoles } from '../accounts/guessRoles.ts'
import { joinProblems } from '../accounts/joinProblems.ts'
import { prepareTable } from '../accounts/prepareTable.ts'
import { profileTable } from '../accounts/profileTable.ts'
import type { RoleAssignment } from '../accounts/role.ts'
import { idSplit, type SplitRequest, searchRows, usualSplit } from '../accounts/rowSets.ts'
import type { Spec } from '../accounts/spec.ts'
import { specView } from '../accounts/specView.ts'
import type { Table } from '../accounts/table.ts'
import { withTimeColumns } from '../accounts/timeColumns.ts'
import { CHOSEN, usedLeaks } from '../accounts/usedLeaks.ts'
import { LONGEST_SPEC, readSpecText } from '../exports/specFile.ts'
import { fingerprint } from '../ingest/fingerprint.ts'
import { readTable } from '../ingest/readTable.ts'
import type { DataRecord } from '../journal/entry.ts'
import type { Problem } from '../lib/problem.ts'
import { accepted, CommandError, fileErrorWords, problemsError } from './commandError.ts'
import { fileSource } from './fileSource.ts'

const OUTCOME_DOUBTS: ReadonlySet<string> = new Set([
  'outcomes-contradict',
  'churned-with-revenue',
  'outcome-several-values',
  'id-repeated',
  'id-unnamed',
])

export interface Accounts {
  table: Table
  record: DataRecord
  problems: Problem[] // warnings and notes of reading and preparing
}

export interface StartingPoint {
  spec: Spec
  roles: RoleAssignment[]
  problems: Problem[] // warnings and notes
}

/** The split a command asks for: `split` null is the usual one of this data. */
export function askedSplit(
  table: Table,
  spec: Spec,
  options: { holdout: number; split: 'time' | 'id' | null; asOf: string | null },
): { request: SplitRequest; problems: Problem[] } {
  const { holdout: share, split, asOf } = options
  if (split === 'time' && share > 0) return { request: { kind: 'time', share, asOf }, problems: [] }
  if (split === 'id') return { request: idSplit(share, asOf), problems: [] }
  return usualSplit(table, spec, share, asOf)
}

/** Reads a parquet file of accounts; a CommandError says why not. */
export async function openAccounts(path: string): Promise<Accounts> {
  const source = await fileSource(path)
  try {
    const read = await readTable(source)
    const { table, problems } = prepareTable(accepted(read))
    const record = {
      name: source.name,
      fingerprint: await fingerprint(source),
      rows: table.rowCount,
      columns: table.columns.length,
    }
    return { table, record, problems: joinProblems([...read.problems, ...problems]) }
  } finally {
    await source.close()
  }
}

/**
 * The spec in a JSON or YAML file with the roles it gives; a CommandError says what is wrong with it, be
 * it a feature that gives the outcome away and is not among the columns `allowed` (null: all are).
 */
export async function openSpec(
  path: string,
  table: Table,
  allowed: readonly string[] | null,
): Promise<StartingPoint> {
  const read = readSpecText(await specText(path), basename(path))
  const spec = withTimeColumns(table, accepted(read))
  checkAllowed(table, allowed ?? [])
  const roles = rolesOfSpec(table, spec).map((each) =>
    each.role === 'feature' && (allowed === null || allowed.includes(each.column))
      ? { ...each, reason: CHOSEN }
      : each,
  )
  return {
    spec,
    roles,
    problems: [
      ...read.problems,
      ...doubts(table, roles, spec),
      ...leaks(table, roles, basename(path)),
      ...clipping(table, spec),
    ],
  }
}

/**
 * The spec the columns lead to by themselves, made from the rows that `splitOf` leaves to the search; a
 * CommandError where they do not lead to one.
 */
export function guessSpec(table: Table, splitOf: (spec: Spec) => SplitRequest): StartingPoint {
  const { roles, problems } = guessRoles(table, profileTable(table, null))
  const contract = checkContract(table, roles)
  if (contract.some(({ severity }) => severity === 'error'))
    throw problemsError(contract.map(forTheTerminal))
  const made = defaultSpec(table, roles, undefined, (spec) =>
    searchRows(table, spec, splitOf(spec)),
  )
  const spec = accepted(made)
  return {
    spec,
    roles,
    problems: [...problems, ...contract, ...made.problems, ...clipping(table, spec)],
  }
}

/**
 * What the outcomes of a spec's columns are worth: churned accounts that still pay, columns that
 * contradict each other. What is an error for a search is none for an evaluation, but for revenue
 * below 0.
 */
function doubts(table: Table, roles: RoleAssignment[], { time }: Spec): Problem[] {
  const contract = checkContract(table, roles, time)
  const wrong = contract.filter(({ code }) => code === 'revenue-negative')
  if (wrong.length > 0) throw problemsError(wrong)
  return contract.filter(({ code }) => OUTCOME_DOUBTS.has(code))
}

/** Warnings of features that are probably the outcome in disguise; a CommandError where one was not allowed. */
function leaks(table: Table, roles: RoleAssignment[], specName: string): Problem[] {
  const problems = usedLeaks(table, profileTable(table, null), roles)
  const blocked = problems.filter(({ severity }) => severity === 'error')
  if (blocked.length === 0) return problems
  const [them, their] = blocked.length === 1 ? ['it', 'it is'] : ['them', 'they are']
  const columns = blocked.map(({ column }) => column).join(',')
  throw new CommandError(
    `${blocked.map(({ what }) => what).join(' ')} Leave ${them} out of ${specName}, or, if ${their} known before the outcome, allow ${them} with --allow-leaks ${columns}.`,
  )
}

function checkAllowed(table: Table, allowed: readonly string[]): void {
  const unknown = allowed.find((name) => findColumn(table, name) === null)
  if (unknown !== undefined)
    throw new CommandError(`--allow-leaks ${unknown}: the file has no column of that name.`)
}

/** The warning that many accounts start clipped; the run reports all else that is wrong with a spec. */
function clipping(table: Table, spec: Spec): Problem[] {
  return specView(table, spec).problems.filter(({ code }) => code === 'scores-clipped')
}

/** Where a person without a page says which column is the outcome. */
function forTheTerminal(each: Problem): Problem {
  if (each.code !== 'no-outcome') return each
  return { ...each, fix: `${each.fix} Name it as retain_column or churn_column in a --spec.` }
}

async function specText(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > 4 * LONGEST_SPEC) throw new CommandError(`${path} is too large to be a spec.`)
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`${path} cannot be read: ${fileErrorWords(error)}.`)
  }
}
