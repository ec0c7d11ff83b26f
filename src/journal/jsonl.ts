import type { Metrics, PrimaryMetric } from '../evaluation/metrics.ts'
import type { Change, ExperimentBatch, KeptExperiment } from '../loop/experiment.ts'
import { reasonsBySlot } from '../loop/guardrails.ts'
import { candidateWeights } from '../loop/sweep.ts'
import { withPrimary } from '../loop/withPrimary.ts'
import { candidateChanges } from './batch.ts'
import type { RunHeader, RunSummary } from './entry.ts'
import { createSnapshotText } from './snapshotText.ts'

/** What an export reads: a run, its kept experiments, and all its batches from the first. */
export interface JournalSource {
  run: RunSummary
  kept: KeptExperiment[]
  batches: AsyncIterable<ExperimentBatch>
  /** All metrics of the weights on the search rows; null: lines that lost hold the primary value only. */
  evaluateWeights: ((weights: number[]) => Promise<Metrics> | Metrics) | null
  keptOnly?: boolean // lines of kept experiments alone; of a run that kept none the first, so that it can be read
}

/** Some lines of an export. */
export interface JournalPart {
  text: string
  lines: number
}

/** Characters after which a part ends. */
const PART_LENGTH = 1 << 18

/** The run as JSON Lines, one experiment a line, each ending in a newline; nothing is held but one part. */
export async function* journalParts(source: JournalSource): AsyncIterable<JournalPart> {
  const { header, experiments } = source.run
  const { kept, evaluateWeights, keptOnly = false } = source
  const escaped = Object.keys(header.spec.features).map(inQuotes)
  const lineText = createLineText(header, escaped)
  let weights = Object.values(header.spec.features).map(({ weight }) => weight)
  let value = header.baseline.value
  let clock = Date.parse(header.createdAt)
  let nextKept = 0
  let nextTime = timeOfKept(kept[0])
  let text = ''
  let lines = 0
  for await (const batch of source.batches) {
    if (batch.firstIndex > experiments) break // the run went on after it was looked up
    const reasons = reasonsBySlot(batch.refused)
    const sharedMs = roundMs(batch.durationMs / batch.count)
    const count = Math.min(batch.count, experiments + 1 - batch.firstIndex)
    for (let i = 0; i < count; i++) {
      const index = batch.firstIndex + i
      const won = kept[nextKept]?.index === index ? kept[nextKept]! : null
      if (batch.kept[i] === 1 && !won) throw new Error(`kept experiment missing: ${index}`)
      clock = timeOf(batch, i, clock + sharedMs, nextTime, won !== null)
      if (keptOnly && !won && (kept.length > 0 || index > 1)) continue
      const candidate = won ? won.weights : candidateWeights(batch, i, weights)
      const variantValue = won ? won.value : batch.values[i]!
      const metrics =
        won?.metrics ??
        (evaluateWeights === null
          ? null
          : withPrimary(await evaluateWeights(Array.from(candidate)), header.metric, variantValue))
      text += lineText({
        index,
        clock,
        baselineValue: value,
        variantValue,
        reason: reasons.get(i) ?? null,
        changes: won
          ? escapedChanges(won)
          : candidateChanges(batch, i, escaped, weights, candidate),
        weights: candidate,
        metrics,
        durationMs: batch.recorded ? batch.recorded.durationsMs[i]! : sharedMs,
        won,
      })
      lines++
      if (text.length >= PART_LENGTH) {
        yield { text, lines }
        text = ''
        lines = 0
      }
      if (won) {
        weights = won.weights
        value = won.value
        nextTime = timeOfKept(kept[++nextKept])
      }
    }
  }
  if (lines > 0) yield { text, lines }
}

/** What the line of an experiment says beside what all lines of its run say. */
interface LineFacts {
  index: number
  clock: number // milliseconds since 1970-01-01 UTC; NaN: not told
  baselineValue: number
  variantValue: number
  reason: string | null // why a better candidate was reverted
  changes: Change[] // of features as `inQuotes` gives them
  weights: ArrayLike<number>
  metrics: Metrics | null // null: the primary metric alone
  durationMs: number
  won: KeptExperiment | null
}

