import type { Outcomes } from '../evaluation/outcomes.ts'
import { pointsOf, type ScoreVector } from '../evaluation/scoreVector.ts'
import { type Tier, tierOrLowest } from '../evaluation/tiers.ts'
import type { TierMigration } from './review.ts'

/**
 * Who changes tier: accounts and their start MRR by tier before (first index) and after (second),
 * each by its own cut-offs, in the order of the labels; accounts in no tier count in the lowest. Throws
 * when lengths differ.
 */
export function tierMigration(
  before: ScoreVector,
  after: ScoreVector,
  outcomes: Outcomes,
  tiers: { incumbent: Tier[]; candidate: Tier[] }, // same labels in the same order
): Omit<TierMigration, 'rows'> {
  const { rowCount, count, mrr } = outcomes
  if (before.values.length !== rowCount || after.values.length !== rowCount) {
    throw new Error(
      `score vector length: before ${before.values.length}, after ${after.values.length}, outcomes ${rowCount}`,
    )
  }
  const labels = tiers.candidate.map(({ label }) => label)
  if (labels.length === 0) return { tiers: [], accounts: [], mrr: mrr === null ? null : [] }
  const accounts = labels.map(() => labels.map(() => 0))
  const money = labels.map(() => labels.map(() => 0))
  const pointsBefore = pointsOf(before)
  const pointsAfter = pointsOf(after)
  for (let row = 0; row < rowCount; row++) {
    const from = tierOrLowest(pointsBefore(row), tiers.incumbent)
    const to = tierOrLowest(pointsAfter(row), tiers.candidate)
    accounts[from][to] += count === null ? 1 : count[row]
    if (mrr !== null) money[from][to] += mrr[row]
  }
  return {
    tiers: labels,
    accounts,
    mrr: mrr === null ? null : money,
  }
}

/** Share of the accounts that change tier; null without accounts. */
export function movedShare({ accounts }: TierMigration): number | null {
  let moved = 0
  let total = 0
  for (const [from, row] of accounts.entries()) {
    for (const [to, value] of row.entries()) {
      total += value
      if (from !== to) moved += value
    }
  }
  return total === 0 ? null : moved / total
}

/** How far tiers change in size. */
export interface SizeChange {
  largest: number // change of one tier, share of all accounts
  least: number // share of the accounts that must move for the sizes alone
}

/** By how much tiers change in size; null without accounts. */
export function sizeChange(migration: TierMigration): SizeChange | null {
  const tiers = tierShares(migration)
  if (tiers === null) return null
  const changes = tiers.map(({ before, after }) => Math.abs(after - before))
  return {
    largest: Math.max(0, ...changes),
    least: changes.reduce((sum, change) => sum + change, 0) / 2,
  }
}

/**
 * The tier so large under both specs that at most the share `movable` of the accounts can change tier,
 * however they are ordered; null where all can, and without accounts.
 */
export function dominantTier(
  migration: TierMigration,
): { label: string; share: number; movable: number } | null {
  for (const { label, before, after } of tierShares(migration) ?? []) {
    if (before + after <= 1) continue
    return { label, share: Math.min(before, after), movable: 2 - before - after }
  }
  return null
}

/** Each tier's share of the accounts under both specs; null without accounts. */
function tierShares({ tiers, accounts }: TierMigration) {
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  const all = sum(accounts.flat())
  if (all === 0) return null
  return tiers.map((label, tier) => ({
    label,
    before: sum(accounts[tier]) / all,
    after: sum(accounts.map((row) => row[tier])) / all,
  }))
}
