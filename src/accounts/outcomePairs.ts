import type { Problem } from '../lib/problem.ts'
import type { Flags } from './readFlags.ts'
import { counted, grouped, listed, problem } from './say.ts'
import type { Column } from './table.ts'

/** Outcomes of one row that cannot both be true: retained and churned, churned and still paying. */
export function checkOutcomePairs(
  retained: Flags | null,
  churned: Flags | null,
  retainedColumn: Column | null,
  churnedColumn: Column | null,
  mrrEnd: Column | null,
): Problem[] {
  const problems: Problem[] = []
  if (retained?.ok && churned?.ok) {
    const rows = rowsWhere(retained.values.length, (row) => {
      if (retained.missing?.[row] === 1 || churned.missing?.[row] === 1) return false
      return retained.values[row] === churned.values[row]
    })
    if (rows.count > 0) {
      problems.push(
        problem({
          severity: 'warning',
          code: 'outcomes-contradict',
          what: `${retainedColumn!.name} and ${churnedColumn!.name} contradict each other in ${said(rows)}.`,
          fix: 'Use the one that is right and ignore the other; both are used as they stand.',
          column: churnedColumn!.name,
          row: rows.first[0],
        }),
      )
    }
  }
  const gone = churned?.ok ? churned : null
  if (mrrEnd?.kind === 'number' && (gone !== null || retained?.ok)) {
    const rows = rowsWhere(mrrEnd.values.length, (row) => {
      if (mrrEnd.missing?.[row] === 1 || mrrEnd.values[row] <= 0) return false
      if (gone !== null) return gone.missing?.[row] !== 1 && gone.values[row] === 1
      return retained!.ok && retained!.missing?.[row] !== 1 && retained!.values[row] === 0
    })
    if (rows.count > 0) {
      problems.push(
        problem({
          severity: 'warning',
          code: 'churned-with-revenue',
          what: `${mrrEnd.name} is above 0 although the account churned in ${said(rows)}.`,
          fix: 'Correct the export if these accounts pay nothing any more; revenue metrics use the figures as they stand.',
          column: mrrEnd.name,
          row: rows.first[0],
        }),
      )
    }
  }
  return problems
}

interface Rows {
  count: number
  first: number[] // 0-based, at most 3
}

function rowsWhere(length: number, holds: (row: number) => boolean): Rows {
  const first: number[] = []
  let count = 0
  for (let row = 0; row < length; row++) {
    if (!holds(row)) continue
    count++
    if (first.length < 3) first.push(row)
  }
  return { count, first }
}

function said({ count, first }: Rows): string {
  const places = first.map((row) => grouped(row + 1))
  if (count === 1) return `row ${places[0]}`
  const which = count > places.length ? `the first are ${listed(places)}` : `rows ${listed(places)}`
  return `${counted(count, 'row')} (${which})`
}
