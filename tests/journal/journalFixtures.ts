import type { RunHeader } from '../../src/journal/entry.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { type JournalPart, type JournalSource, journalParts } from '../../src/journal/jsonl.ts'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import type { Change, ExperimentBatch, KeptExperiment } from '../../src/loop/experiment.ts'
import { MAX_CHANGES } from '../../src/loop/experiment.ts'

export const NAMES = ['alert_created', 'session_depth', '__proto__', 'a: 1 -> 2']

/** Names that JSON escapes, or that objects put first, in more than one block of a snapshot. */
export const ODD_NAMES = ['7', '12', 'say "x"', 'tab\t', 'back\\slash', 'é – ü', '\ud800']
  .concat(NAMES)
  .concat(Array.from({ length: 14 }, (_, i) => `feature ${i}`))

export function headerOf(runId: string, patch: Partial<RunHeader> = {}): RunHeader {
  return {
    formatVersion: 1,
    runId,
    createdAt: '2026-01-31T12:00:00.000Z',
    appVersion: '0.1.0',
    evaluationVersion: 3,
    data: { name: 'accounts.parquet', fingerprint: 'ab', rows: 500, columns: 9 },
    spec: {
      model: 'health',
      max_score: 100,
      features: featuresOf(NAMES),
      tiers: [
        { label: 'A', min: 50, max: 101 },
        { label: 'D', min: 0, max: 50 },
      ],
      extra: {},
    },
    metric: 'auc_roc_retain',
    strategy: 'random',
    seed: 42,
    budget: 2000,
    split: { kind: 'id-hash', seed: 42, share: 0.3, searchRows: 350, holdoutRows: 150 },
    workers: 1,
    baseline: {
      value: 0.6,
      holdoutValue: 0.59,
      metrics: { auc_roc_retain: 0.6, n_scored: 350 },
      holdoutMetrics: { auc_roc_retain: 0.59, n_scored: 150 },
    },
    source: 'search',
    ...patch,
  }
}

function featuresOf(names: string[]) {
  return Object.fromEntries(names.map((name) => [name, { weight: 5, min: -5, max: 25 }]))
}

/** What an export of a whole run reads. */
export async function sourceOf(
  journal: Journal,
  runId: string,
  patch: Partial<JournalSource> = {},
): Promise<JournalSource> {
  return {
    run: (await journal.run(runId))!,
    kept: await journal.kept(runId),
    batches: journal.batches(runId, 1, Number.POSITIVE_INFINITY),
    evaluateWeights: null,
    ...patch,
  }
}

/** All of an export; throws where a part miscounts its lines. */
export async function exportText(source: JournalSource): Promise<string> {
  let text = ''
  for (const part of await collect<JournalPart>(journalParts(source))) {
    if (part.text.split('\n').length !== part.lines + 1) throw new Error(`lines: ${part.lines}`)
    text += part.text
  }
  return text
}

/** A made-up but consistent run: every batch with what was kept in it; the size of some gains is not told. */
export function makeRun(seed: number, sizes: number[], winShare = 0.1, names = NAMES) {
  const header = headerOf(`run-${seed}`)
  header.spec.features = featuresOf(names)
  let weights = names.map(() => 5)
  let value = header.baseline.value
  let index = 0
  const steps = sizes.map((count) => {
    const batch: ExperimentBatch = {
      firstIndex: index + 1,
      count,
      values: new Float64Array(count),
      kept: new Uint8Array(count),
      changeCount: new Uint8Array(count),
      changedFeatures: new Uint16Array(count * MAX_CHANGES),
      newWeights: new Int32Array(count * MAX_CHANGES),
      durationMs: count * 0.037,
    }
    const kept: KeptExperiment[] = []
    for (let i = 0; i < count; i++) {
      index++
      const changes: Change[] = []
      const after = [...weights]
      const number = 1 + randomBelow(seed, index, 0, MAX_CHANGES)
      for (let slot = 0; slot < number; slot++) {
        const position = (randomBelow(seed, index, 1, names.length) + slot) % names.length
        const from = weights[position]!
        const to = from === 25 ? 3 : from + 1
        after[position] = to
        changes.push({ feature: names[position]!, from, to })
        batch.changedFeatures[i * MAX_CHANGES + slot] = position
        batch.newWeights[i * MAX_CHANGES + slot] = to
      }
      batch.changeCount[i] = number
      const won = randomUniform(seed, index, 9) < winShare
      const lost = randomUniform(seed, index, 8) < 0.05 ? Number.NaN : value - 0.01
      const tried = won ? value + 0.0001 / 3 : lost
      batch.values[i] = tried
      if (!won) continue
      batch.kept[i] = 1
      kept.push({
        index,
        timestamp: new Date(Date.parse(header.createdAt) + index).toISOString(),
        changes,
        weights: after,
        baselineValue: value,
        value: tried,
        holdoutValue: tried - 0.02,
        ...(number === 3 ? {} : { gainInStandardErrors: 3 * randomUniform(seed, index, 7) }),
        metrics: { auc_roc_retain: tried, nrr_by_tier: { A: 1.02, D: null }, n_scored: 350 },
        holdoutMetrics: null,
      })
      weights = after
      value = tried
    }
    return { batch, kept }
  })
  return { header, steps }
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

export async function* chunksOf<T>(...items: T[]): AsyncIterable<T> {
  yield* items
}
