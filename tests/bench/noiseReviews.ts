import { divideRows, type SplitRequest } from '../../src/accounts/rowSets.ts'
import type { FeatureSpec, Spec } from '../../src/accounts/spec.ts'
import type { NumberColumn, Table } from '../../src/accounts/table.ts'
import { wilsonInterval } from '../../src/evaluation/wilson.ts'
import { randomUniform } from '../../src/lib/rng.ts'
import { buildReview } from '../../src/review/buildReview.ts'
import { DEFAULT_THRESHOLDS, type Review, type Thresholds } from '../../src/review/review.ts'
import { type PreparedRun, prepareRun } from '../../src/search/prepareRun.ts'
import { searchAll } from '../../src/search/searchAll.ts'

const FEATURES = 12
const CHURNED = 0.2
const EXPERIMENTS = 500
const HOLDOUT = 0.3

/** The gain gate alone: no other gate helps to say no. */
const GAIN_ALONE: Thresholds = {
  ...DEFAULT_THRESHOLDS,
  minGain: 0,
  maxTierMovement: 1,
  maxSegmentDrop: 1,
}

/** Of so many sets of accounts whose outcome no column tells, how often the review says READY_FOR_REVIEW. */
export function noiseReviews(accounts: number, sets: number, seed: number) {
  let ready = 0
  let readyByGain = 0
  let found = 0
  let held = 0
  for (let set = 0; set < sets; set++) {
    const { review, byGain } = reviewOfNoise(accounts, 1_000_000 + 1000 * seed + set)
    if (review.decision === 'READY_FOR_REVIEW') ready++
    if (byGain.decision === 'READY_FOR_REVIEW') readyByGain++
    found += (review.searchGain ?? 0) / sets
    held += (review.gain?.value ?? 0) / sets
  }
  return {
    ready: wilsonInterval(ready, sets)!,
    readyByGain: wilsonInterval(readyByGain, sets)!,
    found, // mean gain on the accounts searched
    held, // mean gain on held-out accounts
  }
}

function reviewOfNoise(accounts: number, seed: number): { review: Review; byGain: Review } {
  const table = noiseTable(accounts, seed)
  const split: SplitRequest = { kind: 'id', share: HOLDOUT, seed }
  const prepared = prepareRun({ table, spec: SPEC, metric: 'auc_roc_retain', split })
  if (!prepared.ok) throw new Error(prepared.problems[0]!.what)
  const rows = divideRows(table, SPEC, split)
  if (!rows.ok) throw new Error(rows.problems[0]!.what)
  const { search: dataset, holdout, metric, bounds, groups, startWeights, spec } = prepared.value
  const budget = EXPERIMENTS
  const best = searchAll({
    dataset,
    metric,
    strategy: 'random',
    seed,
    budget,
    bounds,
    groups,
    start: startWeights,
  })
  const reviewed = (thresholds: Thresholds) =>
    buildReview({
      runId: `noise-${seed}`,
      createdAt: '2026-01-01T00:00:00.000Z',
      metric,
      incumbent: { spec, search: dataset, holdout },
      candidate: { spec: withWeights(prepared.value, best.weights), search: dataset, holdout },
      split: prepared.value.split,
      table,
      rows: rows.value,
      thresholds,
      guardrails: [],
      noise: null,
      ceiling: null,
      looks: 1,
      warnings: [],
    })
  return { review: reviewed(DEFAULT_THRESHOLDS), byGain: reviewed(GAIN_ALONE) }
}

function withWeights({ spec, featureNames }: PreparedRun, weights: ArrayLike<number>): Spec {
  const features = featureNames.map((name, index): [string, FeatureSpec] => [
    name,
    { ...spec.features[name]!, weight: weights[index]! },
  ])
  return { ...spec, features: Object.fromEntries(features) }
}

const name = (feature: number) => `f${feature}`

const SPEC: Spec = {
  model: 'noise',
  max_score: 100,
  base_score: 10,
  features: Object.fromEntries(
    Array.from({ length: FEATURES }, (_, feature) => [
      name(feature),
      { weight: 5, min: -5, max: 25 },
    ]),
  ),
  tiers: [
    { label: 'A', min: 60, max: 101 },
    { label: 'B', min: 35, max: 60 },
    { label: 'C', min: 15, max: 35 },
    { label: 'D', min: 0, max: 15 },
  ],
  churn_column: 'churned',
  extra: {},
}

/** Half flags, half fractions, none of which has to do with who churned. */
function noiseTable(accounts: number, seed: number): Table {
  const column = (name: string, cellOf: (row: number) => number): NumberColumn => ({
    kind: 'number',
    name,
    physical: 'DOUBLE',
    missing: null,
    values: Float64Array.from({ length: accounts }, (_, row) => cellOf(row)),
  })
  const features = Array.from({ length: FEATURES }, (_, feature) =>
    column(name(feature), (row) => {
      const uniform = randomUniform(seed, row, feature)
      return feature % 2 === 0 ? Number(uniform < 0.4) : Math.round(100 * uniform) / 100
    }),
  )
  const churned = column('churned', (row) => Number(randomUniform(seed, row, 99) < CHURNED))
  return { rowCount: accounts, columns: [...features, churned] }
}