/** Writes lines as `JSON.stringify` would, each part that is the same in many lines once. */
function createLineText(header: RunHeader, escaped: string[]): (line: LineFacts) => string {
  const { runId, seed, evaluationVersion, metric, strategy } = header
  const snapshot = createSnapshotText(escaped)
  const run = `","run_id":${JSON.stringify(runId)},"timestamp":`
  const evaluation = `,"seed":${json(seed)},"evaluation_version":${json(evaluationVersion)},"metric":"${metric}","baseline_value":`
  const end = `,"strategy":${JSON.stringify(strategy)}}\n`
  let known = Number.NaN
  let text = ''

  function timestamp(clock: number): string {
    if (!Number.isFinite(clock)) return 'null'
    const whole = Math.trunc(clock)
    if (whole !== known) {
      text = `"${new Date(whole).toISOString()}"`
      known = whole
    }
    return text
  }

  return (line) => {
    const { index, clock, reason, changes, weights, metrics, won } = line
    const variantValue = json(line.variantValue)
    let changeTexts = ''
    for (const { feature, from, to } of changes) {
      changeTexts += `${changeTexts === '' ? '' : ','}"${feature}: ${from} -> ${to}"`
    }
    return `{"experiment_id":"${experimentId(index)}${run}${timestamp(clock)}${evaluation}${json(line.baselineValue)},"variant_value":${variantValue},"outcome":"${won ? 'win' : 'lose'}"${reason === null ? '' : `,"reason":${JSON.stringify(reason)}`},"changes":[${changeTexts}],"hypothesis":"${hypothesis(changes, metric)}","weights_snapshot":${snapshot(weights)},"metrics":${metrics === null ? `{"${metric}":${variantValue}}` : JSON.stringify(metrics)},"duration_ms":${json(line.durationMs)}${won ? `,"holdout_value":${json(won.holdoutValue)}${gainText(won)}` : ''}${end}`
  }
}

function gainText({ gainInStandardErrors }: KeptExperiment): string {
  return gainInStandardErrors === undefined
    ? ''
    : `,"gain_in_standard_errors":${json(gainInStandardErrors)}`
}

/** A number as JSON has it: null where it is not finite. */
function json(value: number | null): string {
  return value !== null && Number.isFinite(value) ? String(value) : 'null'
}

/** Text as it stands between the quotes of JSON. */
function inQuotes(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function escapedChanges({ changes }: KeptExperiment): Change[] {
  return changes.map((change) => ({ ...change, feature: inQuotes(change.feature) }))
}

/** `exp_00034`: counted within the run, five digits or more. */
export function experimentId(index: number): string {
  return `exp_${String(index).padStart(5, '0')}`
}

const MOST_NAMED = 3 // changes a hypothesis names one by one

/** What an experiment supposes, as a sentence: its changes, and what they should do to the metric. */
export function hypothesis(changes: Change[], metric: PrimaryMetric): string {
  if (changes.length === 0) return 'Nothing was changed'
  const parts = changes.map(
    ({ feature, from, to }) =>
      `${to > from ? 'raising' : 'lowering'} ${feature} from ${from} to ${to}`,
  )
  const [verb, rest] = EFFECTS[metric]
  if (parts.length > MOST_NAMED) return `Other points for ${parts.length} features ${verb} ${rest}`
  const listed =
    parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
  return `${listed[0]!.toUpperCase()}${listed.slice(1)} ${verb}${parts.length === 1 ? 's' : ''} ${rest}`
}

const SEPARATES = ['separate', 'retained from churned accounts better'] as const

const EFFECTS: Record<PrimaryMetric, readonly [verb: string, rest: string]> = {
  auc_roc_retain: SEPARATES,
  auc_roc_churn: SEPARATES,
  ks: SEPARATES,
  gini: SEPARATES,
  revenue_capture_at_20: ['bring', 'more revenue into the best-scored fifth of accounts'],
  tier_separation: ['set', 'accounts of high lifetime value further apart from the others'],
  nrr_spread: ['set', 'revenue that grows further apart from revenue that shrinks'],
}

/**
 * When an experiment was made. The journal stores it for kept ones; the others share out their
 * batch's time after the one before, never past the next kept one.
 */
function timeOf(
  batch: ExperimentBatch,
  offset: number,
  estimate: number,
  next: number | null,
  won: boolean,
): number {
  if (batch.recorded) return batch.recorded.timestamps[offset]!
  if (next === null) return estimate
  return won ? next : Math.min(estimate, next)
}

function timeOfKept(kept: KeptExperiment | undefined): number | null {
  return kept === undefined ? null : Date.parse(kept.timestamp)
}

// A ten-thousandth of a millisecond is finer than any clock a page is given.
function roundMs(milliseconds: number): number {
  return Math.round(milliseconds * 10_000) / 10_000
}
