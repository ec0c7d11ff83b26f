import { columnsByName } from '../accounts/cell.ts'
import { compileFeature } from '../accounts/compileFeature.ts'
import type { Spec } from '../accounts/spec.ts'
import type { Column, Table } from '../accounts/table.ts'
import { decimalsOf, sourceColumns } from '../accounts/transform.ts'
import { type Tier, tierOrLowest } from '../evaluation/tiers.ts'
import { bothTiers } from './bothTiers.ts'
import { contributionWords, pointsWords } from './featureWords.ts'
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

/** One account under both specs, and what moved it. */
export interface AccountExplanation {
  row: number // of the table, 0-based
  incumbent: ScoreExplanation
  candidate: ScoreExplanation
  changes: ColumnChange[] // largest first; columns that give the same are left out
  sentence: string // what changed and which change counts most
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

/** The score of one row of the table under both specs, and the change that counts most. */
export function explainAccount(
  incumbent: Spec,
  candidate: Spec,
  table: Table,
  row: number,
): AccountExplanation {
  const tiers = bothTiers(incumbent, candidate)
  const before = explainScore({ ...incumbent, tiers: tiers.incumbent }, table, row)
  const after = explainScore(candidate, table, row)
  const changes = columnChanges(before, after)
  return {
    row,
    incumbent: before,
    candidate: after,
    changes,
    sentence: `${moveWords(before, after, changes)}${bandChange(after.tier, tiers)}`,
  }
}

/** The key of features that read the same columns, whatever they are called in either spec. */
export function columnsKey(columns: readonly string[]): string {
  return [...columns].sort().join(' and ')
}

function columnChanges(before: ScoreExplanation, after: ScoreExplanation): ColumnChange[] {
  const changes = new Map<string, ColumnChange>()
  const add = (side: 'incumbent' | 'candidate', name: string, points: number) => {
    const change = changes.get(name) ?? { name, incumbent: 0, candidate: 0, difference: 0 }
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
  return [...changes.values()]
    .map((change) => ({
      ...change,
      incumbent: tidy(change.incumbent),
      candidate: tidy(change.candidate),
      difference: tidy(change.candidate - change.incumbent),
    }))
    .filter(({ difference }) => difference !== 0)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
}

function moveWords(
  before: ScoreExplanation,
  after: ScoreExplanation,
  changes: ColumnChange[],
): string {
  const moved = before.tier !== after.tier
  const start = moved
    ? `Moves from tier ${before.tier} to ${after.tier}`
    : `Stays in tier ${after.tier}`
  const by = tidy(after.score - before.score)
  const up = by === 0 ? null : by > 0
  // The change that pushed the way the score went; others pushed against it, and everyone gets the base score.
  const pushing = changes.filter(({ difference }) => up === null || difference > 0 === up)
  const main = pushing.find(({ name }) => name !== BASE_SCORE) ?? pushing[0] ?? null
  if (main === null) return `${start}: the same points under both.`
  const was = pointsWords(main.incumbent)
  const is = pointsWords(main.candidate)
  const score = by === 0 ? 'the score is the same' : `${pointsWords(by)} in all`
  return `${start}, ${score}: most by ${main.name}, ${is} instead of ${was}.`
}

/** Where a tier lies now and lay before; '' where that is the same. */
function bandChange(
  label: string,
  { incumbent, candidate }: { incumbent: Tier[]; candidate: Tier[] },
): string {
  const [before, now] = [incumbent, candidate].map((tiers) => bandWords(label, tiers))
  return before === now ? '' : ` Tier ${label} is now ${now} points (before: ${before}).`
}

function bandWords(label: string, tiers: Tier[]): string {
  const { min, max } = tiers.find((tier) => tier.label === label) as Tier
  if (tiers.every((tier) => tier.max <= max)) return `${plain(min)} and more`
  if (tiers.every((tier) => tier.min >= min)) return `less than ${plain(max)}`
  return `${plain(min)} to below ${plain(max)}`
}

/** Points have at most three decimals. */
function tidy(points: number): number {
  return Math.round(points * 1000) / 1000 + 0
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
