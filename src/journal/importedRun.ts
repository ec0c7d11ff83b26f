import type { Spec } from '../accounts/spec.ts'
import {
  DEFAULT_MAX,
  DEFAULT_MAX_SCORE,
  DEFAULT_MIN,
  DEFAULT_TIERS,
} from '../accounts/specDefaults.ts'
import {
  type Change,
  type ExperimentBatch,
  type KeptExperiment,
  MAX_CHANGES,
} from '../loop/experiment.ts'
import { groupRefusals } from '../loop/guardrails.ts'
import { NO_CHANGES } from '../loop/joinBatches.ts'
import { pointSweep } from '../loop/sweep.ts'
import { JOURNAL_FORMAT_VERSION, type RunHeader } from './entry.ts'
import { type ExperimentLine, LineRefused, noImprovement } from './experimentLine.ts'
import { inferStart } from './inferStart.ts'

/** A run read from a file, ready to be written through the journal. */
export interface ImportedRun {
  header: RunHeader
  batches: ExperimentBatch[]
  kept: KeptExperiment[]
  endedAt: string // UTC ISO 8601
}

/** Puts the lines of one run together; `misfit` asks whether a line continues it, `add` takes it. */
export interface ImportedRunBuilder {
  misfit(line: ExperimentLine): string | null // the reason, as a sentence without its line number
  add(line: ExperimentLine): void // throws LineRefused
  finish(fileName: string): ImportedRun // throws LineRefused
}

const BATCH_SIZE = 16_384
const MOST_PENDING = 1_000

/** Journals may be rounded to four decimals: closer than this is the same value. */
const ROUNDING = 5e-5

interface Tried {
  line: ExperimentLine
  changes: Change[]
  weights: number[]
}

/** Starts a run with its first line; `fallbackTime` stands in where no line tells one. */
export function createImportedRun(
  runId: string,
  first: ExperimentLine,
  fallbackTime: string,
): ImportedRunBuilder {
  const { names } = first
  const positions = new Map(names.map((name, position) => [name, position]))
  const low = names.map(() => DEFAULT_MIN)
  const high = names.map(() => DEFAULT_MAX)
  const batches: ExperimentBatch[] = []
  const kept: KeptExperiment[] = []
  let start: number[] | null = null
  let incumbent: number[] = []
  let incumbentValue = first.baselineValue
  let pending: ExperimentLine[] = [] // lines before it is known which weights they changed
  let tried: Tried[] = [] // of the batch being filled
  let count = 0
  let lastTime = fallbackTime
  let scored = Number.NaN

  function changesOf(line: ExperimentLine): Change[] {
    const snapshot = ordered(line)
    if (!line.changes) return difference(names, incumbent, snapshot)
    const candidate = applied(line.changes, incumbent)
    const told = same(snapshot, candidate) || (!line.won && same(snapshot, incumbent))
    if (told && line.changes.every(({ feature, from }) => incumbent[position(feature)] === from)) {
      return line.changes
    }
    throw new LineRefused(
      'its weights do not follow from the best weights before it and its changes',
    )
  }

  function take(line: ExperimentLine): void {
    const changes = changesOf(line)
    const weights = applied(changes, incumbent)
    if (line.won && line.value === line.baselineValue && points(weights) >= points(incumbent)) {
      throw noImprovement(line.value, line.baselineValue)
    }
    for (const { feature, to } of changes) {
      low[position(feature)] = Math.min(low[position(feature)]!, to)
      high[position(feature)] = Math.max(high[position(feature)]!, to)
    }
    count++
    if (!Number.isNaN(line.time)) lastTime = new Date(line.time).toISOString()
    if (Number.isNaN(scored)) scored = line.metrics.n_scored
    tried.push({ line, changes, weights })
    if (line.won) {
      const { gainInStandardErrors } = line
      kept.push({
        index: count,
        timestamp: lastTime,
        changes,
        weights,
        baselineValue: line.baselineValue,
        value: line.value,
        holdoutValue: line.holdoutValue,
        ...(gainInStandardErrors === null ? {} : { gainInStandardErrors }),
        metrics: line.metrics,
        holdoutMetrics: null,
      })
      incumbent = weights
      incumbentValue = line.value
    }
    if (tried.length === BATCH_SIZE) flush()
  }

  function flush(): void {
    if (tried.length > 0) batches.push(batchOf(tried, count - tried.length + 1, positions))
    tried = []
  }

  function settleStart(weights: number[] | null): void {
    if (!weights) {
      throw new LineRefused(
        'it and the lines like it name no changes, and the weights they started from cannot be told',
      )
    }
    start = weights
    incumbent = weights
    for (const [i, weight] of weights.entries()) {
      low[i] = Math.min(low[i]!, weight)
      high[i] = Math.max(high[i]!, weight)
    }
    const waiting = pending
    pending = []
    for (const line of waiting) take(line)
  }

  function ordered(line: ExperimentLine): number[] {
    if (line.names === names) return line.weights
    const weights = new Array<number>(names.length)
    for (const [i, name] of line.names.entries()) weights[position(name)] = line.weights[i]!
    return weights
  }

  function position(feature: string): number {
    const found = positions.get(feature)
    if (found !== undefined) return found
    throw new LineRefused(`it changes ${feature}, which is not in its weights_snapshot`)
  }

  function applied(changes: Change[], weights: number[]): number[] {
    const after = [...weights]
    for (const { feature, to } of changes) after[position(feature)] = to
    return after
  }

  /** The weights a line with changes started from. */
  function startOf(line: ExperimentLine, changes: Change[]): number[] {
    const snapshot = ordered(line)
    const holds = (side: 'from' | 'to') =>
      changes.every((change) => snapshot[position(change.feature)] === change[side])
    if (holds('to'))
      return applied(
        changes.map((c) => ({ ...c, to: c.from })),
        snapshot,
      )
    if (!line.won && holds('from')) return snapshot
    throw new LineRefused('its changes and its weights_snapshot disagree')
  }

  return {
    misfit(line) {
      if (
        Math.abs(line.baselineValue - incumbentValue) >
        ROUNDING * Math.max(1, Math.abs(incumbentValue))
      ) {
        return `its baseline_value is ${line.baselineValue}, but the best value before it was ${incumbentValue}`
      }
      if (!start) return null
      try {
        changesOf(line)
        return null
      } catch (error) {
        if (error instanceof LineRefused) return error.message
        throw error
      }
    },
    add(line) {
      if (start) return take(line)
      pending.push(line)
      if (line.changes) settleStart(startOf(line, line.changes))
      else if (line.won || pending.length === MOST_PENDING)
        settleStart(inferStart(pending.map(ordered)))
    },
    finish(fileName) {
      if (!start) settleStart(inferStart(pending.map(ordered)))
      flush()
      const value = first.baselineValue
      return {
        header: {
          formatVersion: JOURNAL_FORMAT_VERSION,
          runId,
          createdAt: Number.isNaN(first.time) ? fallbackTime : new Date(first.time).toISOString(),
          appVersion: '',
          evaluationVersion: first.evaluationVersion,
          data: {
            name: fileName,
            fingerprint: '',
            rows: Number.isNaN(scored) ? 0 : scored,
            columns: 0,
          },
          spec: specOf(names, start ?? [], low, high),
          metric: first.metric,
          strategy: first.strategy ?? 'unknown',
          seed: first.seed,
          budget: count,
          split: {
            kind: 'unknown',
            seed: 0,
            share: 0,
            searchRows: Number.isNaN(scored) ? 0 : scored,
            holdoutRows: 0,
          },
          workers: 1,
          baseline: {
            value,
            holdoutValue: null,
            metrics: { [first.metric]: value, n_scored: scored },
            holdoutMetrics: null,
          },
          source: 'import',
        },
        batches,
        kept,
        endedAt: lastTime,
      }
    },
  }
}

