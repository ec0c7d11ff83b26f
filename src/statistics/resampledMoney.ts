import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { MIN_LTV_ACCOUNTS } from '../evaluation/tierSeparation.ts'
import type { RankingMetric } from './classCounts.ts'
import type { PoissonCounts } from './poissonDraws.ts'
import type { Slotted } from './slotOrder.ts'
import { createTakeSums, type Sums } from './takeSums.ts'

export type MoneyMetric = Exclude<PrimaryMetric, RankingMetric>

/** The metric where each unit's accounts are taken so many times and add up to `total`; NaN where it has no value. */
export type ResampledMoney = (counts: PoissonCounts, total: Sums) => number

/**
 * A metric of money of one score in resamples, as the evaluator has it. `xy` holds in turn what an
 * account of each unit adds: 1 and its money, or start and end MRR.
 */
export function createResampledMoney(
  metric: MoneyMetric,
  units: Slotted,
  xy: Float64Array,
): ResampledMoney {
  const last = units.slotCount - 1
  const fromTop = createTakeSums({ ...units, slotOf: units.slotOf.map((slot) => last - slot) }, xy)
  /** y of the best scores until x reaches `needed`, of the last of them in proportion. */
  const best = (counts: PoissonCounts, needed: number) => {
    const { before, at } = fromTop(counts, needed)
    return before.y + at.y * Math.min(1, (needed - before.x) / at.x)
  }

  if (metric === 'revenue_capture_at_20') {
    return (counts, { x: n, y: all }) =>
      n === 0 ? Number.NaN : best(counts, Math.max(1, Math.ceil(n / 5))) / all
  }
  if (metric === 'nrr_spread') {
    return (counts, { x: start, y: end }) =>
      start === 0 ? Number.NaN : (2 * best(counts, start / 2) - end) / (start / 2)
  }
  const fromBottom = createTakeSums(units, xy)
  // a quartile between two scores parts them, so the order statistic beside it decides.
  return (counts, { x: n }) => {
    if (n <= MIN_LTV_ACCOUNTS) return Number.NaN
    const upper = fromTop(counts, n - Math.ceil(((n - 1) * 3) / 4))
    const lower = fromBottom(counts, Math.floor((n - 1) / 4) + 1)
    const lowerMean = (lower.before.y + lower.at.y) / (lower.before.x + lower.at.x)
    const upperMean = (upper.before.y + upper.at.y) / (upper.before.x + upper.at.x)
    return lowerMean === 0 ? Number.NaN : upperMean / lowerMean
  }
}
