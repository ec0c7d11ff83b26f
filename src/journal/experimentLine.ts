import {
  type ByTier,
  type Metrics,
  PRIMARY_METRICS,
  type PrimaryMetric,
} from '../evaluation/metrics.ts'
import type { Change } from '../loop/experiment.ts'
import { type LossReason, lossReason } from '../loop/guardrails.ts'

/** One line of a journal file, checked. */
export interface ExperimentLine {
  number: number // line of the file, from 1
  experimentId: string | null
  runId: string | null
  time: number // milliseconds since 1970-01-01 UTC; NaN: not told
  seed: number // NaN: not told
  evaluationVersion: number
  metric: PrimaryMetric
  baselineValue: number
  value: number // NaN: not defined; only where it lost
  won: boolean
  reason: LossReason | null // why a better spec was not kept
  changes: Change[] | null // null: not told
  names: string[]
  weights: number[] // in the order of `names`
  metrics: Metrics
  durationMs: number // NaN: not told
  holdoutValue: number | null
  gainInStandardErrors: number | null
  strategy: string | null
}

/** Fields an import reads or, in the case of `hypothesis`, writes anew from the changes. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'experiment_id',
  'run_id',
  'timestamp',
  'seed',
  'evaluation_version',
  'metric',
  'baseline_value',
  'variant_value',
  'outcome',
  'reason',
  'changes',
  'hypothesis',
  'weights_snapshot',
  'metrics',
  'duration_ms',
  'holdout_value',
  'gain_in_standard_errors',
  'strategy',
])

/** Why a line is refused, as a sentence without its line number. */
export class LineRefused extends Error {}

/** A win that is none. A deep search also keeps an equal value that needs fewer points in all. */
export function noImprovement(value: number, baselineValue: number): LineRefused {
  return new LineRefused(
    `it is called a win, but its variant_value ${value} is not above its baseline_value ${baselineValue}`,
  )
}

/** Checks one parsed line; throws LineRefused with a sentence where it cannot be an experiment. */
export function readExperimentLine(number: number, raw: unknown): ExperimentLine {
  if (!isObject(raw)) throw new LineRefused('it is not a JSON object')
  const outcome = raw.outcome
  if (outcome !== 'win' && outcome !== 'lose') {
    throw new LineRefused(`its outcome is ${show(outcome)}, but must be "win" or "lose"`)
  }
  const won = outcome === 'win'
  const baselineValue = finite(raw.baseline_value, 'baseline_value')
  const value =
    !won && raw.variant_value === null ? Number.NaN : finite(raw.variant_value, 'variant_value')
  if (won && !(value >= baselineValue)) throw noImprovement(value, baselineValue)
  const { names, weights } = readWeights(raw.weights_snapshot)
  const durationMs = optionalFinite(raw.duration_ms, 'duration_ms') ?? Number.NaN
  if (durationMs < 0) throw new LineRefused(`its duration_ms ${durationMs} is below zero`)
  return {
    number,
    experimentId: typeof raw.experiment_id === 'string' ? raw.experiment_id : null,
    runId: readText(raw.run_id, 'run_id'),
    time: readTime(raw.timestamp),
    seed: optionalFinite(raw.seed, 'seed') ?? Number.NaN,
    evaluationVersion: readVersion(raw.evaluation_version),
    metric: readMetric(raw.metric),
    baselineValue,
    value,
    won,
    reason: won || typeof raw.reason !== 'string' ? null : lossReason(raw.reason),
    changes: readChanges(raw.changes),
    names,
    weights,
    metrics: readMetrics(raw.metrics),
    durationMs,
    holdoutValue: optionalFinite(raw.holdout_value, 'holdout_value'),
    gainInStandardErrors: won ? readGain(raw.gain_in_standard_errors) : null,
    strategy: readText(raw.strategy, 'strategy'),
  }
}

function readVersion(raw: unknown): number {
  if (raw === undefined) return 1 // the existing tool wrote none before its second evaluator
  if (!Number.isInteger(raw) || (raw as number) < 1) {
    throw new LineRefused(
      `its evaluation_version is ${show(raw)}, but must be a whole number from 1`,
    )
  }
  return raw as number
}

function readGain(raw: unknown): number | null {
  const gain = optionalFinite(raw, 'gain_in_standard_errors')
  if (gain === null || gain >= 0) return gain
  throw new LineRefused(`it is called a win, but its gain_in_standard_errors ${gain} is below zero`)
}

