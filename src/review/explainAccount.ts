import { columnsByName } from '../accounts/cell.ts'
import { compileFeature } from '../accounts/compileFeature.ts'
import type { Spec } from '../accounts/spec.ts'
import type { Column, Table } from '../accounts/table.ts'
import { decimalsOf, sourceColumns } from '../accounts/transform.ts'
import { type Tier, tierOrLowest } from '../evaluation/tiers.ts'
import { bothTiers } from './bothTiers.ts'
import { contributionWords } from './featureWords.ts'
import { toDecimals } from './moveReason.ts'
import { plain } from './words.ts'

/** Why one account has the score it has under one spec. */
export interface ScoreExplanation {
  base: number // points
  contributions: Contribution[] // in the spec's order; with `base` they add up to `sum`
  sum: number // points, before clipping
  score: number // points, clipped to 0 and the maximum
  tier: string
}

/** What one feature gives an account. */
export interface Contribution {
  feature: string
  columns: string[] // it reads
  weight: number
  value: number // after the transform
  points: number // weight · value, before clipping
  words: string // 'login_days 12 → +24 points (weight 2)'
}

/** One account under both specs; `moveWords` says what moved it among the others. */
export interface AccountExplanation {
  row: number // of the table, 0-based
  incumbent: ScoreExplanation
  candidate: ScoreExplanation
  changes: ColumnChange[] // every column either spec reads, the base score first
  cutOffs: string // where its tier now lies and lay before; '' where that is the same
}

/** Points of all features that read the same columns; `name` is 'base score' for what everyone gets. */
export interface ColumnChange {
  name: string
  incumbent: number // points
  candidate: number
  difference: number
}

export const BASE_SCORE = 'base score'

/**
 * The score of one row of the table, feature by feature. Exact: points are whole steps of the spec's
 * grid, so that their sum is the scorer's to the last digit. Throws for a spec that is not on a grid,
 * or a feature this table cannot give.
 */
export function explainScore(spec: Spec, table: Table, row: number): ScoreExplanation {
  const columns = oneRow(table, row)
  const cellOf = (name: string): Column => {
    const column = columns.get(name)
    if (column === undefined) throw new Error(`column absent: ${name}`)
    return column
  }
  const base = spec.base_score ?? 0
  const steps: { whole: number; decimals: number }[] = [onGrid(base, 'base_score')]
  const contributions = Object.entries(spec.features).map(([name, feature]): Contribution => {
    const compiled = compileFeature(columns, name, feature, 1)
    if ('problem' in compiled) throw new Error(compiled.problem.what)
    if (compiled.decimals === null) throw new Error(`feature off the grid: ${name}`)
    const [whole] = compiled.values
    const { decimals } = compiled
    steps.push({ whole: feature.weight * whole, decimals })
    const value = whole / 10 ** decimals
    const points = (feature.weight * whole) / 10 ** decimals
    return {
      feature: name,
      columns: sourceColumns(name, feature.transform),
      weight: feature.weight,
      value,
      points,
      words: contributionWords(name, feature, value, points, cellOf),
    }
  })
  const sum = exactSum(steps)
  const score = Math.max(0, Math.min(sum, spec.max_score))
  return {
    base,
    contributions,
    sum,
    score,
    tier: spec.tiers[tierOrLowest(score, spec.tiers)].label,
  }
}

/** The score of one row of the table under both specs, and what each column's points change by. */
export function explainAccount(
  incumbent: Spec,
  candidate: Spec,
  table: Table,
  row: number,
): AccountExplanation {
  const tiers = bothTiers(incumbent, candidate)
  const before = explainScore({ ...incumbent, tiers: tiers.incumbent }, table, row)
  const after = explainScore(candidate, table, row)
  return {
    row,
    incumbent: before,
    candidate: after,
    changes: columnChanges(before, after),
    cutOffs: bandChange(after.tier, tiers),
  }
}

/** The key of features that read the same columns, whatever they are called in either spec. */
export function columnsKey(columns: readonly string[]): string {
  return [...columns].sort().join(' and ')
}

function columnChanges(before: ScoreExplanation, after: ScoreExplanation): ColumnChange[] {
  const changes = new Map<string, Omit<ColumnChange, 'difference'>>()
  const add = (side: 'incumbent' | 'candidate', name: string, points: number) => {
    const change = changes.get(name) ?? { name, incumbent: 0, candidate: 0 }
    change[side] += points
    changes.set(name, change)
  }
  add('incumbent', BASE_SCORE, before.base)
  add('candidate', BASE_SCORE, after.base)
  for (const { columns, points } of before.contributions) {
    add('incumbent', columnsKey(columns), points)
  }
  for (const { columns, points } of after.contributions) {
    add('candidate', columnsKey(columns), points)
  }
  return [...changes.values()].map((change) => {
    const [incumbent, candidate] = [toDecimals(change.incumbent), toDecimals(change.candidate)]
    return {
      name: change.name,
      incumbent,
      candidate,
      difference: toDecimals(candidate - incumbent),
    }
  })
}

/** Where a tier lies now and lay before; '' where that is the same. */
function bandChange(
  label: string,
  { incumbent, candidate }: { incumbent: Tier[]; candidate: Tier[] },
): string {
  const [before, now] = [incumbent, candidate].map((tiers) => bandWords(label, tiers))
  return before === now ? '' : `Tier ${label} is now ${now} points (before: ${before}).`
}

function bandWords(label: string, tiers: Tier[]): string {
  const { min, max } = tiers.find((tier) => tier.label === label) as Tier
  if (tiers.every((tier) => tier.max <= max)) return `${plain(min)} and more`
  if (tiers.every((tier) => tier.min >= min)) return `less than ${plain(max)}`
  return `${plain(min)} to below ${plain(max)}`
}

function onGrid(value: number, name: string): { whole: number; decimals: number } {
  const decimals = decimalsOf(value)
  if (decimals === null) throw new Error(`${name} off the grid: ${value}`)
  return { whole: Math.round(value * 10 ** decimals), decimals }
}

/** Whole steps of different grids, added on the finest: no rounding before the one division. */
function exactSum(steps: { whole: number; decimals: number }[]): number {
  const finest = Math.max(...steps.map(({ decimals }) => decimals))
  const sum = steps.reduce((sum, { whole, decimals }) => sum + whole * 10 ** (finest - decimals), 0)
  return sum / 10 ** finest
}

/** The table of one row alone; texts keep their dictionary. */
function oneRow(table: Table, row: number): Map<string, Column> {
  if (!(row >= 0 && row < table.rowCount)) throw new Error(`row out of range: ${row}`)
  const columns = table.columns.map((column) => ({
    ...column,
    values: column.values.slice(row, row + 1),
    missing: column.missing?.[row] === 1 ? Uint8Array.of(1) : null,
  }))
  return columnsByName({ rowCount: 1, columns: columns as Column[] })
}
