import { describe, expect, it } from 'vitest'
import { addedSteps } from '../../src/accounts/clippedScores.ts'
import { PRIMARY_METRICS, type PrimaryMetric } from '../../src/evaluation/metrics.ts'
import type { ExperimentBatch } from '../../src/loop/experiment.ts'
import { candidateWeights, sweepWeights } from '../../src/loop/sweep.ts'
import { winsOf } from '../../src/loop/win.ts'
import { createDeepContext, type DeepContext } from '../../src/search/deep/context.ts'
import { createDeepPool } from '../../src/search/deep/deepPool.ts'
import { type DeepTask, performTask } from '../../src/search/deep/deepTask.ts'
import { createGate } from '../../src/search/deep/gate.ts'
import { createGuide, likeness } from '../../src/search/deep/guide.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { createObjective } from '../../src/search/objective.ts'
import type { TaskStepper } from '../../src/search/stepper.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'
import { referenceScores, referenceValue } from './reference.ts'
import { boundsOf, jumpyClock, type TaskRunOptions, taskRun, toldFrom } from './taskRun.ts'

const MIXED = ['flag', 'rareFlag', 'count', 'fraction', 'fraction'] as const
const FLAGS = ['flag', 'rareFlag', 'flag', 'flag', 'flag', 'rareFlag'] as const
const SMALL: DatasetShape = { rows: 900, features: [...MIXED], money: 'decimal' }
const FEW: DatasetShape = { rows: 400, features: ['flag', 'rareFlag', 'flag', 'flag'] }
const LARGE: DatasetShape = { rows: 5100, features: [...FLAGS] }

const bounded = (features: number, min = -5, max = 25) => boundsOf(features, min, max)

function whole(
  seed: number,
  shape: DatasetShape,
  metric: PrimaryMetric,
  options: Partial<TaskRunOptions> = {},
): Promise<ExperimentBatch> {
  const bounds = bounded(shape.features.length)
  return taskRun('deep', randomDataset(seed, shape), metric, { bounds, ...options })
}

