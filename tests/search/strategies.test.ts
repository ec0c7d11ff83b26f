import { describe, expect, it } from 'vitest'
import { randomBelow } from '../../src/lib/rng.ts'
import { createMove, type Move } from '../../src/search/move.ts'
import { type Bounds, findStrategy, PROPOSERS } from '../../src/search/strategy.ts'

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
