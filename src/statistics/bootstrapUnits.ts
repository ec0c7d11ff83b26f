import { createDistinctScores } from '../evaluation/distinctScores.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'
import type { ScoreVector } from '../evaluation/scoreVector.ts'
import { classCounts, isRankingMetric, type RankingMetric } from './classCounts.ts'
import { slotOrder } from './slotOrder.ts'

/**
 * What a metric needs of two scores on the same accounts, as units of accounts that are alike. Every
 * metric is computed from two sums a score, x and y: accounts of the upper and of the lower class, or
 * accounts and money, or two kinds of money.
 *
 * In an order that does not depend on that of the rows, by the incumbent's score within each class. A
 * sum of Poisson counts is a Poisson count, so drawing one for a unit is drawing one for each of its
 * accounts.
 */
export interface BootstrapUnits {
  accounts: Float64Array // a unit
  incumbentSlot: Int32Array // position in incumbentScores
  candidateSlot: Int32Array
  perAccount:
    | { kind: 'classes'; uppers: number } // the first so many units are of the upper class
    | { kind: 'money'; xy: Float64Array } // what an account of each unit adds, x and y in turn
  incumbentScores: Float64Array // points, ascending, distinct
  candidateScores: Float64Array
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
  const scores = { incumbentScores: before.scores, candidateScores: after.scores }
  const slots = { incumbentSlot: before.slotOfRow, candidateSlot: after.slotOfRow, ...scores }
  const units = isRankingMetric(metric)
    ? classUnits(metric, outcomes, slots)
    : moneyUnits(metric, outcomes, slots)
  return units === null ? null : { ...units, ...scores }
}

/** Of rows. */
type Slots = Omit<BootstrapUnits, 'accounts' | 'perAccount'>
type Units = Omit<BootstrapUnits, 'incumbentScores' | 'candidateScores'>

/** Accounts of one class with the same two scores are one unit. */
function classUnits(metric: RankingMetric, outcomes: Outcomes, slots: Slots): Units | null {
  const classes = classCounts(outcomes, metric)
  if (classes === null) return null
  const upper = unitsOfClass(classes.upper, slots)
  const lower = unitsOfClass(classes.lower, slots)
  const rows = [...upper.rows, ...lower.rows]
  return {
    accounts: Float64Array.from([...upper.accounts, ...lower.accounts]),
    incumbentSlot: Int32Array.from(rows, (row) => slots.incumbentSlot[row]),
    candidateSlot: Int32Array.from(rows, (row) => slots.candidateSlot[row]),
    perAccount: { kind: 'classes', uppers: upper.rows.length },
  }
}

/** The accounts of each unit, and a row of it. */
function unitsOfClass(accountsOf: ArrayLike<number>, slots: Slots) {
  const { incumbentSlot, candidateSlot } = slots
  const rows: number[] = []
  const accounts: number[] = []
  for (const row of sortedRows(slots, (row) => accountsOf[row] > 0)) {
    const last = rows[rows.length - 1]
    if (
      rows.length > 0 &&
      incumbentSlot[row] === incumbentSlot[last] &&
      candidateSlot[row] === candidateSlot[last]
    ) {
      accounts[rows.length - 1] += accountsOf[row]
      continue
    }
    rows.push(row)
    accounts.push(accountsOf[row])
  }
  return { rows, accounts }
}

/** By the incumbent's score, then by the candidate's. */
function sortedRows(slots: Slots, wanted: (row: number) => boolean): Uint32Array {
  const { incumbentSlot, incumbentScores, candidateSlot, candidateScores } = slots
  const rows = Uint32Array.from(incumbentSlot.keys()).filter(wanted)
  const after = { slotOf: candidateSlot, slotCount: candidateScores.length }
  const before = { slotOf: incumbentSlot, slotCount: incumbentScores.length }
  return slotOrder(slotOrder(rows, after).items, before).items
}

/** A row is a unit; its accounts share its money evenly. */
function moneyUnits(
  metric: Exclude<PrimaryMetric, RankingMetric>,
  outcomes: Outcomes,
  slots: Slots,
): Units | null {
  const { count, mrr, mrrEnd, ltv } = outcomes
  const money = metric === 'tier_separation' ? ltv : mrr
  if (money === null || (metric === 'nrr_spread' && mrrEnd === null)) return null
  const many = (row: number) => (count === null ? 1 : count[row])
  const of = metric === 'nrr_spread' ? mrrEnd! : money
  const y = (row: number) => (of[row] > 0 ? of[row] / many(row) : 0)
  const x = (row: number) => (metric === 'nrr_spread' ? money[row] / many(row) : 1)
  const rows = sortedRows(slots, (row) => money[row] > 0 && many(row) > 0)
  const { incumbentSlot, candidateSlot } = slots
  for (let from = 0, to = 0; from < rows.length; from = to) {
    while (to < rows.length && incumbentSlot[rows[to]] === incumbentSlot[rows[from]]) to++
    rows
      .subarray(from, to)
      .sort(
        (a, b) =>
          x(a) - x(b) || y(a) - y(b) || candidateSlot[a] - candidateSlot[b] || many(a) - many(b),
      )
  }
  const xy = new Float64Array(2 * rows.length)
  for (let unit = 0; unit < rows.length; unit++) {
    xy[2 * unit] = x(rows[unit])
    xy[2 * unit + 1] = y(rows[unit])
  }
  return {
    accounts: Float64Array.from(rows, many),
    incumbentSlot: Int32Array.from(rows, (row) => incumbentSlot[row]),
    candidateSlot: Int32Array.from(rows, (row) => candidateSlot[row]),
    perAccount: { kind: 'money', xy },
  }
}
