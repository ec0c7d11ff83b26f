import { describe, expect, test } from 'vitest'
import { randomUniform } from '../../src/lib/rng.ts'
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
