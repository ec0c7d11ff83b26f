import { accountCount } from '../accounts/accountCount.ts'
import { usedGroups } from '../accounts/columnGroups.ts'
import type { Dataset } from '../accounts/dataset.ts'
import { createRowScorer } from '../accounts/rowScorer.ts'
import type { Spec } from '../accounts/spec.ts'
import { takeOutcomes, takeValues } from '../accounts/takeRows.ts'
import { primaryValue } from '../evaluation/evaluator.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'
import { revenueConcentrationHhi } from '../evaluation/revenueConcentration.ts'
import { createScoreTableBuilder } from '../evaluation/scoreTable.ts'
import { pointsOf, type ScoreVector } from '../evaluation/scoreVector.ts'
import { type Tier, tierOrLowest } from '../evaluation/tiers.ts'
import type { TierTotals } from '../evaluation/tierTotals.ts'
import { type Guardrails, hasGuardrails, type RefusalReason } from '../loop/guardrails.ts'
import { segmentLacks } from '../statistics/segmentSize.ts'
import { isCounted } from './objective.ts'

/** What guardrails are measured with besides the rows; it is sent to workers. */
export interface GuardTerms {
  limits: Guardrails
  tiers: Tier[]
  start: Int32Array // experiment 0: what it breaks already must not get worse
  groups: Uint16Array // of each weight: those of one group are one feature
}

/** The terms of a run's guardrails; undefined where it has none. */
export function guardTerms(
  limits: Guardrails | undefined,
  spec: Pick<Spec, 'tiers'>,
  start: Int32Array,
  groups: Uint16Array,
): GuardTerms | undefined {
  return hasGuardrails(limits) ? { limits, tiers: spec.tiers, start, groups } : undefined
}

/** The first guardrail that weights break; null where they pass. */
export type Guard = (weights: Int32Array) => RefusalReason | null

/** Figures that are equal differ by less, after rounding in binary. */
const ROUNDING = 1e-12

interface SegmentFloor {
  reason: RefusalReason
  floor: number
  measure(scores: ScoreVector): number | null
}

/**
 * The guard of a search on these rows: what `Guardrails` says, from cheap to costly. Sums by tier add up
 * in the order of the rows, so equal tiers give equal figures. A segment with too few accounts of a class
 * (`segmentLacks`) is not judged. Throws where an outcome or a segment column is missing.
 */
export function createGuard(dataset: Dataset, metric: PrimaryMetric, terms: GuardTerms): Guard {
  const { limits, tiers, start, groups } = terms
  const { maxHhi, minTierShare, maxSegmentDrop, maxNonZero } = limits
  if (maxHhi !== undefined && dataset.outcomes.mrr === null) {
    throw new Error('guardrail maxHhi without MRR')
  }
  if (maxSegmentDrop !== undefined && dataset.segments.length === 0) {
    throw new Error('guardrail maxSegmentDrop without a segment column')
  }
  const score = createRowScorer(dataset)
  const byTier = tierMeasures(dataset, tiers)
  const initial = score(start)
  const atStart = byTier(initial)
  const mostHhi = Math.max(maxHhi ?? Number.POSITIVE_INFINITY, atStart.hhi ?? 0)
  const leastShare = Math.min(minTierShare ?? 0, atStart.smallest)
  const mostUsed = Math.max(
    maxNonZero ?? Number.POSITIVE_INFINITY,
    usedGroups(groups, start).length,
  )
  const floors =
    maxSegmentDrop === undefined ? [] : segmentFloors(dataset, metric, initial, maxSegmentDrop)
  const measuresTiers = maxHhi !== undefined || minTierShare !== undefined

  return (weights) => {
    if (maxNonZero !== undefined && usedGroups(groups, weights).length > mostUsed) return 'non_zero'
    if (!measuresTiers && floors.length === 0) return null
    const scores = score(weights)
    if (measuresTiers) {
      const { hhi, smallest } = byTier(scores)
      if (maxHhi !== undefined && hhi !== null && hhi > mostHhi) return 'hhi'
      if (minTierShare !== undefined && smallest < leastShare) return 'tier_share'
    }
    for (const { reason, floor, measure } of floors) {
      const value = measure(scores)
      if (value === null || value < floor - ROUNDING) return reason
    }
    return null
  }
}

