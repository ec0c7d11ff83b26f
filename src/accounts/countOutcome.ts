import type { Problem } from '../lib/problem.ts'
import { counted, problem } from './say.ts'
import type { NumberColumn } from './table.ts'

/**
 * The first row in which a column of counts is no whole number from 0 to the accounts of the row, as
 * an error; null when there is none. Rows without either value are passed over.
 */
export function badCount(
  column: NumberColumn,
  role: string,
  accounts: ArrayLike<number>,
  accountsMissing: Uint8Array | null,
): Problem | null {
  const { values, missing } = column
  for (let row = 0; row < values.length; row++) {
    if (missing?.[row] === 1 || accountsMissing?.[row] === 1) continue
    const value = values[row]
    if (Number.isInteger(value) && value >= 0 && value <= accounts[row]) continue
    return problem({
      severity: 'error',
      code: 'outcome-value',
      what: `${column.name} is to hold how many accounts of a row are ${role}, but holds ${value}.`,
      fix: 'Give a whole number from 0 to the number of accounts in the row.',
      column: column.name,
      row,
    })
  }
  return null
}

/** The warning that counts may be flags: none is above 1, though rows stand for more accounts. */
export function maybeFlags(
  { name, values }: NumberColumn,
  role: string,
  accounts: ArrayLike<number>,
): Problem | null {
  let many = 0
  for (let row = 0; row < values.length; row++) {
    if (values[row] > 1) return null
    if (accounts[row] > 1) many++
  }
  if (many === 0) return null
  return problem({
    severity: 'warning',
    code: 'counts-like-flags',
    what: `${name} is read as how many accounts of a row are ${role}, but is 0 or 1 everywhere, though ${counted(many, 'row')} ${many === 1 ? 'stands' : 'stand'} for several accounts.`,
    fix: 'Write true and false where all accounts of a row share the outcome.',
    column: name,
  })
}
