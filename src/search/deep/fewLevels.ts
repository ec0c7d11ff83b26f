import type { Dataset } from '../../accounts/dataset.ts'
import type { PrimaryMetric } from '../../evaluation/metrics.ts'
import { type Bounds, movableFeatures } from '../bounds.ts'
import { countsPairs } from '../sweeps/channels.ts'
import { levelsOf } from '../sweeps/levels.ts'

/**
 * Evaluations times rows that sweeping all pairs of few-level features whole may take, each times what a row
 * costs by its metric: some five seconds.
 */
const MOST_EVALUATED = 12_000_000_000

/** Values of a weight beyond which it is swept in the window. */
const MOST_VALUES = 1000

/** What a row costs, revenue capture 1, and what a candidate costs beside its rows, in rows; measured at 5,000 rows. */
const ROW_COST: Partial<Record<PrimaryMetric, number>> = {
  revenue_capture_at_20: 1,
  ks: 5,
  tier_separation: 12,
  nrr_spread: 55,
}
const CANDIDATE_ROWS = 1000

/**
 * Which features have few levels and are swept whole in pairs with each other, one candidate after another
 * where histograms do not give them; null where that would take too long, and for metrics that count pairs of
 * accounts, whose histograms decide for themselves.
 */
export function fewLevels(
  dataset: Dataset,
  metric: PrimaryMetric,
  bounds: Bounds,
  levels: (feature: number) => boolean = (feature) => levelsOf(dataset.features[feature]) !== null,
): Uint8Array | null {
  if (countsPairs(metric)) return null
  const few = new Uint8Array(dataset.features.length)
  let evaluations = 0
  let before = 0 // values of the features before
  for (const feature of movableFeatures(bounds)) {
    if (!levels(feature)) continue
    const values = bounds.max[feature] - bounds.min[feature] + 1
    if (values > MOST_VALUES) continue
    few[feature] = 1
    evaluations += values * before
    before += values
  }
  const cost = evaluations * (dataset.rowCount + CANDIDATE_ROWS) * (ROW_COST[metric] ?? 1)
  return cost <= MOST_EVALUATED ? few : null
}