function readMetric(raw: unknown): PrimaryMetric {
  const metric = PRIMARY_METRICS.find((name) => name === raw)
  if (metric) return metric
  throw new LineRefused(
    `its metric is ${show(raw)}, but must be one of ${PRIMARY_METRICS.join(', ')}`,
  )
}

function readWeights(raw: unknown): { names: string[]; weights: number[] } {
  if (!isObject(raw)) {
    throw new LineRefused(`its weights_snapshot is ${show(raw)}, but must hold all weights`)
  }
  const names = Object.keys(raw)
  if (names.length === 0) throw new LineRefused('its weights_snapshot holds no weight')
  const weights = names.map((name) => {
    const weight = raw[name]
    if (!Number.isInteger(weight) || Math.abs(weight as number) > 0x7fff_ffff) {
      throw new LineRefused(`its weight of ${name} is ${show(weight)}, but must be a whole number`)
    }
    return weight as number
  })
  return { names, weights }
}

const CHANGE = /^(.*): ([-+]?\d+(?:\.0+)?) (?:->|→) ([-+]?\d+(?:\.0+)?)$/s

function readChanges(raw: unknown): Change[] | null {
  if (raw === undefined || raw === null) return null
  if (!Array.isArray(raw)) throw new LineRefused(`its changes are ${show(raw)}, but must be a list`)
  return raw.map((text: unknown) => {
    const match = typeof text === 'string' ? CHANGE.exec(text) : null
    if (!match) {
      throw new LineRefused(`its change ${show(text)} does not read like "alert_created: 5 -> 12"`)
    }
    return { feature: match[1]!, from: Number(match[2]), to: Number(match[3]) }
  })
}

const MAY_BE_NULL: ReadonlySet<string> = new Set([
  'tier_separation',
  'nrr_spread',
  'revenue_concentration_hhi',
] satisfies (keyof Metrics)[])

/** Numbers, and numbers by tier under names that say so; what else a file puts here is no metric. */
function readMetrics(raw: unknown): Metrics {
  if (raw === undefined || raw === null) return { n_scored: Number.NaN }
  if (!isObject(raw)) throw new LineRefused(`its metrics are ${show(raw)}, but must be a mapping`)
  const entries: [string, unknown][] = []
  for (const [key, value] of Object.entries(raw)) {
    if (/_by_\w*tier$/.test(key)) {
      if (isObject(value)) entries.push([key, readByTier(key, value)])
    } else if (typeof value === 'number') entries.push([key, finite(value, `metric ${key}`)])
    else if (value === null && MAY_BE_NULL.has(key)) entries.push([key, null])
  }
  const metrics: Record<string, unknown> = Object.fromEntries(entries)
  return typeof metrics.n_scored === 'number'
    ? { ...metrics, n_scored: metrics.n_scored }
    : { ...metrics, n_scored: Number.NaN }
}

function readByTier(key: string, raw: Record<string, unknown>): ByTier {
  const entries: [string, number | null][] = []
  for (const [tier, value] of Object.entries(raw)) {
    if (value === null) entries.push([tier, null])
    else if (typeof value === 'number')
      entries.push([tier, finite(value, `metric ${key} of ${tier}`)])
  }
  return Object.fromEntries(entries)
}

function readTime(raw: unknown): number {
  if (raw === undefined || raw === null) return Number.NaN
  if (typeof raw !== 'string') {
    throw new LineRefused(`its timestamp is ${show(raw)}, but must be a date and time as text`)
  }
  const zoned = /(Z|[-+]\d\d:?\d\d)$/i.test(raw) ? raw : `${raw}Z` // the tool's times are UTC
  const time = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(raw)
    ? Date.parse(zoned.replace(' ', 'T'))
    : Number.NaN
  if (Number.isNaN(time)) {
    throw new LineRefused(`its timestamp ${show(raw)} does not read like 2026-01-31T12:00:00Z`)
  }
  return time
}

function readText(raw: unknown, field: string): string | null {
  if (raw === undefined || raw === null) return null
  if (typeof raw === 'string' && raw !== '' && raw.length <= 200) return raw
  throw new LineRefused(`its ${field} is ${show(raw)}, but must be text of 1 to 200 characters`)
}

function finite(raw: unknown, field: string): number {
  if (typeof raw === 'number' && Number.isFinite(raw)) return raw
  throw new LineRefused(`its ${field} is ${show(raw)}, but must be a finite number`)
}

function optionalFinite(raw: unknown, field: string): number | null {
  return raw === undefined || raw === null ? null : finite(raw, field)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function show(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'number') return String(value)
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
