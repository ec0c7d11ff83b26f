import { tableOutcomes } from '../../accounts/extractOutcomes.ts'
import { OUTCOME_UNKNOWN } from '../../accounts/retainedFlags.ts'
import { grouped } from '../../accounts/say.ts'
import type { Spec } from '../../accounts/spec.ts'
import type { Table } from '../../accounts/table.ts'
import { takeTable } from '../../accounts/takeRows.ts'
import { sourceColumns } from '../../accounts/transform.ts'
import type { Problem } from '../../lib/problem.ts'
import type { Result } from '../../lib/result.ts'

/** What shapes are chosen on. */
export interface ShapedRows {
  table: Table
  rows: Uint32Array // of the table, to choose on
  outcome: Uint8Array // of every row of the table: 1 stayed, 0 left, 255 unknown
}

const MOST_ACCOUNTS = 1_000_000

/**
 * The table with a row for each account where rows stand for several: the columns its spec reads, the
 * accounts of each of `rows` in a row of their own, those that stayed first, and every other row once.
 */
export function listAccounts(table: Table, spec: Spec, rows: Uint32Array): Result<ShapedRows> {
  const outcomes = tableOutcomes(table, spec)
  if (!outcomes.ok) return outcomes
  const { count, retained } = outcomes.value
  if (count === null || retained === null) return { ok: false, problems: [noOutcome()] }
  let accounts = 0
  for (const row of rows) {
    if (!Number.isInteger(count[row]) || count[row] < 0) {
      return { ok: false, problems: [notWhole(row, count[row])] }
    }
    accounts += count[row]
  }
  if (accounts > MOST_ACCOUNTS) return { ok: false, problems: [tooMany(accounts)] }
  const copies = new Uint32Array(table.rowCount)
  for (const row of rows) copies[row] = count[row]
  const size = copies.reduce((sum, own) => sum + Math.max(1, own), 0)
  const source = new Uint32Array(size)
  const outcome = new Uint8Array(size).fill(OUTCOME_UNKNOWN)
  const chosen = new Uint32Array(accounts)
  let next = 0
  let listed = 0
  for (let row = 0; row < copies.length; row++) {
    source[next] = row
    if (copies[row] === 0) next++
    for (let account = 0; account < copies[row]; account++) {
      source[next] = row
      outcome[next] = account < retained[row] ? 1 : 0
      chosen[listed++] = next++
    }
  }
  const read = new Set(
    Object.entries(spec.features).flatMap(([name, { transform }]) =>
      sourceColumns(name, transform),
    ),
  )
  const columns = table.columns.filter(({ name }) => read.has(name))
  const value = { table: takeTable({ ...table, columns }, source), rows: chosen, outcome }
  return { ok: true, value, problems: [] }
}

export function noOutcome(): Problem {
  return {
    severity: 'error',
    code: 'shapes-no-outcome',
    what: 'Shapes are chosen by how well they tell retained from churned accounts, and no column says which are which.',
    where: '',
    fix: 'Give a column the role retained or churned, or search with the shapes as they are.',
  }
}

function notWhole(row: number, accounts: number): Problem {
  return {
    severity: 'error',
    code: 'shapes-accounts-not-whole',
    what: `Shapes are chosen on whole accounts, and row ${grouped(row + 1)} stands for ${accounts}.`,
    where: '',
    fix: 'Give whole numbers of accounts, or search with the shapes as they are.',
  }
}

function tooMany(accounts: number): Problem {
  return {
    severity: 'error',
    code: 'shapes-too-many-accounts',
    what: `The rows stand for ${grouped(accounts)} accounts; shapes are chosen on at most ${grouped(MOST_ACCOUNTS)} where rows stand for several.`,
    where: '',
    fix: 'Search with the shapes as they are, or on a sample of the accounts.',
  }
}
