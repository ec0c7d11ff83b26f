import { describe, expect, it } from 'vitest'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import type { Win } from '../../src/loop/run.ts'
import { createRun } from '../../src/loop/run.ts'
import { createExperimentPool } from '../../src/search/experimentPool.ts'
import { searchAll } from '../../src/search/searchAll.ts'
import { createSearcher } from '../../src/search/searcher.ts'
import type { AnyStepper } from '../../src/search/stepper.ts'
import { plainClimb } from '../search/plainClimb.ts'
import { randomDataset, SHAPE, setupOf } from './fixtures.ts'

const dataset = randomDataset(21, SHAPE)

/** What a run over the real pool keeps. */
async function byRun(metric: PrimaryMetric, strategy: string, budget: number, workers: number) {
  const { seed, bounds, groups, startWeights: weights } = setupOf(dataset)
  const now = () => performance.now()
  const input = { dataset, metric, strategy, seed, bounds, groups, now }
  const steppers = Array.from({ length: workers }, (): AnyStepper => {
    const searcher = createSearcher(input)
    return {
      step: async (request) => searcher.step(request),
      perform: async (request) => searcher.perform(request),
      facts: async (start) => searcher.facts(start),
    }
  })
  const wins: Win[] = []
  const start = searchAll({ ...input, budget: 0, start: weights, strategy: 'random' })
  const run = createRun({
    pool: createExperimentPool(strategy, steppers, { weights, bounds, groups }, { now }),
    weights,
    incumbentValue: start.value,
    featureNames: dataset.features.map(({ name }) => name),
    budget,
    startIndex: 1,
    now,
    async onBatch(_batch, more) {
      wins.push(...more)
    },
  })
  await run.done
  return wins.at(-1)
}

function byOne(metric: PrimaryMetric, strategy: string, budget: number) {
  const { seed, bounds, groups, startWeights: start } = setupOf(dataset)
  return searchAll({ dataset, metric, strategy, seed, budget, bounds, groups, start })
}

describe('a whole search on one thread', () => {
  const cases: [string, PrimaryMetric, number][] = [
    ['random', 'auc_roc_retain', 1000],
    ['random', 'revenue_capture_at_20', 5000],
    ['deep', 'auc_roc_retain', Number.POSITIVE_INFINITY],
    ['deep', 'auc_roc_retain', 2500],
    ['deep', 'ks', 7000],
    ['sparse', 'auc_roc_retain', Number.POSITIVE_INFINITY],
    ['sparse', 'auc_roc_retain', 900],
  ]
  it.each(cases)(
    'finds what a run of %s on %s keeps in %d experiments',
    async (strategy, metric, budget) => {
      const found = byOne(metric, strategy, budget)
      for (const workers of [1, 2]) {
        const last = await byRun(metric, strategy, budget, workers)
        expect(last).toBeDefined()
        expect(found.weights).toEqual(last?.weights)
        expect(found.value).toBe(last?.value)
      }
      expect(found.value).toBeGreaterThan(found.startValue)
    },
  )

  it('finds what a plain climb finds', () => {
    const { seed, bounds, startWeights } = setupOf(dataset)
    const plain = plainClimb(dataset, 'auc_roc_retain', 'random', seed, bounds, startWeights, 400)
    expect(Array.from(byOne('auc_roc_retain', 'random', 400).weights)).toEqual(plain.weights)
  })

  it('refuses a start outside its bounds and bounds without room', () => {
    const { seed, bounds, groups } = setupOf(dataset)
    const input = { dataset, metric: 'ks', strategy: 'random', seed, budget: 5, groups } as const
    const start = new Int32Array(6).fill(99)
    expect(() => searchAll({ ...input, bounds, start })).toThrow('weight outside its bounds')
    const locked = { ...bounds, locked: new Uint8Array(6).fill(1) }
    expect(() => searchAll({ ...input, bounds: locked, start })).toThrow('no weight to change')
  })
})
