import { describe, expect, it } from 'vitest'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { type SuitedRun, suitedNumbers } from '../../src/search/suitedNumbers.ts'
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

describe('suitedNumbers', () => {
  it('gives deep a base on which the search finds what it cannot where all accounts score 0', () => {
    const run = runOn(-300)
    const suited = suitedNumbers(run, 'deep')
    expect(suited).toEqual({ baseScore: { from: -300, to: expect.any(Number) } })
    const search = { ...run.search, baseScore: suited?.baseScore?.to as number }
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
    expect(suitedNumbers({ ...run, search }, 'deep')).toBe(null)
    expect(suitedNumbers(runOn(-300, 0), 'deep')).toBe(null) // as shapes are chosen
  })

  it('lets few features move an account both ways, or up where none may take points', () => {
    const base = (run: SuitedRun) => suitedNumbers(run, 'sparse')?.baseScore?.to
    expect(base(runOn(-60))).toBe(50)
    expect(base(runOn(-60, 0))).toBe(0)
    expect(base(runOn(0))).toBe(50)
    expect(suitedNumbers(runOn(0, 0), 'sparse')).toBe(null)
    expect(suitedNumbers(runOn(50), 'sparse')).toBe(null)
  })

  /** One count tells against the event by more than each of the others tells for it. */
  function opposed(min = -5, max = 25): SuitedRun {
    const search = { ...randomDataset(32, SHAPE), baseScore: 20 }
    const signed = (row: number) =>
      search.features.reduce(
        (sum, { values }, i) => sum + (i === 0 ? -12 : 1 + i / 11) * values[row],
        0,
      )
    const sums = Array.from({ length: search.rowCount }, (_, row) => signed(row))
    const middle = sums.toSorted((a, b) => a - b)[400]
    const retained = Uint8Array.from(sums, (sum) => (sum > middle ? 1 : 0))
    const outcomes = { ...search.outcomes, retained, churned: null }
    const startWeights = new Int32Array(12).fill(5)
    return {
      search: { ...search, outcomes },
      metric: METRIC,
      bounds: boundsOf(12, min, max),
      startWeights,
    }
  }

  it('makes the usual bounds symmetric where they hold back what less of is better', () => {
    const run = opposed()
    for (const strategy of ['deep', 'sparse']) {
      const suited = suitedNumbers(run, strategy)
      expect(suited?.lowest).toEqual({ from: -5, to: -(suited?.highest?.to ?? 25) })
    }
    expect(suitedNumbers(opposed(-5, 24), 'deep')?.lowest).toBe(undefined) // somebody set these
    expect(suitedNumbers(opposed(-25, 25), 'deep')?.lowest).toBe(undefined)
    const helpful = { ...run, search: randomDataset(31, SHAPE) }
    expect(suitedNumbers(helpful, 'deep')?.lowest).toBe(undefined)
  })

  it('makes them wide where one column in units of its own counts for little beside others', () => {
    const search = { ...randomDataset(33, SHAPE), baseScore: 20 }
    const { features, rowCount } = search
    const small = features.map((feature, i) =>
      i < 6 ? { ...feature, values: feature.values.map((value) => Math.min(1, value)) } : feature,
    )
    const odds = Array.from({ length: rowCount }, (_, row) =>
      small.reduce((sum, { values }, i) => sum + (i < 6 ? 1.5 : 0.03) * values[row], 0),
    )
    const middle = odds.toSorted((a, b) => a - b)[rowCount / 2]
    const retained = Uint8Array.from(odds, (each) => Number(each > middle))
    const outcomes = { ...search.outcomes, retained, churned: null }
    const run: SuitedRun = {
      search: { ...search, features: small, outcomes },
      metric: METRIC,
      bounds: boundsOf(12, -5, 25),
      startWeights: new Int32Array(12).fill(5),
    }
    const suited = suitedNumbers(run, 'deep')
    expect(suited?.lowest?.to).toBe(-(suited?.highest?.to ?? 0))
    expect(suited?.highest).toEqual({ from: 25, to: expect.any(Number) })
  })

  it('leaves the strategy of small steps where it starts', () => {
    expect(suitedNumbers(runOn(-300), 'random')).toBe(null)
  })
})
