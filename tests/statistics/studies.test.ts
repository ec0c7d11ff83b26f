import { describe, expect, test } from 'vitest'
import { randomUniform } from '../../src/lib/rng.ts'
import { benjaminiHochberg } from '../../src/statistics/benjaminiHochberg.ts'
import { nadeauBengio } from '../../src/statistics/nadeauBengio.ts'
import { permutationP } from '../../src/statistics/permutationP.ts'

describe('Nadeau and Bengio', () => {
  test('by hand: 1, 2, 3, 4, 5 over five folds', () => {
    // s² = 2.5, 1/5 + 1/4 = 0.45
    const { mean, standardError } = nadeauBengio([1, 2, 3, 4, 5], 1 / 4)!
    expect(mean).toBe(3)
    expect(standardError).toBeCloseTo(Math.sqrt(0.45 * 2.5), 14)
  })

  test('needs two results and a ratio', () => {
    expect(nadeauBengio([1], 0.25)).toBeNull()
    expect(nadeauBengio([2, 2], 0.25)).toEqual({ mean: 2, standardError: 0 })
    expect(() => nadeauBengio([1, 2], 0)).toThrow('ratio of test')
  })
})

describe('Benjamini and Hochberg', () => {
  test('the fifteen p-values of their paper: four discoveries at 5 %', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
      0.6528, 0.759, 1,
    ]
    const adjusted = benjaminiHochberg(p)
    expect(adjusted.filter((q) => q <= 0.05)).toHaveLength(4)
    expect(adjusted[3]).toBeCloseTo((0.0095 * 15) / 4, 14)
    // 0.0278·15/6 = 0.0695 and 0.0298·15/7 = 0.0639 give way to 0.0344·15/8 = 0.0645 and 0.0639
    expect(adjusted[5]).toBeCloseTo((0.0298 * 15) / 7, 14)
    expect(adjusted[14]).toBe(1)
    const order = [4, 14, 0, 7, 2, 9, 1, 3, 12, 5, 6, 8, 10, 11, 13]
    const mixed = benjaminiHochberg(order.map((i) => p[i]))
    expect(mixed).toEqual(order.map((i) => adjusted[i]))
  })

  test('is the rule itself: the largest k with p(k) ≤ k q / n', () => {
    for (let seed = 0; seed < 200; seed++) {
      const n = 1 + (seed % 12)
      const p = Array.from({ length: n }, (_, i) => randomUniform(seed, i, 0) ** 3)
      const sorted = [...p].sort((a, b) => a - b)
      const k = sorted.findLastIndex((value, i) => value <= ((i + 1) * 0.1) / n)
      const adjusted = benjaminiHochberg(p)
      expect(p.filter((_, i) => adjusted[i] <= 0.1).sort((a, b) => a - b)).toEqual(
        sorted.slice(0, k + 1),
      )
    }
  })

  test('of nothing is nothing', () => {
    expect(benjaminiHochberg([])).toEqual([])
    expect(() => benjaminiHochberg([0.5, 1.2])).toThrow('p-value outside 0 to 1: 1.2')
  })
})

describe('permutation p', () => {
  test('counts the real order too, and ties against it', () => {
    expect(permutationP(5, [1, 2, 3])).toBe(1 / 4)
    expect(permutationP(3, [1, 3, 4])).toBe(3 / 4)
    expect(permutationP(0, [])).toBe(1)
    expect(() => permutationP(1, [Number.NaN])).toThrow('not a number')
  })

  test('under no effect is at most α in a share α of studies', () => {
    const studies = 4000
    let small = 0
    for (let study = 0; study < studies; study++) {
      const shuffled = Array.from({ length: 19 }, (_, i) => randomUniform(study, i + 1, 0))
      if (permutationP(randomUniform(study, 0, 0), shuffled) <= 0.1) small++
    }
    expect(Math.abs(small / studies - 0.1)).toBeLessThan(0.02)
  })
})
