import { describe, expect, it } from 'vitest'
import { PRIMARY_METRICS, type PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import type { Certificate, ExperimentBatch } from '../../src/loop/experiment.ts'
import { joinBatches } from '../../src/loop/joinBatches.ts'
import { candidateWeights } from '../../src/loop/sweep.ts'
import { winsOf } from '../../src/loop/win.ts'
import type { Bounds } from '../../src/search/bounds.ts'
import { createDeepContext } from '../../src/search/deep/context.ts'
import { createDeepPool } from '../../src/search/deep/deepPool.ts'
import { createGate } from '../../src/search/deep/gate.ts'
import { createPerformer } from '../../src/search/deep/performer.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { createObjective } from '../../src/search/objective.ts'
import type { TaskStepper } from '../../src/search/stepper.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'
import { referenceScores, referenceValue } from './reference.ts'

const MIXED = ['flag', 'rareFlag', 'count', 'fraction', 'fraction'] as const
const FLAGS = ['flag', 'rareFlag', 'flag', 'flag', 'flag', 'rareFlag'] as const
const SMALL: DatasetShape = { rows: 900, features: [...MIXED], money: 'decimal' }
const LARGE: DatasetShape = { rows: 5100, features: [...FLAGS] }

function boundsOf(features: number, min = -5, max = 25): Bounds {
  return {
    min: new Int32Array(features).fill(min),
    max: new Int32Array(features).fill(max),
    locked: new Uint8Array(features),
  }
}

/** A clock that jumps, so that slices end anywhere. */
function jumpyClock(seed: number): () => number {
  let time = 0
  let call = 0
  return () => {
    time += 20 * randomUniform(seed, call++, 0)
    return time
  }
}

interface Whole {
  batch: ExperimentBatch
  certificate: Certificate | undefined
}

async function whole(
  seed: number,
  shape: DatasetShape,
  metric: PrimaryMetric,
  options: {
    workers?: number
    clock?: number
    from?: number
    dying?: number
    bounds?: Bounds
  } = {},
): Promise<Whole> {
  const dataset = randomDataset(seed, shape)
  const { workers = 1, clock = 1, from = 1 } = options
  const bounds = options.bounds ?? boundsOf(dataset.features.length)
  const weights = new Int32Array(dataset.features.length).fill(2)
  let calls = 0
  const stepper = (worker: number): TaskStepper => {
    const performer = createPerformer([dataset, metric, bounds, 42], jumpyClock(clock + worker))
    return {
      async perform(request) {
        for (let wait = randomBelow(clock, calls, 1, 4); wait > 0; wait--) await null
        if (options.dying !== undefined && ++calls % options.dying === 0) throw new Error('died')
        return performer.perform(request)
      },
      facts: async (start) => performer.facts(start),
    }
  }
  const pool = createDeepPool(
    Array.from({ length: workers }, (_, worker) => stepper(worker)),
    { weights, bounds },
    { now: jumpyClock(clock + 100), replace: async () => stepper(7) },
  )
  const batches: ExperimentBatch[] = []
  let next = from
  for (;;) {
    const room = 1 + randomBelow(clock, next, 2, 3000)
    const batch = await pool.run({
      weights,
      incumbentValue: 0,
      from: next,
      to: next + room,
      budgetMs: 30,
    })
    if (batch === null) break
    expect(batch.firstIndex).toBe(next)
    expect(batch.count).toBeGreaterThan(0)
    expect(batch.count).toBeLessThanOrEqual(room)
    batches.push(batch)
    next += batch.count
  }
  return { batch: joinBatches(batches), certificate: batches.at(-1)?.certificate }
}

function told({ batch, certificate }: Whole) {
  const weights = Array.from({ length: batch.count }, (_, slot) =>
    candidateWeights(batch, slot, []).join(),
  )
  return { values: [...batch.values], kept: [...batch.kept], weights, certificate }
}

describe('deep search', () => {
  it('is the same with any number of workers, in any slices, with workers that die', async () => {
    for (const [shape, most] of [
      [SMALL, 25],
      [LARGE, 8],
    ] as const) {
      const bounds = boundsOf(shape.features.length, -5, most)
      const one = told(await whole(1, shape, 'auc_roc_retain', { bounds }))
      for (const options of [
        { workers: 2, clock: 5 },
        { workers: 3, clock: 9 },
        { workers: 2, clock: 3, dying: 5 },
      ]) {
        const other = told(await whole(1, shape, 'auc_roc_retain', { bounds, ...options }))
        expect(other).toEqual(one)
      }
    }
  })

  it('rejects where a task fails whoever does it, and where every worker is lost', async () => {
    const weights = new Int32Array(3).fill(2)
    const facts = {
      comparable: 1,
      starts: [{ kind: 'incumbent' }],
      gated: false,
      exhaustible: false,
    }
    let replaced = 0
    const failing: TaskStepper = {
      perform: async () => {
        throw new Error('always')
      },
      facts: async () => facts as Awaited<ReturnType<TaskStepper['facts']>>,
    }
    const run = (replace: () => Promise<TaskStepper>) =>
      createDeepPool(
        [failing, failing],
        { weights, bounds: boundsOf(3) },
        {
          now: jumpyClock(1),
          replace,
        },
      ).run({ weights, incumbentValue: 0, from: 1, to: 100, budgetMs: 30 })
    const again = () => {
      replaced++
      return Promise.resolve({ ...failing })
    }
    await expect(run(again)).rejects.toThrow('always')
    expect(replaced).toBeLessThan(6)
    await expect(run(() => Promise.reject(new Error('none')))).rejects.toThrow('always')
  })

  it('goes on from any experiment exactly as if it had not been interrupted', async () => {
    const all = told(await whole(2, SMALL, 'auc_roc_retain'))
    for (const from of [2, 31, 500, all.values.length]) {
      const rest = told(await whole(2, SMALL, 'auc_roc_retain', { from, workers: 2, clock: from }))
      expect(rest.values).toEqual(all.values.slice(from - 1))
      expect(rest.kept).toEqual(all.kept.slice(from - 1))
      expect(rest.weights).toEqual(all.weights.slice(from - 1))
      expect(rest.certificate).toEqual(all.certificate)
    }
  })

  it('says of every experiment what it tried and what that gave, and keeps what is better', async () => {
    for (const metric of PRIMARY_METRICS) {
      const { batch } = await whole(3, SMALL, metric)
      const dataset = randomDataset(3, SMALL)
      const objective = createObjective(dataset, metric)
      const start = new Int32Array(dataset.features.length).fill(2)
      let incumbent = objective.toValue(objective.reset(start))
      for (let slot = 0; slot < batch.count; slot++) {
        if (slot % 7 === 0 || batch.kept[slot] === 1) {
          const weights = candidateWeights(batch, slot, start)
          expect(batch.values[slot]).toBe(objective.toValue(objective.reset(weights)))
        }
        if (batch.kept[slot] === 1) {
          expect(batch.values[slot]).toBeGreaterThanOrEqual(incumbent)
          incumbent = batch.values[slot]
        }
      }
      const names = dataset.features.map(({ name }) => name)
      const last = winsOf(batch, start, objective.toValue(objective.reset(start)), names).at(-1)
      expect(last?.value).toBe(incumbent)
    }
  })

  it('keeps to the bounds and leaves locked weights alone', async () => {
    const bounds = boundsOf(5, 0, 9)
    bounds.locked[1] = 1
    bounds.min[3] = 2
    bounds.max[3] = 2
    const { batch } = await whole(4, SMALL, 'auc_roc_retain', { bounds })
    for (let slot = 0; slot < batch.count; slot++) {
      const weights = candidateWeights(batch, slot, [])
      expect(weights[1]).toBe(2)
      expect(weights[3]).toBe(2)
      for (const weight of weights) expect(weight >= 0 && weight <= 9).toBe(true)
    }
  })

  it('ends where, by brute force, no change of one weight and no pair of changes is better', () => {
    for (const [seed, metric] of [
      [5, 'auc_roc_retain'],
      [6, 'ks'],
      [7, 'revenue_capture_at_20'],
    ] as const) {
      const dataset = randomDataset(seed, { rows: 5200, features: [...FLAGS], money: 'decimal' })
      const bounds = boundsOf(6, -2, 8)
      const result = searchDeep(dataset, metric, bounds, new Int32Array(6).fill(2), 1)
      expect(result.certificate?.single).toBe(true)
      expect(result.certificate?.pairs).toBe(true)
      expect(result.certificate?.byStandardError).toBe(false)
      expect(result.certificate?.global).toBe(false)
      expect(result.value).toBeCloseTo(referenceValue(dataset, result.weights, metric), 12)
      const objective = createObjective(dataset, metric)
      const best = objective.reset(result.weights)
      const candidate = result.weights.slice()
      for (let a = 0; a < 6; a++) {
        for (let b = a; b < 6; b++) {
          for (let x = -2; x <= 8; x++) {
            for (let y = -2; y <= 8; y++) {
              candidate.set(result.weights)
              candidate[a] = x
              candidate[b] = y
              expect(objective.reset(candidate)).toBeLessThanOrEqual(best)
            }
          }
        }
      }
    }
  })

  it('proves the global optimum where there are few enough specs, the least of equals', () => {
    const dataset = randomDataset(8, { rows: 700, features: ['flag', 'rareFlag', 'flag'] })
    const bounds = boundsOf(3, -2, 6)
    const result = searchDeep(dataset, 'auc_roc_retain', bounds, Int32Array.of(2, 2, 2), 1)
    expect(result.certificate).toMatchObject({ global: true, pairs: true, single: true })
    expect(result.certificate?.checked).toBe(9 ** 3)
    const objective = createObjective(dataset, 'auc_roc_retain')
    let best = Number.NEGATIVE_INFINITY
    let points = Number.POSITIVE_INFINITY
    for (let a = -2; a <= 6; a++) {
      for (let b = -2; b <= 6; b++) {
        for (let c = -2; c <= 6; c++) {
          const comparable = objective.reset(Int32Array.of(a, b, c))
          const size = Math.abs(a) + Math.abs(b) + Math.abs(c)
          if (comparable > best || (comparable === best && size < points)) points = size
          best = Math.max(best, comparable)
        }
      }
    }
    expect(objective.reset(result.weights)).toBe(best)
    expect(result.weights.reduce((sum, weight) => sum + Math.abs(weight), 0)).toBe(points)
  })

  it('on small data takes only moves that gain more than one standard error', () => {
    const dataset = randomDataset(9, SMALL)
    const gate = createGate(dataset, 'auc_roc_retain')
    expect(gate).not.toBeNull()
    const result = searchDeep(dataset, 'auc_roc_retain', boundsOf(5), new Int32Array(5).fill(2), 1)
    expect(result.certificate?.byStandardError).toBe(true)
    for (let feature = 0; feature < 5; feature++) {
      for (let weight = -5; weight <= 25; weight++) {
        const candidate = result.weights.slice()
        candidate[feature] = weight
        expect(gain(dataset, result.weights, candidate)).toBeLessThanOrEqual(1)
        expect(gate?.(result.weights, candidate)).toBe(false)
      }
    }
    expect(createGate(randomDataset(9, { ...SMALL, rows: 5000 }), 'auc_roc_retain')).toBeNull()
  })

  it('takes bounds as wide as a spec may give', () => {
    const dataset = randomDataset(10, { rows: 150, features: ['flag', 'count'] })
    const bounds = boundsOf(2, -1_000_000, 1_000_000)
    const { out } = createDeepContext(dataset, 'auc_roc_retain', bounds, 1)
    expect(out.length).toBeGreaterThan(2_000_000)
  })

  it('needs no pair where one weight alone can change, and no outcome to start from', () => {
    const dataset = randomDataset(10, { ...SMALL, rows: 5001, features: ['count', 'flag'] })
    const bounds = boundsOf(2)
    bounds.locked[1] = 1
    const start = Int32Array.of(2, 2)
    const one = searchDeep(dataset, 'auc_roc_retain', bounds, start, 1)
    expect(one.certificate).toMatchObject({ single: true, pairs: true })
    const money = { ...dataset.outcomes, retained: null, churned: null }
    const outcomes = { ...dataset, outcomes: money }
    const captured = searchDeep(outcomes, 'revenue_capture_at_20', boundsOf(2), start, 1)
    expect(captured.value).toBeGreaterThan(0)
  })
})

/** Gain in AUC over its DeLong standard error, by the definition: pair by pair. */
function gain(
  dataset: ReturnType<typeof randomDataset>,
  before: Int32Array,
  after: Int32Array,
): number {
  const { retained } = dataset.outcomes
  const scores = [before, after].map((weights) => referenceScores(dataset, weights))
  const rows = Array.from({ length: dataset.rowCount }, (_, row) => row)
  const up = rows.filter((row) => retained?.[row] === 1)
  const down = rows.filter((row) => retained?.[row] === 0)
  const wins = (of: number[], a: number, b: number) =>
    of[a] > of[b] ? 1 : of[a] === of[b] ? 0.5 : 0
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = (values: number[]) => {
    const centre = mean(values)
    return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1)
  }
  const upGain = up.map((a) => mean(down.map((b) => wins(scores[1], a, b) - wins(scores[0], a, b))))
  const downGain = down.map((b) =>
    mean(up.map((a) => wins(scores[1], a, b) - wins(scores[0], a, b))),
  )
  const error = Math.sqrt(spread(upGain) / up.length + spread(downGain) / down.length)
  return error === 0 ? 0 : mean(upGain) / error
}
