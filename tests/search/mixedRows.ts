import type { Dataset } from '../../src/accounts/dataset.ts'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import { randomDataset } from './randomDataset.ts'

const LEVELS = [2, 2, 2, 2, 2, 2, 3, 3]
const EFFECTS = [0.55, -0.45, 0.35, 0.25, -0.3, 0.2, 0.27, -0.22] // log odds a level

/** Accounts of few levels, one a row, so that many are alike. */
export function fewLevelAccounts(seed: number, accounts: number): Dataset {
  const base = randomDataset(seed, { rows: accounts, features: LEVELS.map(() => 'flag') })
  const features = base.features.map((feature, k) => ({
    ...feature,
    values: Uint8Array.from({ length: accounts }, (_, row) =>
      randomBelow(seed, row, 50 + k, LEVELS[k]),
    ),
  }))
  const retained = Uint8Array.from({ length: accounts }, (_, row) => {
    const odds = features.reduce((sum, { values }, k) => sum + EFFECTS[k] * values[row], 0.6)
    return Number(randomUniform(seed, row, 9) < 1 / (1 + Math.exp(-odds)))
  })
  return { ...base, baseScore: 50, features, outcomes: ofEvents(base, null, retained) }
}

/** The same accounts, those alike in all features in one row, whatever became of them. */
export function aggregated(listed: Dataset): Dataset {
  const cellOf = cellsOf(listed)
  const firsts = cellOf.flatMap((cell, row) => (cellOf.indexOf(cell) === row ? [row] : []))
  const count = new Float64Array(firsts.length)
  const retained = new Float64Array(firsts.length)
  for (const [row, cell] of cellOf.entries()) {
    count[cell] += 1
    retained[cell] += listed.outcomes.retained![row]
  }
  const features = listed.features.map((feature) => ({
    ...feature,
    values: Uint8Array.from(firsts, (row) => feature.values[row]),
  }))
  const outcomes = ofEvents(listed, count, retained)
  return { ...listed, rowCount: firsts.length, features, outcomes }
}

/** The row of each account in the aggregated rows. */
export function cellsOf({ rowCount, features }: Dataset): number[] {
  const cells = new Map<string, number>()
  return Array.from({ length: rowCount }, (_, row) => {
    const key = features.map(({ values }) => values[row]).join()
    if (!cells.has(key)) cells.set(key, cells.size)
    return cells.get(key)!
  })
}

function ofEvents(
  { outcomes }: Dataset,
  count: Float64Array | null,
  retained: Uint8Array | Float64Array,
): Dataset['outcomes'] {
  const rowCount = retained.length
  return { ...outcomes, rowCount, count, retained, mrr: null, mrrEnd: null, ltv: null }
}
