import { describe, expect, it } from 'vitest'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import type { ExperimentBatch } from '../../src/loop/experiment.ts'
import { joinBatches } from '../../src/loop/joinBatches.ts'
import { createRun, type Win } from '../../src/loop/run.ts'
import { createSearchEngine } from '../../src/search/engine.ts'
import { createPool } from '../../src/search/pool.ts'
import type { Stepper } from '../../src/search/stepper.ts'
import type { Bounds } from '../../src/search/strategy.ts'
import { randomDataset } from './randomDataset.ts'

const dataset = randomDataset(77, {
  rows: 500,
  features: ['flag', 'count', 'fraction', 'count', 'flag', 'negative'],
  money: 'decimal',
})
const bounds: Bounds = {
  min: new Int32Array(6).fill(-5),
  max: new Int32Array(6).fill(25),
  locked: Uint8Array.of(0, 0, 0, 0, 1, 0),
}
const tick = () => new Promise((resolve) => setImmediate(resolve))

interface Options {
  metric: PrimaryMetric
  workers: number
  pauses?: boolean
  resumeAt?: { index: number; weights: Int32Array; value: number }
}

/** A run to its end, over real engines and the real pool. With pauses, time goes by looks at the clock. */
async function wholeRun({ metric, workers, pauses = false, resumeAt }: Options) {
  let looks = 0
  const now = () => (pauses ? looks++ / 2 : performance.now())
  const engines = Array.from({ length: workers }, () =>
    createSearchEngine({ dataset, metric, strategy: 'random', seed: 4, bounds, now }),
  )
  const steppers: Stepper[] = engines.map((engine, worker) => ({
    async step(request) {
      const naps = randomBelow(worker, request.from, 0, 3)
      for (let nap = 0; nap <= naps; nap++) await tick()
      return engine.step(request)
    },
  }))
  const start = new Int32Array(6).fill(5)
  const batches: ExperimentBatch[] = []
  const wins: Win[] = []
  const run = createRun({
    pool: createPool(steppers, { now }),
    weights: resumeAt?.weights ?? start,
    incumbentValue: resumeAt?.value ?? engines[0].baseline(start),
    featureNames: ['a', 'b', 'c', 'd', 'e', 'f'],
    budget: 4000,
    startIndex: resumeAt?.index ?? 1,
    async onBatch(batch, newWins) {
      batches.push(batch)
      wins.push(...newWins)
    },
    now,
    sliceMs: pauses ? 3 : 30,
  })
  let breaks = 0
  while (pauses && run.state().phase === 'running') {
    await run.pause()
    if (run.state().phase === 'paused') breaks++
    await tick()
    run.resume()
    await tick()
  }
  const end = await run.done
  expect(end.phase).toBe('finished')
  return { all: { ...joinBatches(batches), durationMs: 0 }, wins, end, breaks }
}

describe.each(['auc_roc_retain', 'revenue_capture_at_20'] as const)('a run on %s', (metric) => {
  it('is the same with any number of workers, paused or not', async () => {
    const one = await wholeRun({ metric, workers: 1 })
    expect(one.wins.length).toBeGreaterThan(5)
    expect(one.all.count).toBe(4000)
    for (const workers of [2, 3, 7]) {
      const many = await wholeRun({ metric, workers })
      expect(many.all).toEqual(one.all)
      expect(many.wins).toEqual(one.wins)
    }
    for (const workers of [1, 3]) {
      const paused = await wholeRun({ metric, workers, pauses: true })
      expect(paused.breaks).toBeGreaterThan(1)
      expect(paused.all).toEqual(one.all)
      expect(paused.wins).toEqual(one.wins)
    }
  })

  it('is the same when resumed from any experiment', async () => {
    const whole = await wholeRun({ metric, workers: 1 })
    const [first, second] = whole.wins
    for (const index of [2, first.index, first.index + 1, second.index + 5, 3999]) {
      const before = whole.wins.filter((win) => win.index < index).at(-1)
      const resumed = await wholeRun({
        metric,
        workers: 2,
        resumeAt: {
          index,
          weights: before?.weights ?? new Int32Array(6).fill(5),
          value: before?.value ?? first.baselineValue,
        },
      })
      expect(resumed.wins).toEqual(whole.wins.filter((win) => win.index >= index))
      expect(resumed.all.values).toEqual(whole.all.values.slice(index - 1))
      expect(resumed.end.weights).toEqual(whole.end.weights)
    }
  })

  it('has wins that improve on the incumbent before, each on the last', async () => {
    const { wins } = await wholeRun({ metric, workers: 2 })
    let value = wins[0].baselineValue
    for (const win of wins) {
      expect(win.baselineValue).toBe(value)
      expect(win.value).toBeGreaterThan(value)
      expect(win.changes.every(({ feature }) => feature !== 'e')).toBe(true)
      value = win.value
    }
  })
})
