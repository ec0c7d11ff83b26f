import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkTiers, type Tier, tierOrLowest } from '../../src/evaluation/tiers.ts'
import { fitTiers, tierSizes } from '../../src/review/fitTiers.ts'

const TIERS: Tier[] = [
  { label: 'A', min: 60, max: 101 },
  { label: 'B', min: 35, max: 60 },
  { label: 'C', min: 15, max: 35 },
  { label: 'D', min: 0, max: 15 },
]

/** One account a score. */
function tableOf(scores: readonly number[]) {
  const distinct = [...new Set(scores)].sort((a, b) => a - b)
  const accounts = distinct.map((score) => scores.filter((each) => each === score).length)
  return { scores: Float64Array.from(distinct), accounts: Float64Array.from(accounts) }
}

function fitOf(scores: readonly number[], sizes: number[], tiers = TIERS): Tier[] {
  return fitTiers(tableOf(scores), sizes, tiers, 100)
}

const cutsOf = (tiers: Tier[]) => tiers.map(({ min }) => min)
const count = (scores: readonly number[], tiers: Tier[]) =>
  tiers.map((_, index) => scores.filter((each) => tierOrLowest(each, tiers) === index).length)
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('cut-offs', () => {
  test('lie where each tier holds what it is to hold', () => {
    const scores = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    const fitted = fitOf(scores, [2, 3, 4, 1])
    expect(fitted).toEqual([
      { label: 'A', min: 9, max: 101 },
      { label: 'B', min: 6, max: 9 },
      { label: 'C', min: 2, max: 6 },
      { label: 'D', min: 0, max: 2 },
    ])
    expect(count(scores, fitted)).toEqual([2, 3, 4, 1])
  })

  test('have as few decimals as fit between two scores, near their middle, and stay where they can', () => {
    expect(cutsOf(fitOf([10, 33.41, 33.44, 80], [2, 1, 1, 0]))).toEqual([33.42, 22, 5, 0])
    expect(cutsOf(fitOf([10, 33.1, 33.44, 80], [2, 1, 1, 0]))).toEqual([33.3, 22, 5, 0])
    expect(cutsOf(fitOf([20, 30, 55, 80], [2, 1, 1, 0]))).toEqual([43, 25, 15, 0]) // C from 15 as before
    expect(cutsOf(fitOf([20, 30, 58, 80], [1, 1, 2, 0]))).toEqual([60, 35, 15, 0])
  })

  test('never part a tie: the nearest of both sides, of two as near the smaller better tier', () => {
    const scores = [10, 50, 50, 50, 50, 90]
    expect(count(scores, fitOf(scores, [2, 0, 3, 1]))).toEqual([1, 0, 4, 1])
    expect(count(scores, fitOf(scores, [4, 0, 1, 1]))).toEqual([5, 0, 0, 1])
    expect(count(scores, fitOf(scores, [3, 0, 2, 1]))).toEqual([1, 0, 4, 1])
  })

  test('leave empty tiers empty, each with a band of its own', () => {
    const scores = [20, 20.001, 40, 41]
    const fitted = fitOf(scores, [0, 2, 0, 2])
    expect(count(scores, fitted)).toEqual([0, 2, 0, 2])
    expect(checkTiers(fitted, 100)).toEqual([])
    const crowd = [0.7, 1.3]
    const many = [4, 3, 2, 1, 0].map((min) => ({
      label: `t${min}`,
      min,
      max: min === 4 ? 101 : min + 1,
    }))
    const parted = fitOf(crowd, [1, 0, 0, 0, 1], many)
    expect(count(crowd, parted)).toEqual([1, 0, 0, 0, 1])
    expect(checkTiers(parted, 100)).toEqual([])
    const close = fitOf(scores, [1, 2, 0, 1])
    expect(count(scores, close)).toEqual([1, 2, 0, 1])
    expect(checkTiers(close, 100)).toEqual([])
  })

  test('cannot empty a tier of accounts at the ends of the scale', () => {
    const scores = [0, 0, 50, 100]
    expect(count(scores, fitOf(scores, [0, 4, 0, 0]))).toEqual([1, 1, 0, 2])
  })

  test('worst first, and rows that stand for several accounts', () => {
    const tiers = [
      { label: 'low', min: 0, max: 50 },
      { label: 'high', min: 50, max: 101 },
    ]
    const table = { scores: Float64Array.of(3, 8, 9), accounts: Float64Array.of(10, 0, 30) }
    const fitted = fitTiers(table, [10, 30], tiers, 100)
    expect(fitted).toEqual([
      { label: 'low', min: 0, max: 6 },
      { label: 'high', min: 6, max: 101 },
    ])
    expect(tierSizes(table, fitted)).toEqual([10, 30])
  })
})

