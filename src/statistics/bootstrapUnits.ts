import { createDistinctScores } from '../evaluation/distinctScores.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'
import type { ScoreTable } from '../evaluation/scoreTable.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import { SUM_COLUMNS } from '../evaluation/sumColumns.ts'
import { classCounts, isRankingMetric, type RankingMetric } from './classCounts.ts'

/**
 * What a metric needs of two scores on the same accounts, as units of accounts that are alike. Every
 * metric is computed from two sums a score, x and y: accounts of the upper and of the lower class, or
 * accounts and money, or two kinds of money.
 *
 * In an order that does not depend on that of the rows. A sum of Poisson counts is a Poisson count, so
 * drawing one for a unit is drawing one for each of its accounts.
 */
export interface BootstrapUnits {
  accounts: Float64Array // a unit
  incumbentSlot: Int32Array // position in incumbentScores
  candidateSlot: Int32Array
  perAccount:
    | { kind: 'classes'; uppers: number } // the first so many units add 1 to x, the others 1 to y
    | { kind: 'money'; x: Float64Array; y: Float64Array } // what an account of the unit adds
  incumbentScores: Float64Array // points, ascending, distinct
  candidateScores: Float64Array
  /** The score table with these sums in the two columns the metric reads. */
  tableOf(scores: Float64Array, x: Float64Array, y: Float64Array): ScoreTable
}

/** The units of a metric; null where the outcomes lack what it needs. Throws when lengths differ. */
export function bootstrapUnits(
  metric: PrimaryMetric,
  incumbent: ScoreVector,
  candidate: ScoreVector,
  outcomes: Outcomes,
): BootstrapUnits | null {
  const before = createDistinctScores(outcomes.rowCount)(incumbent)
  const after = createDistinctScores(outcomes.rowCount)(candidate)
  const slots = { incumbent: before.slotOfRow, candidate: after.slotOfRow }
  const units = isRankingMetric(metric)
    ? classUnits(metric, outcomes, slots, after.scores.length)
    : moneyUnits(metric, outcomes, slots)
  if (units === null) return null
  return { ...units, incumbentScores: before.scores, candidateScores: after.scores }
}

type Slots = Record<'incumbent' | 'candidate', Int32Array>
type Units = Omit<BootstrapUnits, 'incumbentScores' | 'candidateScores'>

/** Accounts of one class with the same two scores are one unit. */
function classUnits(
  metric: RankingMetric,
  outcomes: Outcomes,
  slots: Slots,
  candidates: number,
): Units | null {
  const classes = classCounts(outcomes, metric)
  if (classes === null) return null
  const cellOf = (row: number) => slots.incumbent[row] * candidates + slots.candidate[row]
  const upper = unitsOfClass(classes.upper, cellOf)
  const lower = unitsOfClass(classes.lower, cellOf)
  const cells = joined(upper.cells, lower.cells)
  return {
    accounts: joined(upper.accounts, lower.accounts),
    incumbentSlot: Int32Array.from(cells, (cell) => Math.floor(cell / candidates)),
    candidateSlot: Int32Array.from(cells, (cell) => cell % candidates),
    perAccount: { kind: 'classes', uppers: upper.cells.length },
    tableOf(scores, upper, lower) {
      const table = emptyTable(scores)
      const { accounts } = table
      for (let slot = 0; slot < accounts.length; slot++) accounts[slot] = upper[slot] + lower[slot]
      if (metric === 'auc_roc_churn') table.churned = lower
      else table.retained = upper
      return table
    },
  }
}

function unitsOfClass(accounts: ArrayLike<number>, cellOf: (row: number) => number) {
  const accountsOf = new Map<number, number>()
  for (let row = 0; row < accounts.length; row++) {
    if (!(accounts[row] > 0)) continue
    const cell = cellOf(row)
    accountsOf.set(cell, (accountsOf.get(cell) ?? 0) + accounts[row])
  }
  const cells = Float64Array.from(accountsOf.keys()).sort()
  return { cells, accounts: cells.map((cell) => accountsOf.get(cell)!) }
}

function joined(one: Float64Array, other: Float64Array): Float64Array {
  const both = new Float64Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

/** A row is a unit; its accounts share its money evenly. */
function moneyUnits(
  metric: Exclude<PrimaryMetric, RankingMetric>,
  outcomes: Outcomes,
  slots: Slots,
): Units | null {
  const { rowCount, count, mrr, mrrEnd, ltv } = outcomes
  const money = metric === 'tier_separation' ? ltv : mrr
  if (money === null || (metric === 'nrr_spread' && mrrEnd === null)) return null
  const many = (row: number) => (count === null ? 1 : count[row])
  const rows = Uint32Array.from({ length: rowCount }, (_, row) => row).filter(
    (row) => money[row] > 0 && many(row) > 0,
  )
  const of = metric === 'nrr_spread' ? mrrEnd! : money
  const y = (row: number) => (of[row] > 0 ? of[row] / many(row) : 0)
  const x = (row: number) => (metric === 'nrr_spread' ? money[row] / many(row) : 1)
  rows.sort(
    (a, b) =>
      slots.incumbent[a] - slots.incumbent[b] ||
      x(a) - x(b) ||
      y(a) - y(b) ||
      slots.candidate[a] - slots.candidate[b] ||
      many(a) - many(b),
  )
  return {
    accounts: Float64Array.from(rows, many),
    incumbentSlot: Int32Array.from(rows, (row) => slots.incumbent[row]),
    candidateSlot: Int32Array.from(rows, (row) => slots.candidate[row]),
    perAccount: { kind: 'money', x: Float64Array.from(rows, x), y: Float64Array.from(rows, y) },
    tableOf(scores, sumX, sumY) {
      const table = emptyTable(scores)
      if (metric === 'revenue_capture_at_20') return { ...table, paying: sumX, mrr: sumY }
      if (metric === 'nrr_spread') return { ...table, mrr: sumX, mrrEnd: sumY }
      return { ...table, ltvAccounts: sumX, ltv: sumY }
    },
  }
}

const NO_COLUMNS = Object.fromEntries(SUM_COLUMNS.map((name) => [name, null]))

function emptyTable(scores: Float64Array): ScoreTable {
  const accounts = new Float64Array(scores.length)
  return { ...NO_COLUMNS, scores, accounts, formerTiers: null } as unknown as ScoreTable
}
