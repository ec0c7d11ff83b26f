import { batchChanges, batchWeights } from '../../src/journal/batch.ts'
import { experimentId, hypothesis, type JournalSource } from '../../src/journal/jsonl.ts'
import { reasonsBySlot } from '../../src/loop/guardrails.ts'
import { withPrimary } from '../../src/loop/withPrimary.ts'

/** The export made plainly: an object for each experiment, as `JSON.stringify` writes it. */
export async function plainLines(source: JournalSource): Promise<string> {
  const { kept, evaluateWeights } = source
  const { header, experiments } = source.run
  const names = Object.keys(header.spec.features)
  let weights = Object.values(header.spec.features).map(({ weight }) => weight)
  let value = header.baseline.value
  let clock = Date.parse(header.createdAt)
  let text = ''
  for await (const batch of source.batches) {
    const reasons = reasonsBySlot(batch.refused)
    const shared = Math.round((batch.durationMs / batch.count) * 10_000) / 10_000
    for (let i = 0; i < batch.count; i++) {
      const index = batch.firstIndex + i
      if (index > experiments) return text
      const won = kept.find((experiment) => experiment.index === index)
      const next = kept.find((experiment) => experiment.index >= index)
      clock = Math.min(clock + shared, next ? Date.parse(next.timestamp) : Number.POSITIVE_INFINITY)
      if (won) clock = Date.parse(won.timestamp)
      if (batch.recorded) clock = batch.recorded.timestamps[i]!
      const candidate = won?.weights ?? batchWeights(batch, i, weights)
      const variant = won?.value ?? batch.values[i]!
      const changes = won?.changes ?? batchChanges(batch, i, names, weights)
      const evaluated = evaluateWeights === null ? null : await evaluateWeights(candidate)
      const line = {
        experiment_id: experimentId(index),
        run_id: header.runId,
        timestamp: Number.isFinite(clock) ? new Date(clock).toISOString() : null,
        seed: header.seed,
        evaluation_version: header.evaluationVersion,
        metric: header.metric,
        baseline_value: value,
        variant_value: variant,
        outcome: won ? 'win' : 'lose',
        ...(reasons.has(i) ? { reason: reasons.get(i) } : {}),
        changes: changes.map(({ feature, from, to }) => `${feature}: ${from} -> ${to}`),
        hypothesis: hypothesis(changes, header.metric),
        weights_snapshot: Object.fromEntries(names.map((name, j) => [name, candidate[j]])),
        metrics:
          won?.metrics ??
          (evaluated === null
            ? { [header.metric]: variant }
            : withPrimary(evaluated, header.metric, variant)),
        duration_ms: batch.recorded ? batch.recorded.durationsMs[i]! : shared,
        ...(won ? { holdout_value: won.holdoutValue } : {}),
        ...(won?.gainInStandardErrors === undefined
          ? {}
          : { gain_in_standard_errors: won.gainInStandardErrors }),
        strategy: header.strategy,
      }
      const isFirstOfNone = source.kept.length === 0 && index === 1
      if (!source.keptOnly || won || isFirstOfNone) text += `${JSON.stringify(line)}\n`
      if (won) {
        weights = won.weights
        value = won.value
      }
    }
  }
  return text
}