/** Scores on a grid, a partition of the scale, and sizes that another score of the same accounts gives. */
const cases = fc
  .record({
    decimals: fc.constantFrom(0, 1, 3),
    spread: fc.constantFrom(3, 20, 100),
    rows: fc.array(fc.tuple(fc.nat(100_000), fc.nat(100_000)), { minLength: 1, maxLength: 60 }),
    cuts: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 0, maxLength: 5 }),
  })
  .map(({ decimals, spread, rows, cuts }) => {
    const scale = 10 ** decimals
    const steps = Math.min(spread, 100) * scale + 1
    const ends = [101, ...cuts.sort((a, b) => b - a), 0]
    const tiers = ends
      .slice(1)
      .map((min, index): Tier => ({ label: `t${index}`, min, max: ends[index]! }))
    const before = rows.map(([one]) => (one % (100 * scale + 1)) / scale)
    const after = rows.map(([, two]) => (two % steps) / scale)
    return { tiers, before, after }
  })

test('every cut-off is the nearest there is, by counting accounts at each place one could be', () => {
  fc.assert(
    fc.property(cases, ({ tiers, before, after }) => {
      const fitted = fitOf(after, count(before, tiers), tiers)
      const [wanted, got] = [count(before, tiers), count(after, fitted)]
      const places = [...after, ...after.map((score) => score + 0.0005)]
      const possible = places.filter((cut) => cut > 0 && cut <= 100)
      for (let upTo = 1; upTo < tiers.length; upTo++) {
        const above = (cut: number) => after.filter((score) => score >= cut).length
        const aim = sum(wanted.slice(0, upTo))
        const least = Math.min(...possible.map((cut) => Math.abs(above(cut) - aim)))
        expect(Math.abs(sum(got.slice(0, upTo)) - aim)).toBe(least)
      }
    }),
    { numRuns: 500 },
  )
})

test('the tiers fitted are whole, keep labels and ends, and hold the sizes but for a tie', () => {
  fc.assert(
    fc.property(cases, ({ tiers, before, after }) => {
      const wanted = count(before, tiers)
      const fitted = fitOf(after, wanted, tiers)
      expect(checkTiers(fitted, 100)).toEqual([])
      expect(fitted.map(({ label }) => label)).toEqual(tiers.map(({ label }) => label))
      expect(fitted[0]!.max).toBe(101)
      expect(fitted.at(-1)!.min).toBe(0)
      const ties = [...tableOf(after).accounts]
      const ends = after.includes(0) || after.includes(100) // no cut-off fits beyond them
      const most = Math.max(...ties) * (ends ? 2 : 1)
      for (const [index, size] of count(after, fitted).entries()) {
        expect(Math.abs(size - wanted[index]!)).toBeLessThanOrEqual(most)
      }
    }),
    { numRuns: 500 },
  )
})

test('the same scores keep the same tiers, however odd', () => {
  fc.assert(
    fc.property(cases, ({ tiers, before }) => {
      expect(fitOf(before, count(before, tiers), tiers)).toBe(tiers)
    }),
  )
})
