import { describe, expect, it } from 'vitest'
import { batchHash } from '../../src/journal/chain.ts'
import { experimentRow, experimentRows } from '../../src/journal/experimentRows.ts'
import { importJournal, storeImported } from '../../src/journal/importJsonl.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { journalParts } from '../../src/journal/jsonl.ts'
import { createMemoryJournal } from '../../src/journal/memoryJournal.ts'
import type { ExperimentBatch, KeptExperiment } from '../../src/loop/experiment.ts'
import { type Guardrails, refusalSentence } from '../../src/loop/guardrails.ts'
import { createRun, type Win } from '../../src/loop/run.ts'
import { createExperimentPool } from '../../src/search/experimentPool.ts'
import { guardTerms } from '../../src/search/guard.ts'
import { createObjective } from '../../src/search/objective.ts'
import { createSearcher } from '../../src/search/searcher.ts'
import { randomDataset } from '../search/randomDataset.ts'
import { chunksOf, collect, headerOf } from './journalFixtures.ts'

const ROWS = 600
const plain = randomDataset(12, { rows: ROWS, features: ['flag', 'count', 'fraction', 'count'] })
const codes = Uint16Array.from({ length: ROWS }, (_, row) => row % 2)
const dataset = { ...plain, segments: [{ column: 'pl=an', labels: ['a = b', 'c'], codes }] }
const names = dataset.features.map(({ name }) => name)
const start = Int32Array.of(3, 3, 3, 0)
const bounds = {
  min: new Int32Array(4).fill(-5),
  max: new Int32Array(4).fill(9),
  locked: new Uint8Array(4),
}
const objective = createObjective(dataset, 'auc_roc_retain')
const value = objective.toValue(objective.reset(start))
const guardrails: Guardrails = { maxHhi: 3700, maxSegmentDrop: 0, maxNonZero: 3 }
const header = headerOf('guarded', {
  strategy: 'random',
  budget: 900,
  guardrails,
  spec: {
    model: 'm',
    max_score: 100,
    features: Object.fromEntries(
      names.map((name, i) => [name, { weight: start[i]!, min: -5, max: 9 }]),
    ),
    tiers: [
      { label: 'A', min: 28, max: 101 },
      { label: 'B', min: 14, max: 28 },
      { label: 'C', min: 0, max: 14 },
    ],
    extra: {},
  },
  baseline: {
    value,
    holdoutValue: null,
    metrics: { auc_roc_retain: value, n_scored: ROWS },
    holdoutMetrics: null,
  },
})

function keptOf({ index, changes, weights, baselineValue, value: found }: Win): KeptExperiment {
  return {
    ...{ index, changes, baselineValue, value: found, weights: Array.from(weights) },
    timestamp: new Date(1_770_000_000_000 + index).toISOString(),
    ...{ holdoutValue: null, metrics: { auc_roc_retain: found, n_scored: ROWS } },
    holdoutMetrics: null,
  }
}

/** A run within guardrails, or the rest of one, through the loop into a journal. */
async function search(strategy: string, journal: Journal, budget: number, startIndex = 1) {
  let clock = 0
  const now = () => clock++
  const groups = Uint16Array.of(0, 1, 2, 3)
  const guard = guardTerms(guardrails, header.spec, start, groups)
  const searcher = createSearcher({
    ...{ dataset, metric: 'auc_roc_retain', strategy, seed: 42, bounds, groups, guard, now },
  })
  const stepper = {
    step: async (request: Parameters<typeof searcher.step>[0]) => {
      await new Promise((resolve) => setImmediate(resolve))
      return searcher.step(request)
    },
    perform: async (request: Parameters<typeof searcher.perform>[0]) => {
      await new Promise((resolve) => setImmediate(resolve))
      return searcher.perform(request)
    },
    facts: async (weights: Int32Array) => searcher.facts(weights),
  }
  const best = (await journal.run('guarded'))?.best ?? null
  await createRun({
    pool: createExperimentPool(strategy, [stepper], { weights: start, bounds, groups }, { now }),
    weights: best === null ? start : Int32Array.from(best.weights),
    incumbentValue: best?.value ?? value,
    featureNames: names,
    budget,
    startIndex,
    now,
    onBatch: (batch, wins) => journal.append('guarded', batch, wins.map(keptOf)),
  }).done
}

