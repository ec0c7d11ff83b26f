import type { ScoreTable } from '../evaluation/scoreTable.ts'

/**
 * What is gathered along the curve: churned accounts from the lowest score up, or money of paying
 * accounts from the highest down, all of it (as in `revenue_capture_at_20`) or the retained part.
 */
export type GainKind = 'churned' | 'mrr' | 'retained_mrr'

/** Cumulative share of an outcome by share of accounts taken in order of score. */
export interface GainCurve {
  kind: GainKind
  accounts: number // taken altogether
  gained: number[] // share of the outcome at 0 %, 1 %, … 100 % of accounts: 101 points
  area: number // under the curve, exact; 0.5 for an order by chance
  gini: number // 2 · area − 1; for churned over its greatest possible value, so 2 · AUC − 1
}

const POINTS = 100

/**
 * The gain curve (cumulative accuracy profile, concentration curve) of a score table. Accounts with
 * the same score come in at once, a part of them with its expected share over all orders, as the
 * evaluator has it: the curve is straight within a tie. Null without the outcome or where it is zero.
 */
export function gainCurve(table: ScoreTable, kind: GainKind): GainCurve | null {
  const steps = stepsOf(table, kind)
  if (steps === null) return null
  const accounts = steps.reduce((sum, step) => sum + step.accounts, 0)
  const total = steps.reduce((sum, step) => sum + step.outcome, 0)
  if (!(accounts > 0 && total > 0)) return null
  const gained = [0]
  let [taken, found, area] = [0, 0, 0]
  for (const step of steps) {
    const end = taken + step.accounts
    while (gained.length <= POINTS && (gained.length / POINTS) * accounts <= end) {
      const part = ((gained.length / POINTS) * accounts - taken) / step.accounts
      gained.push((found + part * step.outcome) / total)
    }
    area += step.accounts * (found + step.outcome / 2)
    taken = end
    found += step.outcome
  }
  gained.length = Math.min(gained.length, POINTS)
  gained[POINTS] = 1
  const share = area / (accounts * total)
  const greatest = kind === 'churned' ? 1 - total / accounts : 1
  return {
    kind,
    accounts,
    gained,
    area: share,
    gini: greatest === 0 ? 0 : (2 * share - 1) / greatest,
  }
}

interface Step {
  accounts: number
  outcome: number
}

/** Scores in the order they are taken. */
function stepsOf(table: ScoreTable, kind: GainKind): Step[] | null {
  const { churned, paying, mrr, retainedMrr } = table
  const accounts = kind === 'churned' ? table.accounts : paying
  const outcome = kind === 'churned' ? churned : kind === 'mrr' ? mrr : retainedMrr
  if (accounts === null || outcome === null) return null
  const steps = Array.from(accounts, (count, slot) => ({ accounts: count, outcome: outcome[slot] }))
  const taken = steps.filter((step) => step.accounts > 0)
  return kind === 'churned' ? taken : taken.reverse()
}
