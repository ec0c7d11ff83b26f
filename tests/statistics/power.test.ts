import { expect, test } from 'vitest'
import { randomUniform } from '../../src/lib/rng.ts'
import { hanleyMcNeil } from '../../src/statistics/hanleyMcNeil.ts'
import { smallestAucGain, smallestGain } from '../../src/statistics/power.ts'

test('2.80 standard errors, as in any textbook on sample sizes', () => {
  expect(smallestGain(1)).toBeCloseTo(2.8016, 4)
  expect(smallestGain(0.01)).toBeCloseTo(0.028016, 6)
})

test('a gain of that size is found four times in five', () => {
  const gain = smallestGain(1)
  const trials = 20_000
  let found = 0
  for (let trial = 0; trial < trials; trial++) {
    const radius = Math.sqrt(-2 * Math.log(1 - randomUniform(3, trial, 0)))
    const z = gain + radius * Math.cos(2 * Math.PI * randomUniform(3, trial, 1))
    if (Math.abs(z) > 1.959963984540054) found++
  }
  expect(Math.abs(found / trials - 0.8)).toBeLessThan(0.01)
})

test('of AUCs: independent unless said, less where the two scores are alike', () => {
  const plan = { auc: 0.75, retained: 1200, churned: 300 }
  const one = hanleyMcNeil(0.75, 1200, 300)
  expect(smallestAucGain(plan)).toBeCloseTo(2.8016 * Math.SQRT2 * one, 5)
  expect(smallestAucGain({ ...plan, correlation: 0.5 })).toBeCloseTo(2.8016 * one, 5)
  expect(smallestAucGain({ ...plan, correlation: 1 })).toBe(0)
  expect(smallestAucGain({ ...plan, churned: 0 })).toBeNull()
  expect(() => smallestAucGain({ ...plan, correlation: 2 })).toThrow('correlation outside')
})