async function linesOf(journal: Journal) {
  const parts = await collect(
    journalParts({
      run: (await journal.run('guarded'))!,
      kept: await journal.kept('guarded'),
      batches: journal.batches('guarded', 1, Number.POSITIVE_INFINITY),
      evaluateWeights: null,
    }),
  )
  const lines = parts.map(({ text }) => text).join('')
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe.each(['random', 'deep'])('a journal of %s within guardrails', (strategy) => {
  const budget = strategy === 'random' ? 900 : 15 ** 4 + 1 // all specs, and the start

  it('counts what was refused, tells it line by line, and takes it back', async () => {
    const journal = createMemoryJournal()
    await journal.start(header)
    await search(strategy, journal, budget)
    const run = (await journal.run('guarded'))!
    const lines = await linesOf(journal)
    expect(lines).toHaveLength(run.experiments)
    const counts: Record<string, number> = {}
    for (const { reason, outcome, variant_value, baseline_value } of lines) {
      if (reason === undefined) continue
      expect(outcome).toBe('lose')
      expect(variant_value).toBeGreaterThan(baseline_value)
      counts[reason] = (counts[reason] ?? 0) + 1
    }
    expect(run.refused).toEqual(counts)
    expect(Object.keys(counts).length).toBeGreaterThan(1)
    const better = lines.filter(
      (line) => line.outcome === 'lose' && line.variant_value > line.baseline_value,
    )
    expect(better.every(({ reason }) => reason !== undefined)).toBe(true)
    const first = lines.findIndex(({ reason }) => reason !== undefined)
    expect((await experimentRow(journal, 'guarded', first + 1))!.reason).toBe(lines[first].reason)
    const rows = await experimentRows(journal, 'guarded', 'lost', 0, run.experiments)
    expect(rows.flatMap(({ reason }) => reason ?? [])).toEqual(
      lines.flatMap(({ reason }) => reason ?? []),
    )

    const text = lines.map((line) => JSON.stringify(line)).join('\n')
    const now = '2026-02-01T00:00:00.000Z'
    const imported = await importJournal(chunksOf(text), { newId: () => 'new', now })
    if (!imported.ok) throw new Error(imported.problems[0]!.what)
    expect(imported.problems.filter(({ code }) => code === 'journal-unknown-fields')).toEqual([])
    const other = createMemoryJournal()
    await storeImported(other, imported.value)
    expect((await other.run('guarded'))!.refused).toEqual(counts)
    const again = await linesOf(other)
    expect(again.map(({ reason }) => reason)).toEqual(lines.map(({ reason }) => reason))
  })

  it('says the same where it was interrupted', async () => {
    const whole = createMemoryJournal()
    await whole.start(header)
    await search(strategy, whole, budget)
    const parts = createMemoryJournal()
    await parts.start(header)
    await search(strategy, parts, 137)
    await search(strategy, parts, budget, 138)
    const reasonsOf = async (journal: Journal) =>
      (await linesOf(journal)).map(({ reason, outcome }) => [outcome, reason])
    expect(await reasonsOf(parts)).toEqual(await reasonsOf(whole))
    expect((await parts.run('guarded'))!.refused).toEqual((await whole.run('guarded'))!.refused)
  })
})

describe('refusals in a batch', () => {
  const batch: ExperimentBatch = {
    ...{ firstIndex: 1, count: 3, durationMs: 1 },
    values: Float64Array.of(0.5, 0.6, 0.4),
    kept: Uint8Array.of(0, 0, 0),
    changeCount: Uint8Array.of(1, 1, 1),
    changedFeatures: new Uint16Array(9),
    newWeights: new Int32Array(9),
    refused: [{ reason: 'hhi', slots: [1] }],
  }

  it('are part of the hash chain, and older batches keep their hash', () => {
    const { refused: _, ...without } = batch
    const hash = batchHash('p', batch, [])
    expect(hash).not.toBe(batchHash('p', without, []))
    expect(hash).not.toBe(
      batchHash('p', { ...batch, refused: [{ reason: 'hhi', slots: [2] }] }, []),
    )
    expect(batchHash('p', { ...without, refused: undefined }, [])).toBe(batchHash('p', without, []))
  })

  it('are copied, and refused where they do not fit', async () => {
    const journal = createMemoryJournal()
    await journal.start(header)
    const misplaced = { ...batch, refused: [{ reason: 'hhi' as const, slots: [3] }] }
    await expect(journal.append('guarded', misplaced, [])).rejects.toThrow(
      'batch refusal misplaced',
    )
    await journal.append('guarded', batch, [])
    batch.refused![0]!.slots.push(2)
    expect((await journal.run('guarded'))!.refused).toEqual({ hhi: 1 })
    const [stored] = await collect(journal.batches('guarded', 1, 4))
    expect(stored!.refused).toEqual([{ reason: 'hhi', slots: [1] }])
    expect((await journal.verify('guarded')).brokenAt).toBeNull()
  })

  it('are told most first', () => {
    expect(refusalSentence({ tier_share: 3, hhi: 41, 'segment:plan=pro': 3 })).toBe(
      'Refused by guardrails: 41 for HHI, 3 for the segment plan pro, 3 for the smallest tier.',
    )
    expect(refusalSentence({})).toBeNull()
    expect(refusalSentence(undefined)).toBeNull()
  })
})
