import { describe, expect, it } from 'vitest'
import { createSearchEngine } from '../../src/search/engine.ts'
import type { StepRequest } from '../../src/search/stepper.ts'
import type { Bounds } from '../../src/search/strategy.ts'
import { plainClimb } from './plainClimb.ts'
import { randomDataset } from './randomDataset.ts'
import { referenceValue } from './reference.ts'

const dataset = randomDataset(21, {
  rows: 300,
  features: ['flag', 'count', 'fraction', 'flag', 'rareFlag'],
  money: 'decimal',
})
const bounds: Bounds = {
  min: new Int32Array(5).fill(-5),
  max: new Int32Array(5).fill(25),
  locked: Uint8Array.of(0, 0, 0, 1, 0),
}
const start = new Int32Array(5).fill(5)
const request: StepRequest = {
  weights: start,
  incumbentValue: 0,
  from: 1,
  to: 401,
  stride: 1,
  continueAfterWin: true,
  budgetMs: Number.POSITIVE_INFINITY,
}

function engineFor(metric: Parameters<typeof createSearchEngine>[0]['metric'], now = () => 0) {
  return createSearchEngine({ dataset, metric, strategy: 'random', seed: 3, bounds, now })
}

describe('search engine', () => {
  it.each(['auc_roc_retain', 'revenue_capture_at_20', 'tier_separation', 'ks'] as const)(
    'climbs %s as the plain loop does',
    (metric) => {
      const plain = plainClimb(dataset, metric, 'random', 3, bounds, start, 400)
      const result = engineFor(metric).step(request)
      expect(plain.kept.length).toBeGreaterThan(0)
      expect(result.count).toBe(400)
      expect([...result.kept].flatMap((kept, slot) => (kept === 1 ? [slot + 1] : []))).toEqual(
        plain.kept,
      )
      result.values.forEach((value, slot) => {
        expect(Math.abs(value - plain.values[slot])).toBeLessThan(1e-12)
      })
    },
  )

  it('gives the baseline of any weights', () => {
    const engine = engineFor('auc_roc_retain')
    for (const weights of [start, Int32Array.of(-5, 25, 0, 5, 1), start]) {
      expect(engine.baseline(weights)).toBe(referenceValue(dataset, weights, 'auc_roc_retain'))
    }
  })

  it('stops at the first win unless told to go on, and takes every stride-th index', () => {
    const whole = engineFor('auc_roc_retain').step(request)
    const first = whole.kept.indexOf(1)
    const result = engineFor('auc_roc_retain').step({ ...request, continueAfterWin: false })
    expect(result.count).toBe(first + 1)
    expect(result.kept.at(-1)).toBe(1)
    const offset = (first % 3) + 1 // the index of the first win is among 1 + offset, + 3, …
    const strided = engineFor('auc_roc_retain').step({
      ...request,
      from: offset,
      stride: 3,
      continueAfterWin: false,
    })
    expect(offset + (strided.count - 1) * 3).toBe(first + 1)
    for (let slot = 0; slot < strided.count; slot++) {
      expect(strided.values[slot]).toBe(whole.values[offset - 1 + slot * 3])
    }
  })

  it('starts from the weights of the request, whatever it tried before', () => {
    const used = engineFor('auc_roc_retain')
    used.step(request)
    expect(used.step(request)).toEqual(engineFor('auc_roc_retain').step(request))
    expect(request.weights).toEqual(new Int32Array(5).fill(5))
  })

  it('stops when its time is over, after at least one experiment', () => {
    let time = 0
    const engine = engineFor('auc_roc_retain', () => time++)
    const result = engine.step({ ...request, budgetMs: 20 })
    expect(result.count).toBeGreaterThanOrEqual(1)
    expect(result.count).toBeLessThan(100)
    expect(engine.step({ ...request, budgetMs: 0 }).count).toBe(1)
  })

  it('never touches a locked weight', () => {
    const result = engineFor('auc_roc_retain').step({ ...request, to: 2000 })
    for (let slot = 0; slot < result.count; slot++) {
      const changed = result.changedFeatures.subarray(slot * 3, slot * 3 + result.changeCount[slot])
      expect(changed).not.toContain(3)
    }
  })

  it('keeps nothing where the metric is not defined', () => {
    const none = randomDataset(2, { rows: 300, features: ['flag', 'count'], retainedShare: 1 })
    const engine = createSearchEngine({
      dataset: none,
      metric: 'auc_roc_retain',
      strategy: 'random',
      seed: 1,
      bounds: { min: Int32Array.of(0, 0), max: Int32Array.of(9, 9), locked: new Uint8Array(2) },
      now: () => 0,
    })
    const result = engine.step({ ...request, weights: Int32Array.of(5, 5), to: 50 })
    expect(result.count).toBe(49)
    expect(result.values.every((value) => Number.isNaN(value))).toBe(true)
    expect(result.kept.every((kept) => kept === 0)).toBe(true)
  })

  it('says what is wrong with weights and bounds', () => {
    const engine = engineFor('auc_roc_retain')
    expect(() => engine.baseline(new Int32Array(2))).toThrow('weights length: 2 for 5 features')
    expect(() => engine.baseline(new Int32Array(5).fill(99))).toThrow(
      'weight outside its bounds: feature 0 has 99, allowed -5 to 25',
    )
    const locked = createSearchEngine({
      dataset,
      metric: 'ks',
      strategy: 'random',
      seed: 3,
      bounds: { ...bounds, locked: new Uint8Array(5).fill(1) },
      now: () => 0,
    })
    expect(() => locked.step(request)).toThrow('bounds leave no weight to change')
  })
})
