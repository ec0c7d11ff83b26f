import { describe, expect, it } from 'vitest'
import { randomBelow } from '../../src/lib/rng.ts'
import type { ExperimentBatch } from '../../src/loop/experiment.ts'
import { joinBatches } from '../../src/loop/joinBatches.ts'
import { winsOf } from '../../src/loop/win.ts'
import { createSearchEngine } from '../../src/search/engine.ts'
import { createPool, type PoolOptions } from '../../src/search/pool.ts'
import type { Stepper } from '../../src/search/stepper.ts'
import type { Bounds } from '../../src/search/strategy.ts'
import { randomDataset } from './randomDataset.ts'

const dataset = randomDataset(31, {
  rows: 400,
  features: ['flag', 'count', 'fraction', 'count', 'flag'],
})
const bounds: Bounds = {
  min: new Int32Array(5).fill(-5),
  max: new Int32Array(5).fill(25),
  locked: new Uint8Array(5),
}
const start = new Int32Array(5).fill(5)
const BUDGET = 1500

/** A clock that jumps by up to `jump` ms at every look, so that budgets end anywhere. */
function jumpyClock(seed: number, jump: number): () => number {
  let time = 0
  let looks = 0
  return () => {
    time += (randomBelow(seed, looks++, 0, 1000) / 1000) * jump
    return time
  }
}

function engine(now: () => number) {
  return createSearchEngine({
    dataset,
    metric: 'auc_roc_retain',
    strategy: 'random',
    seed: 5,
    bounds,
    now,
  })
}

interface Unruly {
  failAt?: (call: number) => boolean
  jump?: number
}

function stepper(seed: number, { failAt = () => false, jump = 3 }: Unruly = {}): Stepper {
  const inner = engine(jumpyClock(seed, jump))
  let calls = 0
  return {
    async step(request) {
      const call = calls++
      const naps = randomBelow(seed, call, 1, 6)
      for (let nap = 0; nap < naps; nap++) await new Promise((resolve) => setImmediate(resolve))
      if (failAt(call)) throw new Error(`worker ${seed} died`)
      return inner.step(request)
    },
  }
}

async function climb(
  steppers: Stepper[],
  options: Partial<PoolOptions> = {},
  seed = 1,
): Promise<{ batch: ExperimentBatch; weights: Int32Array; calls: number }> {
  const pool = createPool(steppers, { now: jumpyClock(seed, 2), ...options })
  const batches: ExperimentBatch[] = []
  let weights: Int32Array = start
  let incumbentValue = engine(() => 0).baseline(start)
  let from = 1
  while (from <= BUDGET) {
    const budgetMs = 1 + randomBelow(seed, from, 2, 60)
    const batch = await pool.run({ weights, incumbentValue, from, to: BUDGET + 1, budgetMs })
    expect(batch.firstIndex).toBe(from)
    expect(batch.count).toBeGreaterThan(0)
    const last = winsOf(batch, weights, incumbentValue, []).at(-1)
    if (last !== undefined) {
      weights = last.weights
      incumbentValue = last.value
    }
    batches.push(batch)
    from += batch.count
  }
  const batch = joinBatches(batches)
  return { batch: { ...batch, durationMs: 0 }, weights, calls: batches.length }
}

const alone = engine(() => 0).step({
  weights: start,
  incumbentValue: 0,
  from: 1,
  to: BUDGET + 1,
  stride: 1,
  continueAfterWin: true,
  budgetMs: Number.POSITIVE_INFINITY,
})
const { elapsedMs: _, refused: __, ...columns } = alone
const expected = { firstIndex: 1, ...columns, durationMs: 0 }

describe('pool', () => {
  it('has wins to get wrong', () => {
    expect(alone.kept.reduce((sum, kept) => sum + kept, 0)).toBeGreaterThan(10)
  })

  it.each([1, 2, 3, 7])(
    'gives what one engine gives, with %i workers at any speed',
    async (count) => {
      for (let seed = 1; seed <= 6; seed++) {
        const steppers = Array.from({ length: count }, (_, worker) =>
          stepper(seed * 100 + worker, { jump: seed * 2 }),
        )
        const { batch } = await climb(steppers, {}, seed)
        expect(batch).toEqual(expected)
      }
    },
  )

  it('goes on without workers that die, and tells of them', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const lost: string[] = []
      const steppers = Array.from({ length: 4 }, (_, worker) =>
        stepper(seed * 10 + worker, {
          failAt: (call) => worker > 0 && call >= 1 + worker * seed,
          jump: 6,
        }),
      )
      const { batch } = await climb(
        steppers,
        { onLost: (_, error) => lost.push(error.message) },
        seed,
      )
      expect(batch).toEqual(expected)
      expect(lost.length).toBeGreaterThan(0)
      expect(lost.every((message) => message.endsWith('died'))).toBe(true)
    }
  })

  it('takes replacements', async () => {
    let made = 0
    const pool = await climb([stepper(1, { failAt: (call) => call === 3 }), stepper(2)], {
      replace: async () => stepper(50 + made++),
    })
    expect(pool.batch).toEqual(expected)
    expect(made).toBe(1)
  })

  it('rejects with the reason when no worker is left', async () => {
    const dead = () => stepper(9, { failAt: () => true })
    await expect(climb([dead(), dead()])).rejects.toThrow('worker 9 died')
    await expect(climb([])).rejects.toThrow('search workers left: 0')
    await expect(
      climb([dead()], { replace: async () => Promise.reject(new Error('no memory')) }),
    ).rejects.toThrow('worker 9 died')
  })

  it('does not replace for ever what always fails', async () => {
    let made = 0
    const replace = async () => {
      made++
      return stepper(9, { failAt: () => true })
    }
    await expect(climb([stepper(9, { failAt: () => true })], { replace })).rejects.toThrow('died')
    expect(made).toBeLessThan(10)
  })

  it('does not take a worker that returns nothing for progress', async () => {
    const idle: Stepper = {
      step: async () => ({
        count: 0,
        values: new Float64Array(0),
        kept: new Uint8Array(0),
        changeCount: new Uint8Array(0),
        changedFeatures: new Uint16Array(0),
        newWeights: new Int32Array(0),
        refused: [],
        elapsedMs: 0,
      }),
    }
    await expect(climb([idle])).rejects.toThrow('step experiments: 0')
    expect((await climb([idle, stepper(3)])).batch).toEqual(expected)
  })
})
