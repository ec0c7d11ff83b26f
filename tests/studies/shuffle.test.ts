import { describe, expect, it } from 'vitest'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import { permutation, studySeed } from '../../src/studies/draws.ts'
import { searchAgain } from '../../src/studies/search.ts'
import { shuffledRows } from '../../src/studies/shuffle.ts'
import type { Replicate } from '../../src/studies/study.ts'
import { shuffleSentence, summarizeShuffle } from '../../src/studies/summarizeShuffle.ts'
import { plainClimb } from '../search/plainClimb.ts'
import { randomDataset, repeat, SHAPE, setupOf, withOutcomes } from './fixtures.ts'

describe('permutation', () => {
  it('has every row once, another order for another seed, each place about as often', () => {
    const orders = Array.from({ length: 3000 }, (_, seed) => permutation(6, seed))
    for (const order of orders) expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5])
    expect(permutation(6, 7)).toEqual(permutation(6, 7))
    for (let place = 0; place < 6; place++) {
      const zeros = orders.filter((order) => order[place] === 0).length
      expect(zeros).toBeGreaterThan(400) // 500 expected, standard deviation 20
      expect(zeros).toBeLessThan(600)
    }
  })
})

describe('shuffled rows', () => {
  const scores = (values: number[]) =>
    ({ kind: 'float', values: Float64Array.from(values) }) as const

  it('has every row once, each from the band of its score', () => {
    const values = Array.from({ length: 1003 }, (_, row) => randomBelow(4, row, 0, 400))
    const order = shuffledRows(scores(values), 9)
    expect([...order].sort((a, b) => a - b)).toEqual([...values.keys()])
    const sorted = values.toSorted((a, b) => a - b)
    const bandOf = (value: number) => Math.floor((20 * sorted.indexOf(value)) / 1003)
    for (const [row, other] of order.entries())
      expect(Math.abs(bandOf(values[row]) - bandOf(values[other]))).toBeLessThanOrEqual(1)
    expect(order.filter((other, row) => other === row).length).toBeLessThan(60) // 20 expected
    expect(shuffledRows(scores(values), 9)).toEqual(order)
    expect(shuffledRows(scores(values), 10)).not.toEqual(order)
  })

  it('is one band of few rows or of equal scores', () => {
    for (const values of [Array.from({ length: 40 }, (_, row) => row), Array(500).fill(7)]) {
      const order = shuffledRows(scores(values), 1)
      expect([...order].sort((a, b) => a - b)).toEqual([...values.keys()])
      const far = order.filter((other, row) => Math.abs(other - row) > values.length / 3)
      expect(far.length).toBeGreaterThan(values.length / 5)
    }
    expect(shuffledRows(scores([]), 1)).toHaveLength(0)
  })
})

