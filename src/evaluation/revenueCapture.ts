import type { ScoreTable } from './scoreTable.ts'
import { total } from './tierTotals.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * Share of the MRR of paying accounts that the best-scored fifth of them holds, k = ceil(n / 5).
 * When the cut falls inside a tie, the tie gives its expected share over all orders, so that
 * neither row order nor revenue decides. Null without paying accounts.
 */
export function revenueCaptureAt20(table: ScoreTable): number | null {
  const { paying, mrr } = table
  if (paying === null || mrr === null) return null
  const n = total(paying)
  if (n === 0) return null
  let needed = Math.max(1, Math.ceil(n / 5))
  let captured = 0
  for (let slot = paying.length - 1; slot >= 0 && needed > 0; slot--) {
    if (paying[slot] === 0) continue
    const taken = Math.min(needed, paying[slot])
    captured += taken === paying[slot] ? mrr[slot] : (mrr[slot] * taken) / paying[slot]
    needed -= taken
  }
  return captured / total(mrr)
}
