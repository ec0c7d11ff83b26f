import type { Metrics, PrimaryMetric } from '../evaluation/metrics.ts'
import type { Change, ExperimentBatch, KeptExperiment } from '../loop/experiment.ts'
import { reasonsBySlot } from '../loop/guardrails.ts'
import { withPrimary } from '../loop/withPrimary.ts'
import { batchChanges, batchWeights } from './batch.ts'
import type { RunSummary } from './entry.ts'

/** What an export reads: a run, its kept experiments, and all its batches from the first. */
export interface JournalSource {
  run: RunSummary
  kept: KeptExperiment[]
  batches: AsyncIterable<ExperimentBatch>
  /** All metrics of the weights on the search rows; null: lines that lost hold the primary value only. */
  evaluateWeights: ((weights: number[]) => Promise<Metrics> | Metrics) | null
  keptOnly?: boolean // lines of kept experiments alone
}

/** The run as JSON Lines, one experiment a line, each ending in a newline; nothing is held but one line. */
export async function* journalLines(source: JournalSource): AsyncIterable<string> {
  const { header, experiments } = source.run
  const { kept, evaluateWeights, keptOnly = false } = source
  const names = Object.keys(header.spec.features)
  let weights = Object.values(header.spec.features).map(({ weight }) => weight)
  let value = header.baseline.value
  let clock = Date.parse(header.createdAt)
  let nextKept = 0
  for await (const batch of source.batches) {
    const reasons = reasonsBySlot(batch.refused)
    const sharedMs = roundMs(batch.durationMs / batch.count)
    for (let i = 0; i < batch.count; i++) {
      const index = batch.firstIndex + i
      if (index > experiments) return // the run went on after it was looked up
      const won = kept[nextKept]?.index === index ? kept[nextKept]! : null
      if (batch.kept[i] === 1 && !won) throw new Error(`kept experiment missing: ${index}`)
      clock = timeOf(batch, i, clock + sharedMs, kept[nextKept], won)
      if (keptOnly && !won) continue
      const candidate = won ? won.weights : batchWeights(batch, i, weights)
      const variantValue = won ? won.value : batch.values[i]!
      const changes = won ? won.changes : batchChanges(batch, i, names, weights)
      const metrics =
        won?.metrics ??
        (evaluateWeights
          ? withPrimary(await evaluateWeights(candidate), header.metric, variantValue)
          : { [header.metric]: variantValue })
      const line = {
        experiment_id: experimentId(index),
        run_id: header.runId,
        timestamp: isoTime(clock),
        seed: header.seed,
        evaluation_version: header.evaluationVersion,
        metric: header.metric,
        baseline_value: value,
        variant_value: variantValue,
        outcome: won ? 'win' : 'lose',
        ...(reasons.has(i) ? { reason: reasons.get(i) } : {}),
        changes: changes.map(({ feature, from, to }) => `${feature}: ${from} -> ${to}`),
        hypothesis: hypothesis(changes, header.metric),
        weights_snapshot: Object.fromEntries(names.map((name, j) => [name, candidate[j]])),
        metrics,
        duration_ms: batch.recorded ? batch.recorded.durationsMs[i]! : sharedMs,
        ...(won ? { holdout_value: won.holdoutValue } : {}),
        strategy: header.strategy,
      }
      yield `${JSON.stringify(line)}\n`
      if (won) {
        weights = won.weights
        value = won.value
        nextKept++
      }
    }
  }
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
  next: KeptExperiment | undefined,
  won: KeptExperiment | null,
): number {
  if (batch.recorded) return batch.recorded.timestamps[offset]!
  if (won) return Date.parse(won.timestamp)
  return next ? Math.min(estimate, Date.parse(next.timestamp)) : estimate
}

function isoTime(milliseconds: number): string | null {
  return Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString() : null
}

// A ten-thousandth of a millisecond is finer than any clock a page is given.
function roundMs(milliseconds: number): number {
  return Math.round(milliseconds * 10_000) / 10_000
}
