import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { createRowScorer } from '../../src/accounts/rowScorer.ts'
import { PRIMARY_METRICS, type PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import { createGainInErrors, createPairedGain } from '../../src/search/pairedGain.ts'
import { plainDeLong } from '../statistics/plainDeLong.ts'
import { type DatasetShape, randomDataset } from './randomDataset.ts'
import { referenceScores, referenceValue } from './reference.ts'

const FEATURES: DatasetShape['features'] = ['flag', 'oneOrFour', 'count', 'rareFlag']
const SHAPE: DatasetShape = { rows: 140, resolution: 1, features: FEATURES }
const COUNTS_PAIRS = ['auc_roc_retain', 'auc_roc_churn', 'gini'] as const

/** Specs of small weights, so that many accounts score alike, each changed from some spec before it. */
function walk(seed: number, steps: number) {
  const specs = [Int32Array.of(1, 0, 1, -2)]
  return Array.from({ length: steps }, (_, i) => {
    const from = randomBelow(seed, i, 0, 3) === 0 ? randomBelow(seed, i, 1, specs.length) : i
    const before = specs[from]
    const after = before.slice()
    after[randomBelow(seed, i, 2, 4)] = randomBelow(seed, i, 3, 7) - 3
    specs.push(after)
    return { before, after }
  })
}

/** The gain of all pairs of accounts, over its error, from scores added up anew. */
function plainGain(dataset: Dataset, before: Int32Array, after: Int32Array) {
  const { retained, churned, count } = dataset.outcomes
  const accounts = (row: number) => (count === null ? 1 : count[row])
  const upper = Array.from({ length: dataset.rowCount }, (_, row) =>
    retained === null ? accounts(row) - churned![row] : retained[row],
  )
  const lower = upper.map((stayed, row) => accounts(row) - stayed)
  const [one, two] = [before, after].map((weights) => ({
    kind: 'float' as const,
    values: Float64Array.from(referenceScores(dataset, weights)),
  }))
  const { aucs, standardError } = plainDeLong(one, two, { upper, lower })
  return { gain: aucs[1] - aucs[0], standardError }
}

/** The account that moves the farthest among the other class, on each side, by comparing all pairs. */
function plainOneMore(dataset: Dataset, before: Int32Array, after: Int32Array): number {
  const retained = Array.from(dataset.outcomes.retained!)
  const scores = [before, after].map((weights) => referenceScores(dataset, weights))
  const others = retained.map((mine) => retained.flatMap((own, row) => (own === mine ? [] : [row])))
  const moved = retained.map((_, row) => {
    const [from, to] = scores.map((of) =>
      others[row].reduce((sum, other) => sum + (1 + Math.sign(of[row] - of[other])) / 2, 0),
    )
    return Math.abs(to - from) / others[row].length
  })
  const of = (side: number) =>
    Math.max(...moved.filter((_, row) => retained[row] === side)) /
    retained.filter((own) => own !== side).length
  return Math.hypot(of(0), of(1))
}

describe('the gain of one spec over another', () => {
  it.each([
    ['auc_roc_retain', SHAPE],
    ['auc_roc_churn', SHAPE],
    ['gini', SHAPE],
    ['auc_roc_retain', { ...SHAPE, resolution: 1000 as const }],
    ['auc_roc_churn', { ...SHAPE, onlyChurned: true }],
    ['auc_roc_retain', { ...SHAPE, rows: 60, counted: true }],
    ['gini', { ...SHAPE, maxScore: 3 }],
  ] satisfies [PrimaryMetric, DatasetShape][])(
    'in %s is that of all pairs of %o',
    (metric, shape) => {
      let measured = 0
      for (const seed of [1, 2, 3]) {
        const dataset = randomDataset(seed, shape)
        const pairedGain = createPairedGain(dataset, metric)!
        const inErrors = createGainInErrors(dataset, metric, createRowScorer(dataset))
        for (const { before, after } of walk(seed, 12)) {
          const plain = plainGain(dataset, before, after)
          const { mean, standardError } = pairedGain(before, after)
          expect(mean).toBeCloseTo(plain.gain, 12)
          expect(standardError).toBeCloseTo(plain.standardError, 9)
          if (plain.standardError < 1e-9) continue
          measured++
          expect(inErrors(before, after)).toBeCloseTo(plain.gain / plain.standardError, 9)
        }
      }
      expect(measured).toBeGreaterThan(20)
    },
  )

  it.each(COUNTS_PAIRS)('is what %s itself gains', (metric) => {
    const dataset = randomDataset(5, SHAPE)
    const pairedGain = createPairedGain(dataset, metric)!
    for (const { before, after } of walk(5, 12)) {
      const values = [before, after].map((weights) => referenceValue(dataset, weights, metric))
      const scale = metric === 'gini' ? 2 : 1
      expect(scale * pairedGain(before, after).mean).toBeCloseTo(values[1] - values[0], 12)
    }
  })

  it('says what one account more of each class could take of it', () => {
    const dataset = randomDataset(6, SHAPE)
    const pairedGain = createPairedGain(dataset, 'auc_roc_retain')!
    for (const { before, after } of walk(6, 12)) {
      expect(pairedGain(before, after).oneMore).toBeCloseTo(
        plainOneMore(dataset, before, after),
        12,
      )
    }
  })

  it('is not told in standard errors where there is no closed form for it', () => {
    const dataset = randomDataset(6, SHAPE)
    const [before, after] = [Int32Array.of(1, 1, 1, 1), Int32Array.of(1, 2, 1, 1)]
    const told = PRIMARY_METRICS.filter((metric) => {
      const inErrors = createGainInErrors(dataset, metric, createRowScorer(dataset))
      return inErrors(before, after) !== null
    })
    expect(told.sort()).toEqual([...COUNTS_PAIRS].sort())
  })

  it('is none of no change, and not told where a class has one account', () => {
    const dataset = randomDataset(7, SHAPE)
    const [before, after] = [Int32Array.of(1, 0, 1, 0), Int32Array.of(2, 0, 1, 0)]
    const inErrors = (given: Dataset) =>
      createGainInErrors(given, 'auc_roc_retain', createRowScorer(given))
    expect(inErrors(dataset)(before, before)).toBe(0)
    const retained = new Uint8Array(SHAPE.rows).fill(1, 1)
    const lone = { ...dataset, outcomes: { ...dataset.outcomes, retained } }
    expect(inErrors(lone)(before, after)).toBeNull()
  })
})
