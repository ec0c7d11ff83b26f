import { describe, expect, it } from 'vitest'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { suitedBase } from '../../src/search/suitedBase.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'
import { referenceValue } from './reference.ts'
import { boundsOf } from './taskRun.ts'

const SHAPE: DatasetShape = { rows: 800, features: Array(12).fill('count') }
const METRIC = 'auc_roc_retain'

function runOn(baseScore: number, least = -5) {
  const search = { ...randomDataset(31, SHAPE), baseScore }
  const startWeights = new Int32Array(12).fill(5)
  return { search, metric: METRIC, bounds: boundsOf(12, least, 5), startWeights } as const
}

describe('suitedBase', () => {
  it('gives deep a base on which the search finds what it cannot where all accounts score 0', () => {
    const run = runOn(-300)
    const base = suitedBase(run, 'deep')
    expect(base).not.toBe(null)
    const search = { ...run.search, baseScore: base as number }
    const on = (dataset: typeof search) =>
      searchDeep(dataset, METRIC, run.bounds, run.startWeights, 1)
    const [before, after] = [on(run.search), on(search)]
    expect(after.value).toBeGreaterThan(before.value + 0.02)
    expect(after.value).toBe(referenceValue(search, after.weights, METRIC))
    const clipped = (dataset: typeof search, weights: Int32Array) => {
      const top = Math.round(dataset.maxScore * dataset.resolution)
      const scores = Array.from(scoreRows(dataset, weights).values)
      return scores.filter((score) => score === 0 || score === top).length
    }
    expect(clipped(search, after.weights)).toBeLessThan(clipped(run.search, before.weights) / 4)
    expect(suitedBase({ ...run, search }, 'deep')).toBe(null)
  })

  it('lets few features move an account both ways, or up where none may take points', () => {
    expect(suitedBase(runOn(-60), 'sparse')).toBe(50)
    expect(suitedBase(runOn(-60, 0), 'sparse')).toBe(0)
    expect(suitedBase(runOn(0), 'sparse')).toBe(null)
  })

  it('leaves the strategy of small steps where it starts', () => {
    expect(suitedBase(runOn(-300), 'random')).toBe(null)
  })
})
