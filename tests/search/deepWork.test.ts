import { describe, expect, it } from 'vitest'
import { DEEP_WORK_OF_TWO_SECONDS, deepWork } from '../../src/search/deep/deepWork.ts'
import { benchDataset, withFlags } from '../bench/benchDataset.ts'
import { randomDataset } from './randomDataset.ts'
import { boundsOf } from './taskRun.ts'

function workOf(rows: number, flags: number, metric: 'auc_roc_retain' | 'ks' = 'auc_roc_retain') {
  const dataset = withFlags(benchDataset(rows, 1), flags)
  return deepWork(dataset, metric, boundsOf(flags, -5, 25))
}

describe('work of a deep search', () => {
  it('is the same for the same data, and grows with rows, weights and their values', () => {
    expect(workOf(2000, 12)).toBe(workOf(2000, 12))
    expect(workOf(4000, 12)).toBeGreaterThan(workOf(2000, 12))
    expect(workOf(2000, 24)).toBeGreaterThan(1.5 * workOf(2000, 12))
    expect(workOf(6000, 24)).toBeGreaterThan(2 * workOf(6000, 12))
    const dataset = benchDataset(2000, 1)
    const wide = deepWork(dataset, 'gini', boundsOf(20, -5, 25))
    expect(wide).toBeGreaterThan(deepWork(dataset, 'gini', boundsOf(20, 0, 9)))
    const locked = boundsOf(20, -5, 25)
    locked.locked.fill(1, 6)
    expect(deepWork(dataset, 'gini', locked)).toBeLessThan(wide / 3)
  })

  it('takes small data for two seconds, and large data for more', () => {
    expect(workOf(5000, 20)).toBeLessThan(DEEP_WORK_OF_TWO_SECONDS)
    expect(workOf(100_000, 40)).toBeGreaterThan(DEEP_WORK_OF_TWO_SECONDS)
    const fine = randomDataset(1, {
      rows: 300,
      features: Array.from({ length: 40 }, () => 'u16' as const),
      resolution: 1000,
    })
    const bounds = boundsOf(40, -5, 25)
    expect(deepWork(fine, 'ks', bounds)).toBeGreaterThan(DEEP_WORK_OF_TWO_SECONDS)
    expect(deepWork(fine, 'gini', bounds)).toBeLessThan(DEEP_WORK_OF_TWO_SECONDS)
  })

  it('follows the rows, not the steps of the score, where rows are few and steps many', () => {
    const work = (rows: number, maxScore: number) => {
      const features = Array.from({ length: 12 }, () => 'u16' as const)
      const dataset = randomDataset(1, { rows, features, resolution: 1000, maxScore })
      return deepWork(dataset, 'ks', boundsOf(12, -5, 25))
    }
    expect(work(200, 1000)).toBe(work(200, 100))
    expect(work(400, 1000)).toBeGreaterThan(1.5 * work(200, 1000))
    expect(work(200, 1000)).toBeLessThan(DEEP_WORK_OF_TWO_SECONDS)
  })

  it('counts every spec of few flags, which are gone through', () => {
    expect(workOf(5000, 5)).toBeGreaterThan(DEEP_WORK_OF_TWO_SECONDS / 2)
    expect(workOf(5000, 4)).toBeLessThan(DEEP_WORK_OF_TWO_SECONDS / 4)
    expect(workOf(5000, 5, 'ks')).toBeLessThan(DEEP_WORK_OF_TWO_SECONDS / 4)
  })
})
