import type { Segment } from '../accounts/segments.ts'
import { takeOutcomes, takeValues } from '../accounts/takeRows.ts'
import { primaryValue } from '../evaluation/evaluator.ts'
import type { PrimaryMetric } from '../evaluation/metrics.ts'
import type { Outcomes } from '../evaluation/outcomes.ts'
import { createScoreTableBuilder } from '../evaluation/scoreTable.ts'
import { pointsOf, type ScoreVector } from '../evaluation/scoreVector.ts'
import { type Tier, tierOrLowest } from '../evaluation/tiers.ts'
import { segmentLacks } from '../statistics/segmentSize.ts'
import type { SegmentFigures } from './review.ts'
import { accountsOf, type RowScores } from './rowScores.ts'

/**
 * The primary metric of both specs in every segment of the holdout; null where no segment column has two values.
 * Segments are never merged: one too small to tell carries a problem that says what it lacks.
 */
export function segmentFigures(
  holdout: RowScores,
  search: Pick<RowScores, 'segments'>,
  metric: PrimaryMetric,
  tiers: { incumbent: Tier[]; candidate: Tier[] },
): SegmentFigures[] | null {
  if (!holdout.segments.some(isDivided)) return null
  return holdout.segments.flatMap((segment, index) => {
    if (!isDivided(segment)) return []
    const searched = new Set(search.segments[index].codes)
    return segment.labels.flatMap((label, code) => {
      const rows = rowsOf(segment, code)
      if (rows.length === 0 && !searched.has(code)) return [] // of rows the spec leaves out
      return [oneSegment(holdout, metric, tiers, segment, label, rows)]
    })
  })
}

/** Whether a column tells accounts apart: what all are in is no segment. */
export function isDivided({ labels }: Segment): boolean {
  return labels.length > 1
}

function oneSegment(
  { incumbent, candidate, outcomes }: RowScores,
  metric: PrimaryMetric,
  tiers: { incumbent: Tier[]; candidate: Tier[] },
  { column }: Segment,
  label: string,
  rows: Uint32Array,
): SegmentFigures {
  const own = takeOutcomes(outcomes, rows)
  const before = takeScores(incumbent, rows)
  const after = takeScores(candidate, rows)
  const accounts = total(own)
  const lacking = segmentLacks(own, accounts, metric)
  const builder = createScoreTableBuilder(own)
  const value = (scores: ScoreVector) =>
    lacking === null ? primaryValue(builder.build(scores), metric) : null
  const [from, to] = [value(before), value(after)]
  const change = from === null || to === null ? null : to - from
  return {
    column,
    label,
    accounts,
    incumbent: from,
    candidate: to,
    change,
    topShare: {
      incumbent: topShare(before, own, tiers.incumbent, accounts),
      candidate: topShare(after, own, tiers.candidate, accounts),
    },
    problem: lacking ?? (change === null ? 'the metric is not defined on its accounts' : null),
  }
}

function rowsOf({ codes }: Segment, code: number): Uint32Array {
  const rows = new Uint32Array(codes.length)
  let found = 0
  for (let row = 0; row < codes.length; row++) if (codes[row] === code) rows[found++] = row
  return rows.slice(0, found)
}

function takeScores(scores: ScoreVector, rows: Uint32Array): ScoreVector {
  if (scores.kind === 'float') return { ...scores, values: takeValues(scores.values, rows) }
  return { ...scores, values: takeValues(scores.values, rows) }
}

function total(outcomes: Outcomes): number {
  const accounts = accountsOf(outcomes)
  let sum = 0
  for (let row = 0; row < outcomes.rowCount; row++) sum += accounts(row)
  return sum
}

/** Share of the accounts in the best tier, the one with the highest scores. */
function topShare(
  scores: ScoreVector,
  outcomes: Outcomes,
  tiers: Tier[],
  accounts: number,
): number {
  const best = tiers.reduce((top, tier, index) => (tier.min > tiers[top].min ? index : top), 0)
  const points = pointsOf(scores)
  const of = accountsOf(outcomes)
  let inTop = 0
  for (let row = 0; row < outcomes.rowCount; row++) {
    if (tierOrLowest(points(row), tiers) === best) inTop += of(row)
  }
  return accounts === 0 ? 0 : inTop / accounts
}
