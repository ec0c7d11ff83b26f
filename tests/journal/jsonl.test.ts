import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Metrics } from '../../src/evaluation/metrics.ts'
import { importJournal, storeImported } from '../../src/journal/importJsonl.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { experimentId, hypothesis, journalParts } from '../../src/journal/jsonl.ts'
import { createMemoryJournal } from '../../src/journal/memoryJournal.ts'
import {
  chunksOf,
  collect,
  exportText,
  headerOf,
  makeRun,
  NAMES,
  ODD_NAMES,
  sourceOf,
} from './journalFixtures.ts'
import { plainLines } from './plainLines.ts'

const OPTIONS = { newId: () => 'new', now: '2026-02-01T00:00:00.000Z' }

async function exported(
  journal: Journal,
  runId: string,
  evaluateWeights: ((weights: number[]) => Metrics) | null = null,
): Promise<string> {
  return exportText(await sourceOf(journal, runId, { evaluateWeights }))
}

async function journaled(seed: number, sizes: number[]) {
  const journal = createMemoryJournal()
  const { header, steps } = makeRun(seed, sizes)
  await journal.start(header)
  for (const { batch, kept } of steps) await journal.append(header.runId, batch, kept)
  return { journal, runId: header.runId, steps }
}

describe('journalParts', () => {
  it('writes to the byte what JSON.stringify gives for each experiment', async () => {
    const sum = (weights: number[]): Metrics => ({
      auc_roc_retain: 0.1,
      score_mean: weights.reduce((total, weight) => total + weight, 0),
      n_scored: 500,
    })
    for (const [seed, winShare, names] of [
      [1, 0.1, NAMES],
      [2, 0.4, ODD_NAMES],
      [3, 0.002, ODD_NAMES],
      [4, 0, NAMES],
    ] as const) {
      const journal = createMemoryJournal()
      const { header, steps } = makeRun(seed, [300, 1, 700], winShare, [...names])
      await journal.start(header)
      for (const { batch, kept } of steps) await journal.append(header.runId, batch, kept)
      for (const patch of [{}, { evaluateWeights: sum }, { keptOnly: true }]) {
        const source = () => sourceOf(journal, header.runId, patch)
        const text = await exportText(await source())
        expect(text).toBe(await plainLines(await source()))
        expect(text).not.toBe('') // which no reader takes
      }
    }
  })

  it('gives the metrics of a loss the primary value the search compared, to the last digit', async () => {
    const { journal, runId } = await journaled(1, [40])
    const evaluated = (): Metrics => ({ auc_roc_retain: 0.123, score_mean: 9, n_scored: 500 })
    const lines = (await exported(journal, runId, evaluated))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const lost = lines.find((line) => line.outcome === 'lose')
    expect(lost.metrics).toEqual({ ...evaluated(), auc_roc_retain: lost.variant_value })
  })

  it('writes one JSON object a line with the fields of the format', async () => {
    const { journal, runId, steps } = await journaled(1, [40, 20])
    const text = await exported(journal, runId)
    expect(text.endsWith('}\n')).toBe(true)
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toHaveLength(60)
    const { kept } = steps[0]!
    for (const won of kept)
      expect(lines[won.index - 1].gain_in_standard_errors).toBe(won.gainInStandardErrors)
    const first = kept.find(({ gainInStandardErrors }) => gainInStandardErrors !== undefined)!
    expect(lines[first.index - 1]).toEqual({
      experiment_id: experimentId(first.index),
      run_id: 'run-1',
      timestamp: first.timestamp,
      seed: 42,
      evaluation_version: 3,
      metric: 'auc_roc_retain',
      baseline_value: first.baselineValue,
      variant_value: first.value,
      outcome: 'win',
      changes: first.changes.map(({ feature, from, to }) => `${feature}: ${from} -> ${to}`),
      hypothesis: hypothesis(first.changes, 'auc_roc_retain'),
      weights_snapshot: Object.fromEntries(NAMES.map((name, i) => [name, first.weights[i]])),
      metrics: first.metrics,
      duration_ms: 0.037,
      holdout_value: first.holdoutValue,
      gain_in_standard_errors: first.gainInStandardErrors,
      strategy: 'random',
    })
    expect(Object.hasOwn(lines[0].weights_snapshot, '__proto__')).toBe(true)
    const lost = lines.find((line) => line.outcome === 'lose')
    expect(lost).not.toHaveProperty('holdout_value')
    expect(lost).not.toHaveProperty('gain_in_standard_errors')
    expect(Object.keys(lost.metrics)).toEqual(['auc_roc_retain'])
    const times = lines.map((line) => line.timestamp)
    expect(times).toEqual([...times].sort())
  })

  it('follows the weights from win to win', async () => {
    const { journal, runId } = await journaled(2, [200])
    const lines = (await exported(journal, runId))
      .trimEnd()
      .split('\n')
      .map((l) => JSON.parse(l))
    let weights = Object.fromEntries(NAMES.map((name) => [name, 5]))
    let value = 0.6
    for (const line of lines) {
      const tried = { ...weights }
      for (const change of line.changes as string[]) {
        const [, name, from, to] = /^(.*): (-?\d+) -> (-?\d+)$/.exec(change)!
        expect(Number(from)).toBe(weights[name!])
        Object.defineProperty(tried, name!, {
          value: Number(to),
          enumerable: true,
          configurable: true,
          writable: true,
        })
      }
      expect(line.weights_snapshot).toEqual(tried)
      expect(line.baseline_value).toBe(value)
      if (line.outcome === 'win') {
        weights = tried
        value = line.variant_value
      }
    }
  })

  it('adds full metrics of lost experiments where they can be computed, from their own weights', async () => {
    const { journal, runId } = await journaled(3, [30])
    const text = await exported(journal, runId, (weights) => ({
      score_mean: weights.reduce((sum, weight) => sum + weight, 0),
      n_scored: 1,
    }))
    for (const line of text
      .trimEnd()
      .split('\n')
      .map((l) => JSON.parse(l))) {
      if (line.outcome === 'win') continue
      const total = Object.values(line.weights_snapshot as Record<string, number>)
      expect(line.metrics.score_mean).toBe(total.reduce((sum, weight) => sum + weight, 0))
    }
  })

  it('ends where the run ended when it was looked up, though it has grown since', async () => {
    const { journal, runId } = await journaled(1, [40])
    const run = (await journal.run(runId))!
    const kept = await journal.kept(runId)
    const { batch, kept: later } = makeRun(1, [40, 60]).steps[1]!
    await journal.append(runId, batch, later)
    expect(later.length).toBeGreaterThan(0)
    const batches = () => journal.batches(runId, 1, 101)
    const parts = await collect(
      journalParts({ run, kept, batches: batches(), evaluateWeights: null }),
    )
    expect(parts.map(({ lines }) => lines)).toEqual([40])
    const grown = { ...run, experiments: 100 }
    const wrong = collect(
      journalParts({ run: grown, kept, batches: batches(), evaluateWeights: null }),
    )
    await expect(wrong).rejects.toThrow(/kept experiment missing/)
  })

  it('writes null where a metric is not defined', async () => {
    const { journal, runId } = await journaled(4, [200])
    const [batch] = await collect(journal.batches(runId, 1, 2))
    const undefinedAt = batch!.values.findIndex(Number.isNaN)
    const lines = (await exported(journal, runId)).split('\n')
    expect(JSON.parse(lines[undefinedAt]!).variant_value).toBe(null)
  })

  it('pads numbers to five digits and says what an experiment supposes', () => {
    expect([34, 100000].map(experimentId)).toEqual(['exp_00034', 'exp_100000'])
    const up = { feature: 'alert_created', from: 5, to: 12 }
    const down = { feature: 'session_depth', from: 5, to: -1 }
    expect(hypothesis([up], 'auc_roc_retain')).toBe(
      'Raising alert_created from 5 to 12 separates retained from churned accounts better',
    )
    expect(hypothesis([down, up], 'revenue_capture_at_20')).toBe(
      'Lowering session_depth from 5 to -1 and raising alert_created from 5 to 12 bring more revenue into the best-scored fifth of accounts',
    )
  })

  it('export, import, export is the identity, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1000 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 700 }),
        async (seed, sizes, chunk) => {
          const { journal, runId } = await journaled(seed, sizes)
          const text = await exported(journal, runId)
          const bytes = new TextEncoder().encode(text)
          const chunks: Uint8Array[] = []
          for (let i = 0; i < bytes.length; i += chunk) chunks.push(bytes.subarray(i, i + chunk))
          const imported = await importJournal(chunksOf(...chunks), OPTIONS)
          if (!imported.ok) throw new Error(JSON.stringify(imported.problems))
          const other = createMemoryJournal()
          const { stored } = await storeImported(other, imported.value)
          expect(stored).toEqual([runId])
          expect(await exported(other, runId)).toBe(text)
          const before = (await journal.kept(runId)).map((kept) => ({
            ...kept,
            holdoutMetrics: null,
          }))
          expect(await other.kept(runId)).toEqual(before)
          expect(await other.run(runId)).toMatchObject({
            experiments: (await journal.run(runId))!.experiments,
          })
        },
      ),
      { numRuns: 40 },
    )
  })

  it('export, import, export of names in any script is the identity', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 12 }), {
          minLength: 4,
          maxLength: 4,
        }),
        async (names) => {
          const { steps } = makeRun(1, [20])
          const renamed = new Map(NAMES.map((name, i) => [name, names[i]!]))
          const base = headerOf('r')
          const features = Object.fromEntries(
            names.map((n) => [n, { weight: 5, min: -5, max: 25 }]),
          )
          const order = Object.keys(features)
          if (order.join('\0') !== names.join('\0')) return // names like "7" move to the front
          const header = { ...base, spec: { ...base.spec, features } }
          const journal = createMemoryJournal()
          await journal.start(header)
          for (const { batch, kept } of steps) {
            const changed = kept.map((each) => ({
              ...each,
              changes: each.changes.map((c) => ({ ...c, feature: renamed.get(c.feature)! })),
            }))
            await journal.append('r', batch, changed)
          }
          const text = await exported(journal, 'r')
          const imported = await importJournal(chunksOf(text), OPTIONS)
          if (!imported.ok) throw new Error(JSON.stringify(imported.problems))
          const other = createMemoryJournal()
          await storeImported(other, imported.value)
          expect(await exported(other, 'r')).toBe(text)
        },
      ),
      { numRuns: 40 },
    )
  })
})
