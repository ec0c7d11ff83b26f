import type { ScoreTable } from './scoreTable.ts'
import { total } from './tierTotals.ts'

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * NRR of the best-scored half of start MRR minus NRR of the rest. A tie at the cut goes to both
 * halves in proportion. Null without MRR.
 */
export function nrrSpread(table: ScoreTable): number | null {
  const { mrr, mrrEnd } = table
  if (mrr === null || mrrEnd === null) return null
  const half = total(mrr) / 2
  if (half === 0) return null
  let above = 0 // start MRR of scores taken so far
  let endAbove = 0
  for (let slot = mrr.length - 1; slot >= 0 && above < half; slot--) {
    if (mrr[slot] === 0) continue
    const share = Math.min(1, (half - above) / mrr[slot])
    endAbove += mrrEnd[slot] * share
    above += mrr[slot] * share
    if (share < 1) break
  }
  return (endAbove - (total(mrrEnd) - endAbove)) / half
}
