import { describe, expect, test } from 'vitest'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import {
  featureStability,
  populationStability,
  scoreStability,
} from '../../src/statistics/populationStability.ts'
import { bandOf, quantileBands } from '../../src/statistics/quantileBands.ts'

const column = (rows: number, value: (row: number) => number) =>
  Float64Array.from({ length: rows }, (_, row) => value(row))

describe('the index', () => {
  test('by hand: half and half to a quarter and three quarters', () => {
    // (1/4 − 1/2)·ln(1/2) + (3/4 − 1/2)·ln(3/2) = (ln 2 + ln 3 − ln 2)/4 = ln(3)/4
    const result = populationStability([50, 50], [50, 150])!
    expect(result.index).toBeCloseTo(Math.log(3) / 4, 14)
    expect(result.band).toBe('shifted')
    expect(result.critical).toBeCloseTo(3.841458820694124 * (1 / 100 + 1 / 200), 12)
  })

  test('nothing moved, nothing to see', () => {
    expect(populationStability([10, 20, 30], [100, 200, 300])).toMatchObject({
      index: 0,
      band: 'stable',
    })
    expect(populationStability([7], [9])).toEqual({ index: 0, band: 'stable', critical: 0 })
    expect(populationStability([0, 0], [1, 2])).toBeNull()
    expect(() => populationStability([1], [1, 2])).toThrow('stability bins: 1 and 2')
  })

  test('an empty bin counts half an account; one empty on both sides is no bin', () => {
    const share = 0.5 / 10.5
    const [a, b] = [10 / 10.5 - 1 / 2, share - 1 / 2]
    const expected = a * Math.log(10 / 10.5 / 0.5) + b * Math.log(share / 0.5)
    const result = populationStability([10, 0, 10], [10, 0, 0])!
    expect(result.index).toBeCloseTo(expected, 14)
    expect(result.critical).toBeCloseTo(3.841458820694124 * (1 / 20 + 1 / 10), 12)
  })

  test('bands at 0.1 and 0.25', () => {
    const band = (share: number) =>
      populationStability([500, 500], [1000 * share, 1000 * (1 - share)])!.band
    expect([0.5, 0.6, 0.65, 0.7, 0.75, 0.8].map(band)).toEqual([
      'stable', // 0
      'stable', // 0.1·ln(0.6/0.4) = 0.041
      'stable', // 0.093
      'watch', // 0.169
      'shifted', // 0.275
      'shifted',
    ])
  })

  test('samples of one population exceed the critical value once in twenty', () => {
    const trials = 2000
    let above = 0
    for (let trial = 0; trial < trials; trial++) {
      const counts = (rows: number, draw: number) => {
        const bins = new Float64Array(10)
        for (let row = 0; row < rows; row++) bins[randomBelow(trial, row, draw, 10)]++
        return bins
      }
      const { index, critical } = populationStability(counts(600, 0), counts(300, 1))!
      if (index > critical) above++
    }
    expect(above / trials).toBeGreaterThan(0.035)
    expect(above / trials).toBeLessThan(0.065)
  })
})

describe('bins', () => {
  test('bands hold whole values and about equally many accounts', () => {
    expect([...quantileBands([1, 2, 3, 4], [25, 25, 25, 25], 4)]).toEqual([1, 2, 3, 4])
    expect([...quantileBands([1, 2, 3, 4], [25, 25, 25, 25], 2)]).toEqual([2, 4])
    expect([...quantileBands([1, 2, 3], [90, 5, 5], 10)]).toEqual([1, 3])
    expect([...quantileBands([1, 2, 3], [5, 0, 5], 10)]).toEqual([1, 3])
    expect([...quantileBands([], [], 10)]).toEqual([])
    expect(() => quantileBands([1], [1], 0)).toThrow('bands')
    const ends = Float64Array.of(1, 3, 7)
    expect([0, 1, 2, 3, 6, 7, 99].map((value) => bandOf(ends, value))).toEqual([
      0, 0, 1, 1, 2, 2, 2,
    ])
  })

  test('of a score: deciles of the first sample, whatever lies outside in the outer ones', () => {
    const first = column(1000, (row) => row % 100)
    const second = column(500, (row) => 2 * (row % 100) - 50)
    const { bins } = scoreStability({ values: first }, { values: second })!
    expect(bins.map(({ first }) => first)).toEqual(Array(10).fill(100))
    expect(bins.map(({ to }) => to)).toEqual([9, 19, 29, 39, 49, 59, 69, 79, 89, 99])
    expect(bins[0].second).toBe(5 * 30) // −50 to 9: values 2k − 50 ≤ 9
    expect(bins[9].second).toBe(5 * 30)
    expect(bins[4]).toMatchObject({ from: 39, to: 49, second: 25 })
  })

  test('of a feature: levels up to twelve, with levels only one sample has; a missing value is its own', () => {
    const first = column(300, (row) => (row % 10 === 0 ? Number.NaN : row % 3))
    const second = column(300, (row) => row % 4)
    const result = featureStability({ values: first }, { values: second })!
    expect(result.bins).toEqual([
      { from: 0, to: 0, first: 90, second: 75 },
      { from: 1, to: 1, first: 90, second: 75 },
      { from: 2, to: 2, first: 90, second: 75 },
      { from: 3, to: 3, first: 0, second: 75 },
      { from: null, to: null, first: 30, second: 0 },
    ])
    expect(result).toMatchObject(populationStability([90, 90, 90, 0, 30], [75, 75, 75, 75, 0])!)
    const many = column(300, (row) => row % 13)
    expect(featureStability({ values: many }, { values: many })!.bins.length).toBeLessThan(11)
  })

  test('rows that stand for several accounts are that many rows', () => {
    const values = column(200, (row) => randomUniform(1, row, 0))
    const accounts = column(200, (row) => row % 3)
    const copies = Float64Array.from(
      [...values].flatMap((value, row) => Array(accounts[row]).fill(value)),
    )
    const other = { values: column(90, (row) => randomUniform(2, row, 0) ** 2) }
    const weighted = featureStability({ values, accounts }, other)
    expect(weighted).toEqual(featureStability({ values: copies }, other))
    expect(weighted!.index).toBeGreaterThan(0)
  })

  test('no values at all', () => {
    const none = { values: column(5, () => Number.NaN) }
    expect(featureStability(none, none)).toMatchObject({ index: 0, critical: 0 })
    expect(featureStability({ values: [] }, none)).toBeNull()
  })
})