describe('deep search', () => {
  it('is the same with any number of workers, in any slices, with workers that die', async () => {
    for (const [shape, least, most] of [
      [SMALL, -5, 25],
      [LARGE, -5, 8],
      [FEW, -8, 25], // all weights gone through
    ] as const) {
      const bounds = bounded(shape.features.length, least, most)
      const one = toldFrom(await whole(1, shape, 'auc_roc_retain', { bounds }))
      for (const options of [
        { workers: 2, clock: 5 },
        { workers: 3, clock: 9 },
        { workers: 2, clock: 3, dying: 5 },
      ]) {
        const other = await whole(1, shape, 'auc_roc_retain', { bounds, ...options })
        expect(toldFrom(other)).toEqual(one)
      }
    }
  })

  it('rejects where a task fails whoever does it, and where every worker is lost', async () => {
    const weights = new Int32Array(3).fill(2)
    const facts = {
      comparable: 1,
      passes: true,
      bounds: bounded(3),
      starts: [{ kind: 'incumbent' }],
      gated: false,
      guarded: false,
      exhaustible: false,
      provable: false,
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
        { weights },
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
    const all = await whole(2, SMALL, 'auc_roc_retain')
    expect(all.certificate).toBeDefined()
    expect(all.changeCurve).not.toHaveLength(0)
    for (const from of [2, 31, 500, all.count]) {
      const rest = await whole(2, SMALL, 'auc_roc_retain', { from, workers: 2, clock: from })
      expect(toldFrom(rest)).toEqual(toldFrom(all, from))
    }
  })

  it('says of every experiment what it tried and what that gave, and keeps what is better', async () => {
    for (const metric of PRIMARY_METRICS) {
      const batch = await whole(3, SMALL, metric)
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
    const bounds = bounded(5, 0, 9)
    bounds.locked[1] = 1
    bounds.min[3] = 2
    bounds.max[3] = 2
    const batch = await whole(4, SMALL, 'auc_roc_retain', { bounds })
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
      const bounds = bounded(6, -2, 8)
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
    const bounds = bounded(3, -2, 6)
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
    const result = searchDeep(dataset, 'auc_roc_retain', bounded(5), new Int32Array(5).fill(2), 1)
    expect(result.certificate?.byStandardError).toBe(true)
    for (let feature = 0; feature < 5; feature++) {
      for (let weight = -5; weight <= 25; weight++) {
        const candidate = result.weights.slice()
        candidate[feature] = weight
        expect(gain(dataset, result.weights, candidate)).toBeLessThanOrEqual(1)
        expect(gate?.passes(result.weights, candidate)).toBe(false)
      }
    }
    expect(createGate(randomDataset(9, { ...SMALL, rows: 5000 }), 'auc_roc_retain')).toBeNull()
  })

  it('on small data leaves the incumbent for a regression that is better on accounts left out, or far better', () => {
    const seen = { left: 0, kept: 0, near: 0 }
    for (let seed = 1; seed <= 6; seed++) {
      const dataset = randomDataset(seed, SMALL)
      const context = createDeepContext(dataset, 'auc_roc_retain', bounded(5), seed)
      const outcome = Uint8Array.from(dataset.outcomes.retained!)
      const guide = createGuide(dataset, outcome, context.movable, seed)
      const alike = (weights: Int32Array) =>
        likeness(guide, dataset, addedSteps(dataset, weights), dataset.baseScore)
      const found = performed(context, new Int32Array(5))
      for (const incumbent of [new Int32Array(5).fill(2), found.tried[0], found.end]) {
        const { tried, accepted, end } = performed(context, incumbent)
        const value = referenceValue(dataset, incumbent, 'auc_roc_retain')
        const isBetter =
          pairwiseAuc(guide.leftOut, outcome) > value || gain(dataset, incumbent, tried[0]) > 2
        const worth = isBetter && alike(tried[0]) > alike(incumbent)
        expect(accepted[0]).toBe(worth)
        if (incumbent === found.end && !worth) {
          expect(accepted).not.toContain(true)
          expect(end).toEqual(incumbent)
        }
        seen.near += Number(isBetter && !worth)
        seen[worth ? 'left' : 'kept']++
      }
    }
    expect(Math.min(seen.left, seen.kept, seen.near)).toBeGreaterThan(0)
  })

  it('does not take for sure what one churned account more could take', () => {
    const rows = 1000
    const dataset = randomDataset(9, { rows, features: ['constant'] })
    const gateOf = (churnedRows: number, having: number, churnedHaving: number, errors = 2) => {
      const retained = Uint8Array.from({ length: rows }, (_, row) => Number(row >= churnedRows))
      const outcomes = { ...dataset.outcomes, retained, churned: null }
      const values = retained.map((stayed, row) =>
        Number(stayed ? row < churnedRows + having : row < churnedHaving),
      )
      const features = [{ ...dataset.features[0], values }]
      const gate = createGate({ ...dataset, outcomes, features }, 'auc_roc_retain')!
      return gate.passes(Int32Array.of(0), Int32Array.of(1), errors)
    }
    expect(gateOf(20, 80, 0)).toBe(false) // 1.6 of 20 were to be expected: none is no wonder
    expect(gateOf(20, 80, 0, 1)).toBe(false)
    expect(gateOf(20, 490, 0, 1)).toBe(true)
    expect(gateOf(400, 80, 0)).toBe(true)
    expect(gateOf(400, 80, 53)).toBe(false)
  })

  it('takes bounds as wide as a spec may give', () => {
    const dataset = randomDataset(10, { rows: 150, features: ['flag', 'count'] })
    const bounds = bounded(2, -1_000_000, 1_000_000)
    const { out } = createDeepContext(dataset, 'auc_roc_retain', bounds, 1)
    expect(out.length).toBeGreaterThan(2_000_000)
  })

  it('needs no pair where one weight alone can change, and no outcome to start from', () => {
    const dataset = randomDataset(10, { ...SMALL, rows: 5001, features: ['count', 'flag'] })
    const bounds = bounded(2)
    bounds.locked[1] = 1
    const start = Int32Array.of(2, 2)
    const one = searchDeep(dataset, 'auc_roc_retain', bounds, start, 1)
    expect(one.certificate).toMatchObject({ single: true, pairs: true })
    const money = { ...dataset.outcomes, retained: null, churned: null }
    const outcomes = { ...dataset, outcomes: money }
    const captured = searchDeep(outcomes, 'revenue_capture_at_20', bounded(2), start, 1)
    expect(captured.value).toBeGreaterThan(0)
  })
})

/** Beginning with the regression. */
function performed(context: DeepContext, incumbent: Int32Array) {
  const task: DeepTask = { id: 0, kind: 'start', incumbent, start: { kind: 'logistic' } }
  const steps = performTask(context, task)
  const tried: Int32Array[] = []
  const accepted: boolean[] = []
  for (;;) {
    const step = steps.next()
    if (step.done === true) return { tried, accepted, end: step.value.weights }
    tried.push(sweepWeights(step.value.sweep, step.value.sweep.first))
    accepted.push(step.value.accepted)
  }
}

function pairwiseAuc(scores: Float64Array, outcome: Uint8Array): number {
  let won = 0
  let pairs = 0
  for (let a = 0; a < scores.length; a++) {
    for (let b = 0; b < scores.length; b++) {
      if (outcome[a] <= outcome[b]) continue
      won += scores[a] > scores[b] ? 1 : scores[a] === scores[b] ? 0.5 : 0
      pairs++
    }
  }
  return won / pairs
}

/** Gain in AUC over its DeLong error and what one account more could take, by the definition: pair by pair. */
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
  const most = (values: number[]) => Math.max(...values.map(Math.abs))
  const error = Math.hypot(
    Math.sqrt(spread(upGain) / up.length + spread(downGain) / down.length),
    most(upGain) / down.length,
    most(downGain) / up.length,
  )
  return error === 0 ? 0 : mean(upGain) / error
}