/** What the guardrails measure of the start. */
export interface StartMeasures {
  hhi: number | null // null: no MRR
  smallestTier: number // share of accounts
  columns: number // with points
  segments: number // that can be judged
}

/** Measures the start, whatever its limits are; shapes as in `createGuard`. */
export function startMeasures(
  dataset: Dataset,
  metric: PrimaryMetric,
  { tiers, start, groups }: Omit<GuardTerms, 'limits'>,
): StartMeasures {
  const scores = createRowScorer(dataset)(start)
  const { hhi, smallest } = tierMeasures(dataset, tiers)(scores)
  return {
    hhi,
    smallestTier: smallest,
    columns: usedGroups(groups, start).length,
    segments: segmentFloors(dataset, metric, scores, 0).length,
  }
}

/** HHI of MRR over tiers (null: no MRR), and the smallest tier's share of accounts. */
function tierMeasures(dataset: Dataset, tiers: Tier[]) {
  const { rowCount, count, mrr } = dataset.outcomes
  const known = isCounted(dataset)
    ? new Int16Array(Math.round(dataset.maxScore * dataset.resolution) + 1).fill(-1)
    : null // of each grid score, once it is asked for

  return (scores: ScoreVector): { hhi: number | null; smallest: number } => {
    const accounts = new Float64Array(tiers.length)
    const money = new Float64Array(tiers.length)
    const points = pointsOf(scores)
    let all = 0
    for (let row = 0; row < rowCount; row++) {
      const grid = scores.values[row]
      let tier = known === null ? -1 : known[grid]
      if (tier === -1) {
        tier = tierOrLowest(points(row), tiers)
        if (known !== null) known[grid] = tier
      }
      const each = count === null ? 1 : count[row]
      accounts[tier] += each
      all += each
      if (mrr !== null && mrr[row] > 0) money[tier] += mrr[row]
    }
    const totals = tiers.map(({ label }, tier) => ({ label, mrr: money[tier] }) as TierTotals)
    return {
      hhi: mrr === null ? null : revenueConcentrationHhi(totals),
      smallest: all === 0 ? 0 : accounts.reduce((a, b) => Math.min(a, b), all) / all,
    }
  }
}

/** The least value of each segment that can be judged and has one at the start. */
function segmentFloors(
  { outcomes, segments }: Dataset,
  metric: PrimaryMetric,
  initial: ScoreVector,
  drop: number,
): SegmentFloor[] {
  return segments.flatMap(({ column, labels, codes }) =>
    labels.flatMap((label, code): SegmentFloor[] => {
      const rows = Uint32Array.from(codes.keys()).filter((row) => codes[row] === code)
      const own = takeOutcomes(outcomes, rows)
      if (segmentLacks(own, accountCount(own), metric) !== null) return []
      const builder = createScoreTableBuilder(primaryColumns(own))
      const measure = (scores: ScoreVector) =>
        primaryValue(builder.build(takeScores(scores, rows)), metric)
      const value = measure(initial)
      if (value === null) return []
      return [{ reason: `segment:${column}=${label}`, floor: value - drop, measure }]
    }),
  )
}

function takeScores(scores: ScoreVector, rows: Uint32Array): ScoreVector {
  return scores.kind === 'float'
    ? { ...scores, values: takeValues(scores.values, rows) }
    : { ...scores, values: takeValues(scores.values, rows) }
}

/** Outcomes without those that no primary metric reads. */
function primaryColumns(outcomes: Outcomes): Outcomes {
  return { ...outcomes, activated: null, activationKnown: null, wonBack: null, formerTier: null }
}
