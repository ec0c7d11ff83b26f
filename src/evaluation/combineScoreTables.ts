import type { FormerTierSums, ScoreTable } from './scoreTable.ts'
import { SUM_COLUMNS, type SumColumn } from './sumColumns.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * The table of two sets of rows together; both must come from data with the same columns.
 */
export function addScoreTables(a: ScoreTable, b: ScoreTable): ScoreTable {
  return combine(a, b, 1)
}

/** The table of the rows of `a` that are not in `b`, a part of `a`; scores left without accounts go. */
export function subtractScoreTables(a: ScoreTable, b: ScoreTable): ScoreTable {
  return clearRoundingNoise(dropEmptyScores(combine(a, b, -1)))
}

function combine(a: ScoreTable, b: ScoreTable, sign: 1 | -1): ScoreTable {
  const union = new Float64Array(a.scores.length + b.scores.length)
  const slotOfA = new Int32Array(a.scores.length)
  const slotOfB = new Int32Array(b.scores.length)
  let size = 0
  for (let inA = 0, inB = 0; inA < a.scores.length || inB < b.scores.length; size++) {
    const scoreA = inA < a.scores.length ? a.scores[inA] : Infinity
    const scoreB = inB < b.scores.length ? b.scores[inB] : Infinity
    union[size] = Math.min(scoreA, scoreB)
    if (scoreA <= scoreB) slotOfA[inA++] = size
    if (scoreB <= scoreA) slotOfB[inB++] = size
  }

  const column = (name: SumColumn): Float64Array | null => {
    const ofA = a[name]
    const ofB = b[name]
    if (ofA === null && ofB === null) return null
    if (ofA === null || ofB === null)
      throw new Error(`score table column of one part only: ${name}`)
    const sums = new Float64Array(size)
    for (let slot = 0; slot < ofA.length; slot++) sums[slotOfA[slot]] = ofA[slot]
    for (let slot = 0; slot < ofB.length; slot++) sums[slotOfB[slot]] += sign * ofB[slot]
    return sums
  }

  return mapColumns(
    { scores: union.slice(0, size), formerTiers: combineFormer(a, b, sign) },
    column,
  )
}

function mapColumns(
  rest: Pick<ScoreTable, 'scores' | 'formerTiers'>,
  column: (name: SumColumn) => Float64Array | null,
): ScoreTable {
  const sums = Object.fromEntries(SUM_COLUMNS.map((name) => [name, column(name)]))
  return { ...rest, ...sums } as unknown as ScoreTable
}

function dropEmptyScores(table: ScoreTable): ScoreTable {
  const left = (_: number, slot: number) => table.accounts[slot] !== 0
  if (table.accounts.every((accounts) => accounts !== 0)) return table
  return mapColumns(
    { scores: table.scores.filter(left), formerTiers: table.formerTiers },
    (name) => table[name]?.filter(left) ?? null,
  )
}

// Money that a subtraction leaves where no account is left is rounding noise; a quick ratio would
// divide by it.
const MONEY_OF: [money: SumColumn, accounts: (table: ScoreTable, slot: number) => number][] = [
  ['mrr', (table, slot) => table.paying![slot]],
  ['retainedMrr', (table, slot) => table.paying![slot] * table.retained![slot]],
  ['mrrEnd', (table, slot) => table.keptAccounts![slot]],
  ['kept', (table, slot) => table.keptAccounts![slot]],
  ['expansion', (table, slot) => table.expandedAccounts![slot]],
  ['contraction', (table, slot) => table.contractedAccounts![slot]],
  ['churnedMrr', (table, slot) => table.paying![slot] - table.keptAccounts![slot]],
  ['newMrr', (table, slot) => table.newAccounts![slot]],
  ['ltv', (table, slot) => table.ltvAccounts![slot]],
]

function clearRoundingNoise(table: ScoreTable): ScoreTable {
  for (const [name, accounts] of MONEY_OF) {
    const money = table[name]
    if (money === null) continue
    for (let slot = 0; slot < money.length; slot++) {
      if (accounts(table, slot) === 0) money[slot] = 0
    }
  }
  const { kept, mrr } = table
  if (kept !== null && mrr !== null) {
    for (let slot = 0; slot < kept.length; slot++) kept[slot] = Math.min(kept[slot], mrr[slot])
  }
  return table
}

function combineFormer(a: ScoreTable, b: ScoreTable, sign: 1 | -1): FormerTierSums | null {
  const ofA = a.formerTiers
  const ofB = b.formerTiers
  if (ofA === null && ofB === null) return null
  if (ofA === null || ofB === null || ofA.source !== ofB.source) {
    throw new Error(
      `score table former tiers: ${ofA?.source ?? 'none'} and ${ofB?.source ?? 'none'}`,
    )
  }
  const labels = [...new Set([...ofA.labels, ...ofB.labels])]
  const accounts = new Float64Array(labels.length)
  const wonBack = new Float64Array(labels.length)
  for (const [part, factor] of [
    [ofA, 1],
    [ofB, sign],
  ] as const) {
    part.labels.forEach((label, code) => {
      accounts[labels.indexOf(label)] += factor * part.accounts[code]
      wonBack[labels.indexOf(label)] += factor * part.wonBack[code]
    })
  }
  return { source: ofA.source, labels, accounts, wonBack }
}
