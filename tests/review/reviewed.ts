import { compileDataset } from '../../src/accounts/compileDataset.ts'
import type { FeatureSpec, Spec } from '../../src/accounts/spec.ts'
import type { Table } from '../../src/accounts/table.ts'
import { takeRows } from '../../src/accounts/takeRows.ts'
import type { ReviewedSpec } from '../../src/review/rowScores.ts'

export const TIERS = [
  { label: 'A', min: 60, max: 101 },
  { label: 'B', min: 30, max: 60 },
  { label: 'C', min: 0, max: 30 },
]

export function specOf(weights: Record<string, number>, more: Partial<Spec> = {}): Spec {
  const features = Object.entries(weights).map(([name, weight]): [string, FeatureSpec] => [
    name,
    { weight, min: -25, max: 25 },
  ])
  return {
    model: 'm',
    max_score: 100,
    features: Object.fromEntries(features),
    tiers: TIERS,
    extra: {},
    ...more,
  }
}

export interface Rows {
  search: Uint32Array
  holdout: Uint32Array
}

/** Rows from `first` on are held out. */
export function rowsFrom(table: Table, first: number): Rows {
  const all = Uint32Array.from({ length: table.rowCount }, (_, row) => row)
  return { search: all.slice(0, first), holdout: all.slice(first) }
}

export function reviewed(table: Table, spec: Spec, rows: Rows): ReviewedSpec {
  const compiled = compileDataset(table, spec)
  if (!compiled.ok) throw new Error(compiled.problems[0]!.what)
  return {
    spec,
    search: takeRows(compiled.value, rows.search),
    holdout: rows.holdout.length === 0 ? null : takeRows(compiled.value, rows.holdout),
  }
}
