import { describe, expect, it } from 'vitest'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import { decide } from '../../src/loop/decide.ts'
import { createMove, type Move } from '../../src/search/move.ts'
import { createObjective } from '../../src/search/objective.ts'
import {
  type Bounds,
  endsByItself,
  findStrategy,
  PROPOSERS,
  TASK_STRATEGIES,
} from '../../src/search/strategy.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'
import { boundsOf, candidatesOf, type TaskRunOptions, taskRun, toldFrom } from './taskRun.ts'

const SHAPE: DatasetShape = {
  rows: 600,
  features: ['flag', 'count', 'fraction', 'rareFlag', 'fraction'],
  money: 'decimal',
}

interface Case {
  weights: Int32Array
  bounds: Bounds
}

/** Bounds of every kind: wide, one value only, locked, weight at an end, weight 0 and negative. */
function drawCase(seed: number): Case {
  const size = 1 + randomBelow(seed, 0, 0, 12)
  const min = new Int32Array(size)
  const max = new Int32Array(size)
  const locked = new Uint8Array(size)
  const weights = new Int32Array(size)
  for (let position = 0; position < size; position++) {
    min[position] = randomBelow(seed, position, 1, 60) - 40
    max[position] =
      min[position] + randomBelow(seed, position, 2, 4) * randomBelow(seed, position, 3, 15)
    weights[position] =
      min[position] + randomBelow(seed, position, 4, max[position] - min[position] + 1)
    if (randomBelow(seed, position, 5, 3) === 0) weights[position] = max[position]
    locked[position] = randomBelow(seed, position, 6, 4) === 0 ? 1 : 0
  }
  return { weights, bounds: { min, max, locked } }
}

function asList(move: Move): [number, number][] {
  return Array.from({ length: move.count }, (_, change) => [
    move.features[change],
    move.newWeights[change],
  ])
}

describe.each(PROPOSERS.map((strategy) => [strategy.name, strategy] as const))(
  'strategy %s',
  (_, strategy) => {
    it('says what it does in a sentence', () => {
      expect(strategy.sentence).toMatch(/^[A-Z].{20,}\.$/)
      expect(findStrategy(strategy.name)).toBe(strategy)
    })

    it('keeps to distinct, unlocked features, inside bounds, and always changes something', () => {
      let proposed = 0
      for (let seed = 0; seed < 300; seed++) {
        const { weights, bounds } = drawCase(seed)
        const { min, max, locked } = bounds
        const before = weights.slice()
        const free = weights.filter((_, p) => locked[p] === 0 && min[p] < max[p]).length
        for (let index = 1; index <= 40; index++) {
          const move = createMove()
          expect(strategy.propose(seed, index, weights, bounds, move)).toBe(free > 0)
          if (free === 0) continue
          proposed++
          expect(move.count).toBeGreaterThanOrEqual(1)
          expect(move.count).toBeLessThanOrEqual(3)
          expect(new Set(asList(move).map(([feature]) => feature)).size).toBe(move.count)
          for (const [feature, weight] of asList(move)) {
            expect(locked[feature]).toBe(0)
            expect(weight).not.toBe(weights[feature])
            expect(weight).toBeGreaterThanOrEqual(min[feature])
            expect(weight).toBeLessThanOrEqual(max[feature])
          }
        }
        expect(weights).toEqual(before)
      }
      expect(proposed).toBeGreaterThan(5000)
    })

    it('proposes the same whatever was asked before', () => {
      const { weights, bounds } = drawCase(4)
      const reused = createMove()
      const forward: string[] = []
      for (let index = 1; index <= 200; index++) {
        strategy.propose(8, index, weights, bounds, reused)
        forward.push(JSON.stringify(asList(reused)))
      }
      const copies = {
        min: bounds.min.slice(),
        max: bounds.max.slice(),
        locked: bounds.locked.slice(),
      }
      for (let index = 200; index >= 1; index--) {
        const move = createMove()
        strategy.propose(8, index, weights.slice(), copies, move)
        expect(JSON.stringify(asList(move))).toBe(forward[index - 1])
      }
    })

    it('depends on the seed and on the index', () => {
      const { weights, bounds } = drawCase(4)
      const distinct = (seed: (n: number) => number, index: (n: number) => number) => {
        const seen = new Set<string>()
        for (let n = 1; n <= 300; n++) {
          const move = createMove()
          strategy.propose(seed(n), index(n), weights, bounds, move)
          seen.add(JSON.stringify(asList(move)))
        }
        return seen.size
      }
      expect(
        distinct(
          (n) => n,
          () => 7,
        ),
      ).toBeGreaterThan(30)
      expect(
        distinct(
          () => 7,
          (n) => n,
        ),
      ).toBeGreaterThan(30)
    })
  },
)

