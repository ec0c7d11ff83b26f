import { activationRateByTier } from './activationRate.ts'
import { arpaByTier } from './arpa.ts'
import { ksGap } from './ksGap.ts'
import { logoRetentionByTier } from './logoRetention.ts'
import { type Metrics, PRIMARY_METRICS, type PrimaryMetric } from './metrics.ts'
import { nrrSpread } from './nrrSpread.ts'
import type { Outcomes } from './outcomes.ts'
import { quickRatioByTier } from './quickRatio.ts'
import { revenueCaptureAt20 } from './revenueCapture.ts'
import { revenueConcentrationHhi } from './revenueConcentration.ts'
import {
  contractionRateByTier,
  expansionRateByTier,
  grrByTier,
  nrrByTier,
} from './revenueRetention.ts'
import { revenueWeightedRetentionByTier } from './revenueWeightedRetention.ts'
import { aucRocChurn, aucRocRetain, gini } from './rocAuc.ts'
import { scoreMean, scoreStd, tierShares } from './scoreDistribution.ts'
import { buildScoreTable, type ScoreTable } from './scoreTable.ts'
import { tierSeparation } from './tierSeparation.ts'
import type { Tier } from './tiers.ts'
import { tierTotals, total } from './tierTotals.ts'
import { winbackRateByFormerTier } from './winbackRate.ts'

/**
 * The meaning of every number in the journal. A change to any file of this folder that can change a
 * result raises it; results of different versions are never compared. 1 and 2 are the existing
 * Python tool's.
 */
export const EVALUATOR_VERSION = 3

/**
 * Read-only: a change here changes what every past result means; raise EVALUATOR_VERSION.
 *
 * All metrics of a score table under the spec's tiers, at full precision; a metric the data cannot
 * give is absent.
 */
export function evaluate(table: ScoreTable, tiers: Tier[]): Metrics {
  const accounts = total(table.accounts)
  if (accounts === 0) return { n_scored: 0 }
  const totals = tierTotals(table, tiers)
  const hasMrr = table.mrr !== null
  const hasMovement = table.mrrEnd !== null
  const former = table.formerTiers
  const winback = former === null ? undefined : winbackRateByFormerTier(former)

  return withoutUndefined({
    auc_roc_retain: aucRocRetain(table) ?? undefined,
    auc_roc_churn: aucRocChurn(table) ?? undefined,
    revenue_capture_at_20: revenueCaptureAt20(table) ?? undefined,
    tier_separation: tierSeparation(table),
    nrr_spread: hasMovement ? nrrSpread(table) : undefined,
    ks: ksGap(table) ?? undefined,
    gini: gini(table) ?? undefined,
    nrr_by_tier: hasMovement ? nrrByTier(totals) : undefined,
    grr_by_tier: hasMovement ? grrByTier(totals) : undefined,
    logo_retention_by_tier: table.retained === null ? undefined : logoRetentionByTier(totals),
    expansion_rate_by_tier: hasMovement ? expansionRateByTier(totals) : undefined,
    contraction_rate_by_tier: hasMovement ? contractionRateByTier(totals) : undefined,
    quick_ratio_by_tier: hasMovement ? quickRatioByTier(totals) : undefined,
    revenue_weighted_retention_by_tier:
      table.retainedMrr === null ? undefined : revenueWeightedRetentionByTier(totals),
    winback_rate_by_former_tier: former?.source === 'column' ? winback : undefined,
    winback_rate_by_baseline_tier: former?.source === 'baseline' ? winback : undefined,
    activation_rate_by_tier: table.activated === null ? undefined : activationRateByTier(totals),
    arpa_by_tier: hasMrr ? arpaByTier(totals) : undefined,
    revenue_concentration_hhi: hasMrr ? revenueConcentrationHhi(totals) : undefined,
    score_mean: scoreMean(table),
    score_std: scoreStd(table),
    n_scored: accounts,
    ...tierShares(totals, accounts),
  })
}

/** The metric a run maximises, at full precision; null where the data cannot give it. */
export function primaryValue(table: ScoreTable, metric: PrimaryMetric): number | null {
  return PRIMARY[metric](table) ?? null
}

/** The primary metrics these outcomes can give, in the order of PRIMARY_METRICS. */
export function availableMetrics(outcomes: Outcomes): PrimaryMetric[] {
  // What a metric needs does not depend on the scores, so one score for all rows tells.
  const values = new Int32Array(outcomes.rowCount)
  const table = buildScoreTable({ kind: 'grid', values, resolution: 1, maxGrid: 0 }, outcomes)
  return PRIMARY_METRICS.filter((metric) => primaryValue(table, metric) !== null)
}

const PRIMARY: Record<PrimaryMetric, (table: ScoreTable) => number | null | undefined> = {
  auc_roc_retain: aucRocRetain,
  auc_roc_churn: aucRocChurn,
  revenue_capture_at_20: revenueCaptureAt20,
  tier_separation: tierSeparation,
  nrr_spread: nrrSpread,
  ks: ksGap,
  gini,
}

function withoutUndefined(metrics: Metrics): Metrics {
  const entries = Object.entries(metrics).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as unknown as Metrics
}