function batchOf(
  tried: Tried[],
  firstIndex: number,
  positions: Map<string, number>,
): ExperimentBatch {
  const count = tried.length
  const timestamps = Float64Array.from(tried, ({ line }) => line.time)
  const durationsMs = Float64Array.from(tried, ({ line }) => line.durationMs)
  const refused = groupRefusals(
    tried.flatMap(({ line: { reason } }, slot) => (reason === null ? [] : [{ slot, reason }])),
  )
  const columns = {
    firstIndex,
    count,
    values: Float64Array.from(tried, ({ line }) => line.value),
    kept: Uint8Array.from(tried, ({ line }) => (line.won ? 1 : 0)),
    durationMs: durationsMs.reduce((sum, ms) => sum + (Number.isNaN(ms) ? 0 : ms), 0),
    recorded: { timestamps, durationsMs },
    ...(refused === undefined ? {} : { refused }),
  }
  if (tried.some(({ changes }) => changes.length > MAX_CHANGES)) {
    const sweeps = tried.map(({ weights }, at) => pointSweep(Int32Array.from(weights), at))
    return { ...columns, ...NO_CHANGES, sweeps }
  }
  const changedFeatures = new Uint16Array(count * MAX_CHANGES)
  const newWeights = new Int32Array(count * MAX_CHANGES)
  for (const [i, { changes }] of tried.entries()) {
    for (const [slot, { feature, to }] of changes.entries()) {
      changedFeatures[i * MAX_CHANGES + slot] = positions.get(feature)!
      newWeights[i * MAX_CHANGES + slot] = to
    }
  }
  const changeCount = Uint8Array.from(tried, ({ changes }) => changes.length)
  return { ...columns, changeCount, changedFeatures, newWeights }
}

/** All points a spec can give, in size. */
function points(weights: number[]): number {
  return weights.reduce((sum, weight) => sum + Math.abs(weight), 0)
}

/** A journal names weights only: bounds and tiers are the defaults, widened to what it holds. */
function specOf(names: string[], weights: number[], low: number[], high: number[]): Spec {
  return {
    model: 'imported journal',
    max_score: DEFAULT_MAX_SCORE,
    features: Object.fromEntries(
      names.map((name, i) => [name, { weight: weights[i]!, min: low[i]!, max: high[i]! }]),
    ),
    tiers: DEFAULT_TIERS.map((tier) => ({ ...tier })),
    extra: {},
  }
}

function difference(names: string[], before: number[], after: number[]): Change[] {
  return names.flatMap((feature, i) =>
    before[i] === after[i] ? [] : [{ feature, from: before[i]!, to: after[i]! }],
  )
}

function same(a: number[], b: number[]): boolean {
  return a.every((value, i) => value === b[i])
}