describe('shuffled outcomes', () => {
  const dataset = randomDataset(31, SHAPE)

  it('is the plain search on accounts with the outcomes of others', () => {
    const setup = setupOf(dataset)
    const { seed, bounds, startWeights, budget, metric } = setup
    for (const index of [0, 3]) {
      const scores = scoreRows(dataset, startWeights)
      const order = shuffledRows(scores, studySeed(seed, 'shuffle', index))
      const retained = Float64Array.from(order, (row) => dataset.outcomes.retained![row])
      const churned = retained.map((event) => 1 - event)
      const shuffled = { ...dataset, outcomes: { ...dataset.outcomes, retained, churned } }
      const plain = plainClimb(shuffled, metric, 'random', seed, bounds, startWeights, budget)
      const best = [...plain.kept].map((kept) => plain.values[kept - 1]).at(-1)
      const made = repeat(setup, dataset, 'shuffle', index)
      expect(made).toEqual(repeat(setup, dataset, 'shuffle', index))
      expect(made).toMatchObject({ study: 'shuffle', index })
      expect((made as { best: number }).best).toBeCloseTo(best ?? Number.NaN, 12)
    }
  })

  it('moves all outcomes of an account together', () => {
    const setup = setupOf(dataset, { metric: 'nrr_spread', budget: 0 })
    const scores = scoreRows(dataset, setup.startWeights)
    const order = shuffledRows(scores, studySeed(setup.seed, 'shuffle', 1))
    const { mrr, mrrEnd } = dataset.outcomes
    const moved = {
      mrr: Float64Array.from(order, (row) => mrr![row]),
      mrrEnd: Float64Array.from(order, (row) => mrrEnd![row]),
    }
    const shuffled = { ...dataset, outcomes: { ...dataset.outcomes, ...moved } }
    const made = repeat(setup, dataset, 'shuffle', 1)
    const { startValue } = searchAgain(setup, shuffled)
    expect((made as { start: number }).start).toBeCloseTo(startValue, 12)
  })

  function study(planted: boolean, seed: number, count: number) {
    const rows = withOutcomes(dataset, seed, planted)
    const setup = setupOf(rows, { seed, budget: 120 })
    const real = searchAgain(setup, rows)
    const replicates: Replicate[] = Array.from({ length: count }, (_, index) =>
      repeat(setup, rows, 'shuffle', index),
    )
    return summarizeShuffle(replicates, { start: real.startValue, best: real.value })!
  }

  it('gives pure noise a p that is about uniform', () => {
    const values = Array.from({ length: 60 }, (_, seed) => study(false, seed, 19).p)
    const mean = values.reduce((sum, p) => sum + p, 0) / values.length
    expect(mean).toBeGreaterThan(0.4) // 0.525 expected, standard error 0.037
    expect(mean).toBeLessThan(0.65)
    expect(values.filter((p) => p <= 0.05).length).toBeLessThanOrEqual(9) // 3 expected
    expect(values.filter((p) => p > 0.5).length).toBeGreaterThan(18) // 31 expected
  })

  it('gives a planted signal the smallest p there is', () => {
    const found = study(true, 5, 39)
    expect(found.p).toBe(1 / 40)
    expect(found.realGain).toBeGreaterThan(2 * found.p95)
    expect(found.sentence).toContain('None of 39 searches on shuffled outcomes gained as much.')
    expect(found.sentence).toContain('The gain on the search rows is not noise.')
    expect(shuffleSentence(found, { low: 0.01 })).toBe(found.sentence)
    expect(shuffleSentence(found, null)).toBe(found.sentence)
    expect(shuffleSentence(found, { low: -0.2 })).toMatch(
      /is not noise, but it did not carry over to the held-out accounts\.$/,
    )
    const noise = { ...found, p: 0.5, sentence: 'A gain of this size can be noise alone.' }
    expect(shuffleSentence(noise, { low: -0.2 })).toBe(noise.sentence)
  })
})

describe('a strong incumbent', () => {
  it('keeps what it tells, so that gains are counted from where it stands', () => {
    const rows = withOutcomes(randomDataset(31, { ...SHAPE, rows: 2400 }), 5, true)
    const setup = setupOf(rows, { seed: 5, budget: 400 })
    const good = searchAgain(setup, rows)
    const incumbent = scoreRows(rows, good.weights)
    expect(good.value).toBeGreaterThan(good.startValue + 0.05)
    for (const index of [0, 1, 2]) {
      const made = repeat(setup, rows, 'shuffle', index, incumbent) as { start: number }
      expect(Math.abs(made.start - good.value)).toBeLessThan(0.02)
    }
  })
})

describe('summary of shuffled outcomes', () => {
  const of = (gains: (number | null)[]): Replicate[] =>
    gains.map((gain, index) => ({
      study: 'shuffle',
      index,
      start: 0.5,
      best: gain === null ? null : 0.5 + gain,
    }))

  it('counts itself among the searches, and equal gains against it', () => {
    const found = summarizeShuffle(of([0.25, 0.125, 0.0625, null]), { start: 0.5, best: 0.625 })
    expect(found).toMatchObject({ p: 3 / 4, realGain: 0.125, gains: [0.25, 0.125, 0.0625] })
    expect(found?.mean).toBeCloseTo(0.4375 / 3, 12)
    expect(found?.sentence).toContain('Noise alone buys 0.146; you found 0.125.')
    expect(found?.sentence).toContain('too few searches')
    expect(summarizeShuffle([], { start: 0, best: 1 })).toBe(null)
    expect(summarizeShuffle(of([null]), { start: 0, best: 1 })).toBe(null)
  })

  it('says when noise explains the gain', () => {
    const gains = Array.from({ length: 99 }, (_, i) => randomBelow(1, i, 0, 100) / 1000)
    const found = summarizeShuffle(of(gains), { start: 0.5, best: 0.55 })
    expect(found?.p).toBe((1 + gains.filter((gain) => gain >= 0.55 - 0.5).length) / 100)
    expect(found?.sentence).toContain('can be noise alone')
  })
})