describe.each(TASK_STRATEGIES.map((strategy) => [strategy.name, strategy.sentence] as const))(
  'strategy %s',
  (name, sentence) => {
    const strategy = name as 'deep' | 'sparse'
    const bounds = boundsOf(5, -3, 9)
    bounds.locked[1] = 1
    bounds.min[3] = bounds.max[3] = 4
    const start = Int32Array.of(2, 7, 2, 4, -1)
    const run = (seed: number, metric: PrimaryMetric, options: Partial<TaskRunOptions> = {}) =>
      taskRun(strategy, randomDataset(seed, SHAPE), metric, { bounds, start, ...options })

    it('says what it does in a sentence, and ends by itself', () => {
      expect(sentence).toMatch(/^[A-Z].{20,}\.$/)
      expect(endsByItself(strategy)).toBe(true)
    })

    it('keeps to the bounds, leaves locked weights alone, and keeps only what is no worse', async () => {
      for (const metric of ['auc_roc_retain', 'ks', 'revenue_capture_at_20'] as const) {
        const dataset = randomDataset(1, SHAPE)
        const objective = createObjective(dataset, metric)
        const batch = await run(1, metric)
        const candidates = candidatesOf(batch)
        expect(candidates.length).toBeGreaterThan(50)
        for (const weights of candidates) {
          expect([weights[1], weights[3]]).toEqual([7, 4])
          expect(weights.every((weight, i) => i === 1 || (weight >= -3 && weight <= 9))).toBe(true)
        }
        const points = (weights: Int32Array) =>
          weights.reduce((sum, weight) => sum + Math.abs(weight), 0)
        let incumbent: Int32Array = start
        let value = objective.toValue(objective.reset(start))
        for (const [slot, weights] of candidates.entries()) {
          if (batch.kept[slot] === 0) continue
          expect(batch.values[slot]).toBe(objective.toValue(objective.reset(weights)))
          const isBetter = decide(batch.values[slot], value)
          const isSimpler = batch.values[slot] === value && points(weights) <= points(incumbent)
          expect(isBetter || isSimpler).toBe(true)
          incumbent = weights
          value = batch.values[slot]
        }
      }
    })

    it('is the same again, for any number of workers and slices, and another with other data', async () => {
      const one = toldFrom(await run(2, 'auc_roc_retain'))
      expect(toldFrom(await run(2, 'auc_roc_retain'))).toEqual(one)
      expect(toldFrom(await run(2, 'auc_roc_retain', { workers: 3, clock: 7 }))).toEqual(one)
      expect(toldFrom(await run(2, 'auc_roc_retain', { workers: 2, clock: 4, dying: 6 }))).toEqual(
        one,
      )
      expect(toldFrom(await run(3, 'auc_roc_retain'))).not.toEqual(one)
    })
  },
)

describe('strategy random', () => {
  const random = findStrategy('random')

  it('reaches every value within the radius, and no other', () => {
    const bounds = {
      min: Int32Array.of(-100, -100, -5),
      max: Int32Array.of(100, 100, 25),
      locked: Uint8Array.of(0, 0, 0),
    }
    const weights = Int32Array.of(11, -1, 25) // radius 4, 1 and 8
    const reached = [new Set<number>(), new Set<number>(), new Set<number>()]
    const move = createMove()
    for (let index = 1; index <= 4000; index++) {
      random.propose(1, index, weights, bounds, move)
      for (const [feature, weight] of asList(move)) reached[feature].add(weight)
    }
    const sorted = reached.map((values) => [...values].sort((a, b) => a - b))
    expect(sorted[0]).toEqual([7, 8, 9, 10, 12, 13, 14, 15])
    expect(sorted[1]).toEqual([-2, 0])
    expect(sorted[2]).toEqual([17, 18, 19, 20, 21, 22, 23, 24])
  })

  it('changes one, two or three features equally often, and every feature equally often', () => {
    const size = 9
    const bounds = {
      min: new Int32Array(size).fill(-50),
      max: new Int32Array(size).fill(50),
      locked: new Uint8Array(size),
    }
    const weights = new Int32Array(size).fill(5)
    const counts = [0, 0, 0]
    const features = new Array<number>(size).fill(0)
    const move = createMove()
    for (let index = 1; index <= 30_000; index++) {
      random.propose(6, index, weights, bounds, move)
      counts[move.count - 1]++
      for (const [feature] of asList(move)) features[feature]++
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(330) // 4 sd
    for (const count of features) expect(Math.abs(count - 60_000 / size)).toBeLessThan(330)
  })

  it('changes fewer where fewer are free', () => {
    const bounds = {
      min: Int32Array.of(0, 0, 3),
      max: Int32Array.of(9, 9, 3),
      locked: Uint8Array.of(0, 1, 0),
    }
    const move = createMove()
    for (let index = 1; index <= 50; index++) {
      expect(random.propose(6, index, Int32Array.of(5, 5, 3), bounds, move)).toBe(true)
      expect(asList(move).map(([feature]) => feature)).toEqual([0])
    }
  })

  it('is named in an error when a strategy is unknown', () => {
    expect(() => findStrategy('guess')).toThrow('strategy unknown: guess')
  })
})
