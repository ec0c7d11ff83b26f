import { describe, expect, it } from 'vitest'
import { experimentRows } from '../../src/journal/experimentRows.ts'
import { importJournal, storeImported } from '../../src/journal/importJsonl.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { journalBytes, usualLines } from '../../src/journal/journalSize.ts'
import { createMemoryJournal } from '../../src/journal/memoryJournal.ts'
import type { KeptExperiment } from '../../src/loop/experiment.ts'
import { createRun, type Win } from '../../src/loop/run.ts'
import { createDeepPool } from '../../src/search/deep/deepPool.ts'
import { createPerformer } from '../../src/search/deep/performer.ts'
import { createObjective } from '../../src/search/objective.ts'
import { randomDataset } from '../search/randomDataset.ts'
import { chunksOf, exportText, headerOf, sourceOf } from './journalFixtures.ts'
import { plainLines } from './plainLines.ts'

const dataset = randomDataset(12, {
  rows: 5200,
  features: ['flag', 'rareFlag', 'flag', 'fraction', 'count'],
})
const names = dataset.features.map(({ name }) => name)
const bounds = {
  min: new Int32Array(5).fill(-5),
  max: new Int32Array(5).fill(25),
  locked: new Uint8Array(5),
}
const start = new Int32Array(5).fill(5)
const objective = createObjective(dataset, 'auc_roc_retain')
const baseline = objective.toValue(objective.reset(start))

/** A deep run, or the rest of one, through the loop into a journal. */
async function search(journal: Journal, budget: number, startIndex = 1) {
  let clock = 0
  const now = () => clock++
  const performer = createPerformer([dataset, 'auc_roc_retain', bounds, 42], now)
  const stepper = {
    perform: async (request: Parameters<typeof performer.perform>[0]) => {
      await new Promise((resolve) => setImmediate(resolve))
      return performer.perform(request)
    },
    facts: async (weights: Int32Array) => performer.facts(weights),
  }
  const before = await journal.run('deep')
  const best = before?.best ?? null
  const run = createRun({
    pool: createDeepPool([stepper], { weights: start }, { now }),
    weights: best === null ? start : Int32Array.from(best.weights),
    incumbentValue: best?.value ?? baseline,
    featureNames: names,
    budget,
    startIndex,
    now,
    onBatch: (batch, wins) => journal.append('deep', batch, wins.map(keptOf)),
  })
  return run.done
}

function keptOf({ index, changes, weights, baselineValue, value }: Win): KeptExperiment {
  return {
    index,
    timestamp: new Date(1_770_000_000_000 + index).toISOString(),
    changes,
    weights: Array.from(weights),
    baselineValue,
    value,
    holdoutValue: null,
    metrics: { auc_roc_retain: value, n_scored: 5200 },
    holdoutMetrics: null,
  }
}

const header = headerOf('deep', {
  strategy: 'deep',
  budget: Number.POSITIVE_INFINITY,
  spec: {
    model: 'deep',
    max_score: 100,
    features: Object.fromEntries(names.map((name) => [name, { weight: 5, min: -5, max: 25 }])),
    tiers: [{ label: 'A', min: 0, max: 101 }],
    extra: {},
  },
  baseline: {
    value: baseline,
    holdoutValue: null,
    metrics: { auc_roc_retain: baseline, n_scored: 5200 },
    holdoutMetrics: null,
  },
})

async function linesOf(journal: Journal, runId: string, keptOnly = false) {
  const text = await exportText(await sourceOf(journal, runId, { keptOnly }))
  expect(text).toBe(await plainLines(await sourceOf(journal, runId, { keptOnly })))
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('journal of a deep run', () => {
  it('holds every experiment, ends with the certificate, and survives export and import', async () => {
    const journal = createMemoryJournal()
    await journal.start(header)
    const end = await search(journal, header.budget)
    expect(end.error).toBeNull()
    expect(end.phase).toBe('finished')
    const run = (await journal.run('deep'))!
    expect(run.certificate).toMatchObject({ single: true, byStandardError: false })
    expect((await journal.verify('deep')).brokenAt).toBeNull()
    const lines = await linesOf(journal, 'deep')
    expect(lines).toHaveLength(run.experiments)
    const bytes = (await exportText(await sourceOf(journal, 'deep', {}))).length
    expect(journalBytes(run)).toBeGreaterThan(0.7 * bytes)
    expect(journalBytes(run)).toBeLessThan(1.4 * bytes)
    expect(usualLines(run)).toBe('all')
    const long = {
      ...run,
      experiments: Math.ceil((250e6 * run.experiments) / journalBytes(run)) + 1,
    }
    expect(usualLines(long)).toBe('kept')
    const asked = { ...long, header: { ...header, budget: long.experiments } }
    expect(usualLines(asked)).toBe('all') // whoever asks for so many gets them
    for (const line of lines.filter((_, i) => i % 101 === 0 || lines[i].outcome === 'win')) {
      const weights = Int32Array.from(names, (name) => line.weights_snapshot[name])
      expect(line.variant_value).toBe(objective.toValue(objective.reset(weights)))
      if (line.outcome === 'win')
        expect(line.variant_value).toBeGreaterThanOrEqual(line.baseline_value)
      else expect(line.variant_value).toBeLessThanOrEqual(line.baseline_value)
    }
    const won = lines.filter(({ outcome }) => outcome === 'win')
    expect(await linesOf(journal, 'deep', true)).toEqual(won)
    const text = lines.map((line) => JSON.stringify(line)).join('\n')
    const imported = await importJournal(chunksOf(text), {
      newId: () => 'again',
      now: '2026-02-01T00:00:00.000Z',
      name: 'journal.jsonl',
    })
    if (!imported.ok) throw new Error(imported.problems[0]?.what)
    const other = createMemoryJournal()
    const { stored } = await storeImported(other, imported.value)
    expect(await linesOf(other, stored[0]!)).toEqual(
      lines.map((line) => ({ ...line, timestamp: expect.anything() })),
    )
  })

  it('is the same when the run stops anywhere and is taken up again', async () => {
    const whole = createMemoryJournal()
    await whole.start(header)
    await search(whole, header.budget)
    const parts = createMemoryJournal()
    await parts.start(header)
    for (const budget of [17, 700, header.budget]) {
      await search(parts, budget, (await parts.run('deep'))!.experiments + 1)
    }
    const [a, b] = [await linesOf(whole, 'deep'), await linesOf(parts, 'deep')]
    const plain = (line: Record<string, unknown>) => ({ ...line, timestamp: 0, duration_ms: 0 })
    expect(b.map(plain)).toEqual(a.map(plain))
    const rows = await experimentRows(parts, 'deep', 'all', 0, 50)
    expect(rows[0]?.kept).toBe(true)
  })
})
