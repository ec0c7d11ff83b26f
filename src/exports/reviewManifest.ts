import type { RoleAssignment } from '../accounts/role.ts'
import type { Spec } from '../accounts/spec.ts'
import type { Tier } from '../evaluation/tiers.ts'
import type { RunSummary } from '../journal/entry.ts'
import { holdoutKey } from '../journal/look.ts'
import type { Review, Thresholds } from '../review/review.ts'
import type { StudyRecord } from '../studies/study.ts'
import { manifest, specHash } from './manifest.ts'

export interface ReviewManifestInput {
  review: Review
  run: RunSummary
  incumbent: Spec
  best: Spec // that the run ended with
  candidate: Spec // the same, with the cut-offs it is judged by
  roles: RoleAssignment[]
  columnsHash?: string
  studies: StudyRecord[]
}

/**
 * The manifest of the run under review with what was decided, by which thresholds, on which figures, and what
 * each repetition of its studies came to.
 */
export function reviewManifest({
  review,
  run,
  incumbent,
  best,
  candidate,
  roles,
  columnsHash,
  studies,
}: ReviewManifestInput): Record<string, unknown> {
  const { decision, gates, gain, thresholds, tiers, tierFit, looks, createdAt, filesCheckedAt } =
    review
  return {
    ...manifest(run, {
      bestSpec: best,
      createdAt,
      roles,
      ...(columnsHash === undefined ? {} : { columnsHash }),
    }),
    review: {
      decision,
      gain: gain === null ? null : { value: gain.value, low: gain.low, high: gain.high },
      gates: gates.map(({ name, value, threshold, passed }) => ({
        name,
        value,
        threshold,
        passed,
      })),
      thresholds: thresholdsRecord(thresholds),
      tiers: {
        sizes_kept: tierFit.kept,
        incumbent: cutOffs(tiers.incumbent),
        candidate: cutOffs(tiers.candidate),
      },
      holdout_sha256: holdoutKey(run.header.data, review.split),
      incumbent_sha256: specHash(incumbent),
      candidate_sha256: specHash(candidate),
      looks,
      files_checked_at: filesCheckedAt,
      studies: studies.map(({ kind, planned, replicates, seconds }) => ({
        kind,
        seed: run.header.seed,
        planned,
        done: replicates.length,
        seconds,
        replicates: replicates.map(({ study, ...each }) => each),
      })),
    },
  }
}

/** Thresholds as files hold them. */
export function thresholdsRecord(thresholds: Thresholds) {
  return {
    min_gain: thresholds.minGain,
    max_tier_movement: thresholds.maxTierMovement,
    max_segment_drop: thresholds.maxSegmentDrop,
    max_noise_p: thresholds.maxNoiseP,
    keep_tier_sizes: thresholds.keepTierSizes,
  }
}

/** Where each tier begins, in points. */
function cutOffs(tiers: Tier[]): Record<string, number> {
  return Object.fromEntries(tiers.map(({ label, min }) => [label, min]))
}
