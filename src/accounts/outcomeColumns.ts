import { findColumn } from './cell.ts'
import type { OUTCOME_ROLES } from './role.ts'
import type { Spec } from './spec.ts'
import type { Column, Table } from './table.ts'
import { sourceColumn } from './transform.ts'

export type OutcomeRole = (typeof OUTCOME_ROLES)[number] | 'count'

/** Column names of a spec that names none. */
export const DEFAULT_COLUMNS: Record<OutcomeRole, string> = {
  retained: 'retained_6mo',
  churned: 'churned',
  mrr: 'mrr',
  mrr_end: 'mrr_end',
  ltv: 'actual_ltv',
  activated: 'activated',
  former_tier: 'former_tier',
  won_back: 'won_back',
  count: 'account_count',
}

/**
 * The outcome columns a spec uses: the ones it names, else those of the default names the table has.
 * A spec that names '' for an outcome uses no column for it; one that scores by `account_count` does
 * not take it for the accounts a row stands for.
 */
export function outcomeColumns(table: Table, spec: Spec): Map<OutcomeRole, string> {
  const named = namedColumns(spec)
  const columns = new Map<OutcomeRole, string>()
  for (const role of Object.keys(DEFAULT_COLUMNS) as OutcomeRole[]) {
    const given = named.get(role)
    if (given === '') continue
    if (given !== undefined) columns.set(role, given)
    else if (role === 'count' && readsColumn(spec, DEFAULT_COLUMNS.count)) continue
    else if (findColumn(table, DEFAULT_COLUMNS[role]) !== null) {
      columns.set(role, DEFAULT_COLUMNS[role])
    }
  }
  return columns
}

function readsColumn({ features }: Spec, column: string): boolean {
  return Object.entries(features).some(
    ([name, { transform }]) => sourceColumn(name, transform) === column,
  )
}

function namedColumns(spec: Spec): Map<OutcomeRole, string> {
  const { columns = {} } = spec
  const named: [OutcomeRole, string | undefined][] = [
    ['retained', spec.retain_column],
    ['churned', spec.churn_column],
    ['mrr', spec.mrr_column],
    ['mrr_end', columns.mrr_end],
    ['ltv', spec.ltv_column],
    ['activated', columns.activated],
    ['former_tier', columns.former_tier],
    ['won_back', columns.won_back],
    ['count', columns.count],
  ]
  return new Map(named.filter((pair): pair is [OutcomeRole, string] => pair[1] !== undefined))
}

/** The id column of a spec that names none; one that names '' has none. */
export const DEFAULT_ID = 'account_id'

/** The column that tells accounts apart: the one the spec names, else `account_id`; null without it. */
export function idColumn(table: Table, spec: Spec): Column | null {
  return findColumn(table, spec.columns?.id ?? DEFAULT_ID)
}
