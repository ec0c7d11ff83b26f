import { describe, expect, it } from 'vitest'
import { batchHash } from '../../src/journal/chain.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { createMemoryJournal } from '../../src/journal/memoryJournal.ts'
import { runResult } from '../../src/journal/runResult.ts'
import { withHoldout } from '../../src/loop/curve.ts'
import type { ExperimentBatch, KeptExperiment } from '../../src/loop/experiment.ts'
import { createRun, type Win } from '../../src/loop/run.ts'
import { createExperimentPool } from '../../src/search/experimentPool.ts'
import { createObjective } from '../../src/search/objective.ts'
import { createSearcher } from '../../src/search/searcher.ts'
import type { AnyStepper } from '../../src/search/stepper.ts'
import { randomDataset } from '../search/randomDataset.ts'
import { collect, headerOf } from './journalFixtures.ts'

const dataset = randomDataset(12, { rows: 800, features: ['flag', 'rareFlag', 'flag', 'count'] })
const names = dataset.features.map(({ name }) => name)
const bounds = {
  min: new Int32Array(4).fill(-5),
  max: new Int32Array(4).fill(9),
  locked: new Uint8Array(4),
}
const start = new Int32Array(4).fill(5)
const objective = createObjective(dataset, 'auc_roc_retain')
const baseline = objective.toValue(objective.reset(start))
const figures = { metrics: { auc_roc_retain: baseline, n_scored: 800 }, holdoutMetrics: null }

const header = headerOf('sparse', {
  strategy: 'sparse',
  budget: Number.POSITIVE_INFINITY,
  spec: {
    model: 'sparse',
    max_score: 100,
    features: Object.fromEntries(names.map((name) => [name, { weight: 5, min: -5, max: 9 }])),
    tiers: [{ label: 'A', min: 0, max: 101 }],
    extra: {},
  },
  baseline: { value: baseline, holdoutValue: null, ...figures },
})

/** A sparse run, or the rest of one, through the loop into a journal. */
async function search(journal: Journal, budget: number, startIndex = 1) {
  let clock = 0
  const now = () => clock++
  const searcher = createSearcher({
    ...{ dataset, metric: 'auc_roc_retain', strategy: 'sparse', seed: 42, bounds, now },
  })
  const stepper: AnyStepper = {
    step: async (request) => searcher.step(request),
    perform: async (request) => {
      await new Promise((resolve) => setImmediate(resolve))
      return searcher.perform(request)
    },
    facts: async (weights) => searcher.facts(weights),
  }
  const best = (await journal.run('sparse'))?.best ?? null
  return createRun({
    pool: createExperimentPool('sparse', [stepper], { weights: start, bounds }, { now }),
    weights: best === null ? start : Int32Array.from(best.weights),
    incumbentValue: best?.value ?? baseline,
    featureNames: names,
    budget,
    startIndex,
    now,
    onBatch: (batch, wins) => journal.append('sparse', told(batch), wins.map(keptOf)),
  }).done
}

function told(batch: ExperimentBatch): ExperimentBatch {
  if (batch.curve === undefined) return batch
  const held = batch.curve.map(({ value }) => ({ holdoutValue: value - 0.01 }))
  return { ...batch, curve: withHoldout(batch.curve, held) }
}

function keptOf({ index, changes, weights, baselineValue, value }: Win): KeptExperiment {
  const timestamp = new Date(1_770_000_000_000 + index).toISOString()
  const after = Array.from(weights)
  return {
    ...{ index, timestamp, changes, weights: after, baselineValue, value, holdoutValue: null },
    ...figures,
  }
}

async function started(): Promise<Journal> {
  const journal = createMemoryJournal()
  await journal.start(header)
  return journal
}

describe('journal of a sparse run', () => {
  it('ends with the curve, which is part of the chain', async () => {
    const journal = await started()
    const end = await search(journal, header.budget)
    expect([end.error, end.phase]).toEqual([null, 'finished'])
    const run = (await journal.run('sparse'))!
    expect(run.curve?.length).toBeGreaterThan(1)
    for (const { weights, value, holdoutValue } of run.curve!) {
      expect(value).toBe(objective.toValue(objective.reset(Int32Array.from(weights))))
      expect(holdoutValue).toBe(value - 0.01)
    }
    expect(runResult(run)).toMatchObject({ value: end.value, weights: Array.from(end.weights) })
    expect((await journal.verify('sparse')).brokenAt).toBeNull()
    const batches = await collect(journal.batches('sparse', 1, Number.POSITIVE_INFINITY))
    const last = batches.at(-1)!
    expect(last.curve).toEqual(run.curve)
    const other = run.curve!.map((point) => ({ ...point, holdoutValue: 1 }))
    expect(batchHash('', { ...last, curve: other }, [])).not.toBe(batchHash('', last, []))
    const { curve: _, ...without } = last
    expect(batchHash('', { ...without, curve: undefined }, [])).toBe(batchHash('', without, []))
  })

  it('has the same curve when the run stops anywhere and is taken up again', async () => {
    const whole = await started()
    await search(whole, header.budget)
    const parts = await started()
    for (const budget of [17, 90, header.budget]) {
      await search(parts, budget, (await parts.run('sparse'))!.experiments + 1)
    }
    const [a, b] = [(await whole.run('sparse'))!, (await parts.run('sparse'))!]
    expect(b.curve).toEqual(a.curve)
    expect(b.best).toEqual(a.best)
    expect(b.experiments).toBe(a.experiments)
  })

  it('hands out the last spec of the curve where the start has more features than allowed', () => {
    const run = {
      ...{ header: { ...header, maxFeatures: 2 }, state: 'finished' as const, experiments: 9 },
      ...{ kept: 0, best: null, searchSeconds: 1, endedAt: null, note: '' },
    }
    expect(runResult(run)).toBeNull()
    const point = { features: 2, weights: [0, 1, 2, 0], value: 0.5, holdoutValue: 0.4 }
    const found = { index: null, weights: point.weights, value: 0.5, holdoutValue: 0.4 }
    expect(runResult({ ...run, curve: [point] })).toEqual(found)
    const free = runResult({ ...run, header, curve: [point] })
    expect(free).toMatchObject({ index: 0, weights: null, value: baseline })
  })
})
