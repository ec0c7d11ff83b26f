import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { columnsByName } from '../../src/accounts/cell.ts'
import { guessRoles } from '../../src/accounts/guessRoles.ts'
import { leakFinder } from '../../src/accounts/leakFinder.ts'
import { profileTable } from '../../src/accounts/profileTable.ts'
import { retainedFlags } from '../../src/accounts/retainedFlags.ts'
import { revenueOf } from '../../src/accounts/revenueCopy.ts'
import type { RoleAssignment } from '../../src/accounts/role.ts'
import { sampleTable } from '../../src/accounts/sample.ts'
import type { Column, Table } from '../../src/accounts/table.ts'
import { takeValues } from '../../src/accounts/takeRows.ts'
import { openAccounts } from '../../src/terminal/openAccounts.ts'
import { sharedData } from '../sharedData.ts'

/** A file of accounts with roles and known outcomes. */
export interface QualityData {
  name: string
  table: Table
  roles: RoleAssignment[]
  outcome: Uint8Array // 1 retained, 0 churned, 255 unknown, a row
  columns: string[] // for other methods: all that describe accounts, used by the spec or not
}

/** Files whose outcome no name gives away: the column, and whether 1 is the good end. */
const OUTCOMES: Record<string, string> = {
  riskslim_adult: 'Over50K',
  riskslim_mammo: 'Malignant',
  riskslim_breastcancer: 'Benign',
}

/** The files of arguments, each `path` or `path=outcome column`, else those beside the checkout. */
export async function* qualityFiles(files: readonly string[]): AsyncGenerator<QualityData> {
  const list = files.length > 0 || sharedData === null ? files : filesIn(sharedData)
  for (const file of list) yield await qualityFile(file)
}

async function qualityFile(argument: string): Promise<QualityData> {
  const [path, named] = argument.split('=') as [string, string?]
  const name = basename(path, '.parquet')
  const { table } = await openAccounts(path)
  return qualityData(name, table, named ?? OUTCOMES[name])
}

/** All files of a folder that have an outcome and are no raw tables. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.parquet') && !file.includes('_raw_'))
    .sort()
    .map((file) => join(folder, file))
}

export function qualitySamples(): QualityData[] {
  return (['health', 'churn'] as const).map((kind) =>
    qualityData(`sample ${kind}`, sampleTable(kind, { accounts: 5000, seed: 1 })),
  )
}

function qualityData(name: string, table: Table, outcome?: string): QualityData {
  const { roles: guessed } = guessRoles(table, profileTable(table, null))
  const roles =
    outcome === undefined
      ? guessed
      : guessed.map((each): RoleAssignment => {
          const role = each.column === outcome ? 'retained' : each.role
          return {
            ...each,
            role: role === 'retained' && each.column !== outcome ? 'feature' : role,
          }
        })
  const flags = retainedFlags(table, roles)
  if (flags === null) throw new Error(`no outcome in ${name}`)
  return { name, table, roles, outcome: flags, columns: describing(table, roles) }
}

const MOST_TEXTS = 100
const DESCRIBE: readonly string[] = ['feature', 'segment', 'ignored']

/**
 * Columns that are no outcome, no time, no id and no leak. Not what the spec reads: what it leaves out
 * is to show.
 */
function describing(table: Table, roles: readonly RoleAssignment[]): string[] {
  const leaks = leakFinder(retainedFlags(table, roles), revenueOf(table, roles))
  const profiles = profileTable(table, null)
  return roles.flatMap(({ column: name, role }, index) => {
    const column = table.columns[index]
    const profile = profiles[index]
    const known = table.rowCount - profile.missing
    const whole = column.kind === 'text' || profile.decimals === 0
    const isId = role === 'ignored' && whole && profile.distinct === known
    if (!DESCRIBE.includes(role) || column.kind === 'time' || profile.distinct === 0) return []
    if (isId || (column.kind === 'text' && profile.distinct > MOST_TEXTS)) return []
    if (role !== 'feature' && leaks.find(column, profile) !== null) return []
    return [name]
  })
}

/** The given rows of a table, as a table of their own. */
export function rowsOfTable(table: Table, rows: Uint32Array): Table {
  const columns = table.columns.map((column): Column => {
    const missing = column.missing === null ? null : takeValues(column.missing, rows)
    const values = takeValues(column.values as Float64Array, rows)
    return { ...column, missing, values } as Column
  })
  return { rowCount: rows.length, columns }
}

/** Feature columns as numbers for other methods: one-hot texts (or codes), unknown as a flag of its own (or NaN). */
export function plainColumns(data: QualityData, oneHot: boolean): Float64Array[] {
  const byName = columnsByName(data.table)
  return data.columns.flatMap((name) => {
    const column = byName.get(name)!
    const { missing } = column
    const values = Float64Array.from(column.values)
    if (!oneHot) return [values.map((value, row) => (missing?.[row] === 1 ? Number.NaN : value))]
    const unknown = missing === null ? [] : [Float64Array.from(missing)]
    if (column.kind !== 'text') return [filled(values, missing), ...unknown]
    const flags = column.dictionary.map((_, code) =>
      values.map((value, row) => Number(value === code && missing?.[row] !== 1)),
    )
    return [...flags, ...unknown]
  })
}

/** Unknown as the mean. */
function filled(values: Float64Array, missing: Uint8Array | null): Float64Array {
  if (missing === null) return values
  const known = values.filter((_, row) => missing[row] === 0)
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
  return values.map((value, row) => (missing[row] === 1 ? mean : value))
}
