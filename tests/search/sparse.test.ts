import { describe, expect, it } from 'vitest'
import { columnGroups, usedGroups } from '../../src/accounts/columnGroups.ts'
import type { Transform } from '../../src/accounts/spec.ts'
import { PRIMARY_METRICS, type PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { createObjective } from '../../src/search/objective.ts'
import { createSearcher } from '../../src/search/searcher.ts'
import { chooseWay } from '../../src/search/sparse/chooseWay.ts'
import { singleGroups } from '../../src/search/sparse/groups.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'
import { referenceValue } from './reference.ts'
import {
  boundsOf,
  candidatesOf,
  jumpyClock,
  type TaskRunOptions,
  taskRun,
  toldFrom,
} from './taskRun.ts'

const SMALL: DatasetShape = {
  rows: 800,
  features: ['flag', 'rareFlag', 'count', 'fraction', 'flag'],
  money: 'decimal',
}
const FLAGS: DatasetShape = { rows: 5100, features: ['flag', 'rareFlag', 'flag', 'flag', 'flag'] }
const PAIRED = Uint16Array.of(0, 1, 0, 2, 1) // three columns

const bounded = (features: number, min = -3, max = 9) => boundsOf(features, min, max)

async function whole(
  seed: number,
  shape: DatasetShape,
  metric: PrimaryMetric,
  options: Partial<TaskRunOptions> = {},
) {
  const bounds = bounded(shape.features.length)
  const batch = await taskRun('sparse', randomDataset(seed, shape), metric, { bounds, ...options })
  return { batch, curve: batch.curve ?? [] }
}

describe('sparse search', () => {
  it('is the same with any number of workers, in any slices, with workers that die', async () => {
    for (const [shape, maxFeatures] of [
      [SMALL, 3],
      [FLAGS, 2],
    ] as const) {
      const one = await whole(1, shape, 'auc_roc_retain', { maxFeatures })
      expect(one.curve.length).toBeGreaterThan(1)
      for (const options of [
        { workers: 2, clock: 5 },
        { workers: 3, clock: 9 },
        { workers: 2, clock: 3, dying: 5 },
      ]) {
        const other = await whole(1, shape, 'auc_roc_retain', { maxFeatures, ...options })
        expect(toldFrom(other.batch)).toEqual(toldFrom(one.batch))
      }
    }
  })

  it('goes on from any experiment exactly as if it had not been interrupted', async () => {
    const all = await whole(2, SMALL, 'auc_roc_retain', { maxFeatures: 3 })
    for (const from of [2, 31, all.batch.count]) {
      const options = { from, workers: 2, clock: from, maxFeatures: 3 }
      const rest = await whole(2, SMALL, 'auc_roc_retain', options)
      expect(toldFrom(rest.batch)).toEqual(toldFrom(all.batch, from))
    }
  })

  it('says of every experiment what it tried and what that gave, and keeps what is better', async () => {
    for (const metric of PRIMARY_METRICS) {
      const result = await whole(3, SMALL, metric, { groups: PAIRED })
      const dataset = randomDataset(3, SMALL)
      const objective = createObjective(dataset, metric)
      const measured = (weights: Int32Array) => objective.toValue(objective.reset(weights))
      let incumbent = measured(new Int32Array(5).fill(2))
      for (const [slot, weights] of candidatesOf(result.batch).entries()) {
        const value = result.batch.values[slot]
        if (slot % 5 === 0 || result.batch.kept[slot] === 1) expect(value).toBe(measured(weights))
        if (result.batch.kept[slot] === 0) continue
        expect(value).toBeGreaterThanOrEqual(incumbent)
        incumbent = value
      }
      for (const { weights, value, holdoutValue } of result.curve) {
        expect(value).toBe(measured(Int32Array.from(weights)))
        expect(value).toBeCloseTo(referenceValue(dataset, weights, metric), 12)
        expect(holdoutValue).toBeNull()
      }
      const last = result.curve.at(-1)!.value
      if (last > measured(new Int32Array(5).fill(2))) expect(incumbent).toBe(last)
    }
  })

  it('counts the features of a spec by columns, and does not get worse with more of them', async () => {
    for (const [groups, columns] of [
      [PAIRED, 3],
      [singleGroups(5), 5],
    ] as const) {
      const { curve } = await whole(4, FLAGS, 'auc_roc_retain', { groups })
      expect(curve.length).toBeLessThanOrEqual(columns)
      for (const [i, { features, weights, value }] of curve.entries()) {
        expect(usedGroups(groups, weights)).toHaveLength(features)
        if (i === 0) expect(features).toBe(1)
        else {
          expect(features).toBeGreaterThan(curve[i - 1]!.features)
          expect(value).toBeGreaterThanOrEqual(curve[i - 1]!.value)
        }
      }
    }
  })

  it('tries no spec with more features than are allowed', async () => {
    const result = await whole(5, FLAGS, 'auc_roc_retain', { groups: PAIRED, maxFeatures: 2 })
    expect(result.curve.map(({ features }) => features)).toEqual([1, 2])
    for (const weights of candidatesOf(result.batch))
      expect(usedGroups(PAIRED, weights).length).toBeLessThanOrEqual(2)
  })

  it('keeps to the bounds and leaves locked weights alone, which count as features', async () => {
    const bounds = bounded(5, 0, 9)
    bounds.locked[1] = 1
    bounds.min[3] = 2
    bounds.max[3] = 4
    const result = await whole(4, SMALL, 'auc_roc_retain', { bounds })
    for (const weights of candidatesOf(result.batch)) {
      expect(weights[1]).toBe(2)
      expect(weights[3]).toBeGreaterThanOrEqual(2)
      expect(weights[3]).toBeLessThanOrEqual(4)
      for (const weight of weights) expect(weight >= 0 && weight <= 9).toBe(true)
    }
    expect(result.curve[0]!.features).toBe(2)
    const none = await whole(4, SMALL, 'auc_roc_retain', { bounds, maxFeatures: 3 })
    expect(none.curve.at(-1)!.features).toBeLessThanOrEqual(3)
  })

  it('finds, by brute force, the best single column and the best two', async () => {
    for (const seed of [6, 7]) {
      const shape = { ...FLAGS, features: [...FLAGS.features, 'flag' as const] }
      const { curve } = await whole(seed, shape, 'ks', {
        bounds: bounded(6, -2, 4),
        groups: Uint16Array.of(0, 1, 1, 2, 3, 4),
        maxFeatures: 2,
      })
      const objective = createObjective(randomDataset(seed, shape), 'ks')
      const best = [0, 0, 0]
      const groups = [0, 1, 1, 2, 3, 4]
      const weights = new Int32Array(6)
      const visit = (feature: number): void => {
        const used = usedGroups(Uint16Array.from(groups), weights).length
        if (used > 2) return
        if (feature === 6) {
          best[used] = Math.max(best[used]!, objective.toValue(objective.reset(weights)))
          return
        }
        for (let weight = -2; weight <= 4; weight++) {
          weights[feature] = weight
          visit(feature + 1)
        }
        weights[feature] = 0
      }
      visit(0)
      expect(curve[0]!.value).toBe(best[1])
      expect(curve[1]!.value).toBeGreaterThan(best[2]! - 0.002)
    }
  })

  it('takes the features that read one column as one, those of two columns for themselves', () => {
    const flag = (column: string) => ({ kind: 'unknown', column }) as const
    const feature = (transform?: Transform) => ({ weight: 0, min: 0, max: 9, transform })
    const features = {
      age: feature(),
      young: feature({ kind: 'range', column: 'age', to: 9 }),
      plan: feature(flag('plan')),
      both: feature({ kind: 'all', of: [flag('plan'), flag('age')] }),
      again: feature({ kind: 'all', of: [flag('age'), flag('plan')] }),
      unknown: feature(flag('age')),
    }
    const spec = { model: 'x', max_score: 100, features, tiers: [], extra: {} }
    expect([...columnGroups(spec)]).toEqual([0, 0, 1, 2, 2, 0])
  })

  it('needs no outcome that a regression could look for', async () => {
    const dataset = randomDataset(9, { ...SMALL, retainedShare: 1 })
    const bounds = bounded(5)
    const now = jumpyClock(1)
    const searcher = createSearcher({
      ...{ dataset, metric: 'tier_separation', strategy: 'sparse', seed: 1, bounds, now },
    })
    const start = new Int32Array(5).fill(2)
    expect(searcher.facts(start)).toMatchObject({ regression: true, small: true, folds: 5 })
    const none = { ...dataset, outcomes: { ...dataset.outcomes, ltv: null, mrr: null } }
    const other = createSearcher({
      ...{ dataset: none, metric: 'auc_roc_retain', strategy: 'sparse', seed: 1, bounds, now },
    })
    expect(other.facts(start)).toMatchObject({ regression: false, folds: 0 })
  })

  it('takes the metric on small data only where it is ahead by more than one standard error', () => {
    const ends = (gains: number[]) =>
      gains.map((gain) => {
        const room = new Int32Array(0)
        return {
          fold: { metric: { room, leftOut: 0.7 + gain }, regression: { room, leftOut: 0.7 } },
        }
      })
    expect(chooseWay(ends([0.01, 0.02, 0.01, 0.02, 0.01]), true)).toBe('metric')
    expect(chooseWay(ends([0.01, -0.01, 0.01, -0.01, 0.002]), true)).toBe('regression')
    expect(chooseWay(ends([0.01, -0.01, 0.01, -0.01, 0.002]), false)).toBe('metric')
    expect(chooseWay(ends([0.01, -0.02, 0.01, -0.01, 0.002]), false)).toBe('regression')
    expect(chooseWay(ends([Number.NaN, 0, 0, 0, 0]), true)).toBe('regression')
    expect(chooseWay([{ fold: null }], true)).toBe('metric')
  })
})
