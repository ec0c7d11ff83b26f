import type { ByTier } from './metrics.ts'
import type { ScoreTable } from './scoreTable.ts'
import { SUM_COLUMNS, type SumColumn } from './sumColumns.ts'
import { type Tier, tierOrLowest } from './tiers.ts'

/** A tier needs more accounts than this for a figure of its own. */
export const MIN_TIER_ACCOUNTS = 10

/** The sums of a score table over one tier; `null` where the table lacks the column. */
export type TierTotals = { label: string; accounts: number } & {
  [column in Exclude<SumColumn, 'accounts'>]: number | null
}

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * The sums of each tier, in the order of `tiers`; accounts in no tier count in the lowest.
 */
export function tierTotals(table: ScoreTable, tiers: Tier[]): TierTotals[] {
  const stretches = tierStretches(table.scores, tiers)
  const sums = SUM_COLUMNS.map((name) => sumByTier(table[name], stretches, tiers.length))
  return tiers.map((tier, index) => {
    const columns = SUM_COLUMNS.map((name, column) => [name, sums[column]?.[index] ?? null])
    return { label: tier.label, ...Object.fromEntries(columns) } as TierTotals
  })
}

/** One figure a tier; tiers of 10 accounts or fewer are left out. */
export function byTier(totals: TierTotals[], figure: (tier: TierTotals) => number | null): ByTier {
  // fromEntries, not assignment: a label such as __proto__ must become a key of its own.
  return Object.fromEntries(
    totals
      .filter((tier) => tier.accounts > MIN_TIER_ACCOUNTS)
      .map((tier) => [tier.label, figure(tier)]),
  )
}

/** a / b, and null where b is zero. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator
}

/** Sum of a column of a score table. */
export function total(column: Float64Array): number {
  let sum = 0
  for (let slot = 0; slot < column.length; slot++) sum += column[slot]
  return sum
}

interface Stretch {
  tier: number
  from: number // slot
  to: number // exclusive
}

function tierStretches(scores: Float64Array, tiers: Tier[]): Stretch[] {
  if (tiers.length === 0) return []
  const stretches: Stretch[] = []
  let last: Stretch | null = null
  for (let slot = 0; slot < scores.length; slot++) {
    const tier = tierOrLowest(scores[slot], tiers)
    if (last === null || last.tier !== tier) {
      last = { tier, from: slot, to: slot }
      stretches.push(last)
    }
    last.to = slot + 1
  }
  return stretches
}

function sumByTier(
  column: Float64Array | null,
  stretches: Stretch[],
  tierCount: number,
): Float64Array | null {
  if (column === null) return null
  const sums = new Float64Array(tierCount)
  for (const { tier, from, to } of stretches) {
    let sum = 0
    for (let slot = from; slot < to; slot++) sum += column[slot]
    sums[tier] += sum
  }
  return sums
}
