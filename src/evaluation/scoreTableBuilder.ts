import { createDistinctScores } from './distinctScores.ts'
import type { Outcomes } from './outcomes.ts'
import type { FormerTierSums, ScoreTable } from './scoreTable.ts'
import type { ScoreVector } from './scoreVector.ts'

/** Builds score tables of one set of rows again and again, without allocating per row. */
export interface ScoreTableBuilder {
  build(scores: ScoreVector): ScoreTable
}

type Flags = Uint8Array | Float64Array

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * A builder for many score vectors over the same outcomes. If only one of retained and churned is
 * there, the other is its complement. Throws when a vector's length is not `rowCount`.
 */
export function createScoreTableBuilder(outcomes: Outcomes): ScoreTableBuilder {
  const { rowCount, count, mrr, mrrEnd, ltv } = outcomes
  checkLengths(outcomes)
  const retained = outcomes.retained ?? complement(outcomes.churned, count)
  const churned = outcomes.churned ?? complement(outcomes.retained, count)
  const known = outcomes.activated === null ? null : (outcomes.activationKnown ?? count)
  const formerTiers = formerTierSums(outcomes)
  const distinctScores = createDistinctScores(rowCount)

  return {
    build(vector) {
      const { scores, slotOfRow } = distinctScores(vector)
      const size = scores.length
      const accounts =
        count === null ? countRows(slotOfRow, size) : sumColumn(slotOfRow, size, count)
      const activation = outcomes.activated
      return {
        scores,
        accounts,
        retained: retained === null ? null : sumColumn(slotOfRow, size, retained),
        churned: churned === null ? null : sumColumn(slotOfRow, size, churned),
        activated: activation === null ? null : sumWhereKnown(slotOfRow, size, activation, known),
        activationKnown:
          activation === null
            ? null
            : known === null
              ? accounts.slice()
              : sumColumn(slotOfRow, size, known),
        ...(mrr === null ? NO_MRR : sumStart(slotOfRow, size, mrr, count, retained)),
        ...(mrr === null || mrrEnd === null
          ? NO_MOVEMENT
          : sumMovement(slotOfRow, size, mrr, mrrEnd, count)),
        ...(ltv === null ? NO_LTV : sumLtv(slotOfRow, size, ltv, count)),
        formerTiers,
      }
    },
  }
}

const NO_MRR = { paying: null, mrr: null, retainedMrr: null }
const NO_MOVEMENT = {
  mrrEnd: null,
  kept: null,
  expansion: null,
  contraction: null,
  churnedMrr: null,
  newMrr: null,
  keptAccounts: null,
  expandedAccounts: null,
  contractedAccounts: null,
  newAccounts: null,
}
const NO_LTV = { ltvAccounts: null, ltv: null }

function checkLengths(outcomes: Outcomes): void {
  for (const [name, column] of Object.entries(outcomes)) {
    if (column === null || typeof column !== 'object') continue
    const length = 'codes' in column ? column.codes.length : column.length
    if (length !== outcomes.rowCount) {
      throw new Error(`outcome column length: ${name} has ${length}, rowCount ${outcomes.rowCount}`)
    }
  }
}

function complement(events: Flags | null, count: Float64Array | null): Flags | null {
  if (events === null) return null
  if (count !== null) return count.map((accounts, row) => accounts - events[row])
  return events.map((event) => 1 - event)
}

function countRows(slots: Int32Array, size: number): Float64Array {
  const sums = new Float64Array(size)
  for (let row = 0; row < slots.length; row++) sums[slots[row]]++
  return sums
}

function sumColumn(slots: Int32Array, size: number, values: Flags): Float64Array {
  const sums = new Float64Array(size)
  for (let row = 0; row < slots.length; row++) sums[slots[row]] += values[row]
  return sums
}

function sumWhereKnown(
  slots: Int32Array,
  size: number,
  values: Flags,
  known: Flags | null,
): Float64Array {
  if (known === null) return sumColumn(slots, size, values)
  const sums = new Float64Array(size)
  for (let row = 0; row < slots.length; row++) {
    if (known[row] > 0) sums[slots[row]] += values[row]
  }
  return sums
}

function sumStart(
  slots: Int32Array,
  size: number,
  mrr: Float64Array,
  count: Float64Array | null,
  retained: Flags | null,
) {
  const paying = new Float64Array(size)
  const start = new Float64Array(size)
  const retainedMrr = retained === null ? null : new Float64Array(size)
  for (let row = 0; row < slots.length; row++) {
    const money = mrr[row]
    if (!(money > 0)) continue
    const slot = slots[row]
    const accounts = count === null ? 1 : count[row]
    paying[slot] += accounts
    start[slot] += money
    if (retained !== null && retainedMrr !== null && retained[row] > 0) {
      retainedMrr[slot] += retained[row] === accounts ? money : (money * retained[row]) / accounts
    }
  }
  return { paying, mrr: start, retainedMrr }
}

function sumMovement(
  slots: Int32Array,
  size: number,
  mrr: Float64Array,
  mrrEnd: Float64Array,
  count: Float64Array | null,
) {
  const sums = {
    mrrEnd: new Float64Array(size),
    kept: new Float64Array(size),
    expansion: new Float64Array(size),
    contraction: new Float64Array(size),
    churnedMrr: new Float64Array(size),
    newMrr: new Float64Array(size),
    keptAccounts: new Float64Array(size),
    expandedAccounts: new Float64Array(size),
    contractedAccounts: new Float64Array(size),
    newAccounts: new Float64Array(size),
  }
  const { kept, expansion, contraction, churnedMrr, newMrr } = sums
  const { keptAccounts, expandedAccounts, contractedAccounts, newAccounts } = sums
  const end = sums.mrrEnd
  for (let row = 0; row < slots.length; row++) {
    const slot = slots[row]
    const before = mrr[row]
    const after = mrrEnd[row]
    const accounts = count === null ? 1 : count[row]
    if (!(before > 0)) {
      if (after > 0) {
        newMrr[slot] += after
        newAccounts[slot] += accounts
      }
    } else if (after > 0) {
      end[slot] += after
      keptAccounts[slot] += accounts
      if (after > before) {
        kept[slot] += before
        expansion[slot] += after - before
        expandedAccounts[slot] += accounts
      } else {
        kept[slot] += after
        if (after < before) {
          contraction[slot] += before - after
          contractedAccounts[slot] += accounts
        }
      }
    } else {
      churnedMrr[slot] += before
    }
  }
  return sums
}

function sumLtv(slots: Int32Array, size: number, ltv: Float64Array, count: Float64Array | null) {
  const sums = { ltvAccounts: new Float64Array(size), ltv: new Float64Array(size) }
  const { ltvAccounts } = sums
  const money = sums.ltv
  for (let row = 0; row < slots.length; row++) {
    if (!(ltv[row] > 0)) continue // 0 or unknown
    ltvAccounts[slots[row]] += count === null ? 1 : count[row]
    money[slots[row]] += ltv[row]
  }
  return sums
}

function formerTierSums(outcomes: Outcomes): FormerTierSums | null {
  const { formerTier, wonBack, count } = outcomes
  if (formerTier === null || wonBack === null) return null
  const { codes, labels, source } = formerTier
  const sums = {
    source,
    labels,
    accounts: new Float64Array(labels.length),
    wonBack: new Float64Array(labels.length),
  }
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] === 0) continue
    sums.accounts[codes[row] - 1] += count === null ? 1 : count[row]
    sums.wonBack[codes[row] - 1] += wonBack[row]
  }
  return sums
}
