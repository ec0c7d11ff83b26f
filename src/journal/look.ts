import type { DataRecord } from '../accounts/dataRecord.ts'
import type { SplitRecord } from '../accounts/splitRecord.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import { sha256HexOfText } from '../lib/sha256.ts'
import type { Decision, Gate, Review, Thresholds } from '../review/review.ts'

/**
 * A decision drawn from held-out accounts: the more there are of the same accounts, the likelier one
 * is lucky. It outlives its run, since what was seen stays seen.
 */
export interface Look {
  holdout: string // see `holdoutKey`
  id: string // of this look at these accounts, see `lookId`
  runId: string
  at: string // of the first time, UTC ISO 8601
  metric: PrimaryMetric
  thresholds: Thresholds
  decision: Decision
  gates: Pick<Gate, 'name' | 'value' | 'threshold' | 'passed'>[]
  gain: { value: number; low: number; high: number } | null
}

/**
 * Which held-out accounts a decision is drawn from; null where none were held out. Shares of one file
 * held out by the same rule overlap, so they count as the same accounts; a later file does so
 * whatever was searched before it.
 */
export function holdoutKey(data: DataRecord, split: SplitRecord): string | null {
  if (split.holdoutRows === 0) return null
  const rows =
    split.kind === 'file' && split.second !== undefined
      ? [split.second.fingerprint]
      : [data.fingerprint, split.kind, split.seed]
  return sha256HexOfText(JSON.stringify(rows))
}

/** The same spec judged again by the same thresholds is the same look. Ids are stored: what they were must stay. */
export function lookId(runId: string, best: number | null, thresholds: Thresholds): string {
  const { minGain, maxTierMovement, maxSegmentDrop, maxNoiseP, keepTierSizes } = thresholds
  const tiers = keepTierSizes ? ['keep-sizes'] : []
  return JSON.stringify([
    runId,
    best,
    minGain,
    maxTierMovement,
    maxSegmentDrop,
    maxNoiseP,
    ...tiers,
  ])
}

/** What of a review is kept as the decision that was drawn. */
export function lookOf(review: Review, holdout: string, id: string): Look {
  const { runId, createdAt, metric, thresholds, decision, gates, gain } = review
  return {
    holdout,
    id,
    runId,
    at: createdAt,
    metric,
    thresholds,
    decision,
    gates: gates.map(({ name, value, threshold, passed }) => ({ name, value, threshold, passed })),
    gain: gain === null ? null : { value: gain.value, low: gain.low, high: gain.high },
  }
}

/** A stored look as it is now: before tier sizes could be kept, cut-offs were those of the run. */
export function storedLook(stored: Look): Look {
  return { ...stored, thresholds: { ...{ keepTierSizes: false }, ...stored.thresholds } }
}

/** The order of looks: oldest first, equal times by id, so that every journal agrees. */
export function oldestFirst(a: Look, b: Look): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  return a.id < b.id ? -1 : 1
}
