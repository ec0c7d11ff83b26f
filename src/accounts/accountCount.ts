import type { Outcomes } from '../evaluation/outcomes.ts'

/** Accounts that the rows stand for. */
export function accountCount({ rowCount, count }: Pick<Outcomes, 'rowCount' | 'count'>): number {
  return count === null ? rowCount : count.reduce((total, accounts) => total + accounts, 0)
}
