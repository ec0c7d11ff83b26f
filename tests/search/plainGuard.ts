import type { Dataset } from '../../src/accounts/dataset.ts'
import { takeRows } from '../../src/accounts/takeRows.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import type { Tier } from '../../src/evaluation/tiers.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import type { Guardrails } from '../../src/loop/guardrails.ts'
import type { GuardTerms } from '../../src/search/guard.ts'
import { type FeatureKind, randomDataset } from './randomDataset.ts'
import { referenceScores, referenceValue } from './reference.ts'

const MIXED: FeatureKind[] = ['flag', 'count', 'fraction', 'fraction', 'rareFlag']

/** Accounts of three segments, the last too small to be judged. */
export function segmented(seed: number, rows = 500, features = MIXED): Dataset {
  const dataset = randomDataset(seed, { rows, features, money: 'decimal', baseScore: 30 })
  const codes = Uint16Array.from({ length: rows }, (_, row) => {
    const draw = randomBelow(seed, row, 900, 100)
    return draw < 50 ? 0 : draw < 95 ? 1 : 2
  })
  return { ...dataset, segments: [{ column: 'plan', labels: ['pro', 'basic', 'odd'], codes }] }
}

export function termsOf(dataset: Dataset, limits: Guardrails, start: Int32Array): GuardTerms {
  const groups = Uint16Array.from(dataset.features, (_, at) => (at === 3 ? 2 : at))
  return { limits, tiers: TIERS, start, groups }
}

export const TIERS: Tier[] = [
  { label: 'A', min: 50, max: 101 },
  { label: 'B', min: 40, max: 50 },
  { label: 'C', min: 0, max: 40 },
]

/** Guardrails from scratch, as their words read: all that weights break, none where they pass. */
export function brokenGuardrails(
  dataset: Dataset,
  metric: PrimaryMetric,
  limits: Guardrails,
  tiers: Tier[],
  groups: Uint16Array,
  start: Int32Array,
  weights: Int32Array,
): string[] {
  const broken: string[] = []
  const used = (of: Int32Array) => new Set([...groups].filter((_, i) => of[i] !== 0)).size
  if (limits.maxNonZero !== undefined && used(weights) > limits.maxNonZero) {
    broken.push('non_zero')
  }
  const [now, before] = [weights, start].map((of) => tierFigures(dataset, tiers, of))
  if (limits.maxHhi !== undefined && now.hhi > limits.maxHhi && now.hhi > before.hhi * (1 + 1e-9)) {
    broken.push('hhi')
  }
  if (
    limits.minTierShare !== undefined &&
    now.smallest < limits.minTierShare &&
    now.smallest < before.smallest
  ) {
    broken.push('tier_share')
  }
  if (limits.maxSegmentDrop === undefined) return broken
  for (const { column, labels, codes } of dataset.segments) {
    for (const [code, label] of labels.entries()) {
      const rows = Uint32Array.from(codes.keys()).filter((row) => codes[row] === code)
      const part = takeRows(dataset, rows)
      const retained = [...part.outcomes.retained!].reduce((sum, event) => sum + event, 0)
      if (rows.length <= 100 || retained < 20 || rows.length - retained < 20) continue
      const fall = referenceValue(part, start, metric) - referenceValue(part, weights, metric)
      if (fall > limits.maxSegmentDrop + 1e-9) broken.push(`segment:${column}=${label}`)
    }
  }
  return broken
}

function tierFigures(dataset: Dataset, tiers: Tier[], weights: Int32Array) {
  const points = referenceScores(dataset, weights).map((grid) => grid / dataset.resolution)
  const parts = tiers.map(({ min, max }) =>
    [...points.keys()].filter((row) => {
      return points[row] >= min && points[row] < max
    }),
  )
  const mrr = parts.map((rows) => rows.reduce((sum, row) => sum + dataset.outcomes.mrr![row], 0))
  const total = mrr.reduce((a, b) => a + b)
  return {
    hhi: mrr.reduce((sum, of) => sum + ((100 * of) / total) ** 2, 0),
    smallest: Math.min(...parts.map((rows) => rows.length)) / points.length,
  }
}
