import { describe, expect, test } from 'vitest'
import { chiSquareQuantile, chiSquareUpperTail, logGamma } from '../../src/statistics/chiSquare.ts'
import { normalQuantile, twoSidedP, Z_95 } from '../../src/statistics/normal.ts'

describe('χ²', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4, critical values of the χ² distribution.
  test.each([
    [0.9, 1, 2.706],
    [0.95, 1, 3.841],
    [0.95, 2, 5.991],
    [0.95, 5, 11.07],
    [0.95, 9, 16.919],
    [0.99, 9, 21.666],
    [0.999, 10, 29.588],
    [0.95, 30, 43.773],
    [0.95, 100, 124.342],
    [0.05, 10, 3.94],
  ])('the %d quantile with %d degrees of freedom is %d, as printed', (p, degrees, printed) => {
    expect(chiSquareQuantile(p, degrees)).toBeCloseTo(printed, 3)
  })

  test('with two degrees of freedom it is −2 ln(1 − p) exactly', () => {
    for (const p of [1e-6, 0.01, 0.3, 0.5, 0.95, 0.999999])
      expect(chiSquareQuantile(p, 2) / (-2 * Math.log1p(-p))).toBeCloseTo(1, 12)
    expect(chiSquareUpperTail(100, 2) / Math.exp(-50)).toBeCloseTo(1, 11)
  })

  test('quantile and tail undo each other', () => {
    for (const degrees of [1, 3, 9, 57, 1000])
      for (const p of [0.001, 0.2, 0.6, 0.975])
        expect(chiSquareUpperTail(chiSquareQuantile(p, degrees), degrees)).toBeCloseTo(1 - p, 11)
  })

  test('refuses what has no meaning', () => {
    expect(chiSquareQuantile(0, 3)).toBe(0)
    expect(chiSquareUpperTail(-1, 3)).toBe(1)
    expect(() => chiSquareQuantile(1, 3)).toThrow('χ² probability')
    expect(() => chiSquareQuantile(0.5, 0)).toThrow('degrees of freedom')
    expect(() => logGamma(0)).toThrow('logGamma')
  })
})

test('ln Γ of whole and half numbers', () => {
  let factorial = 1
  for (let n = 1; n < 20; n++) {
    expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 12)
    factorial *= n
  }
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13)
})

test('normal quantiles and tails, as printed in any table', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12)
  expect(normalQuantile(0.8)).toBeCloseTo(0.8416212335729143, 12)
  expect(normalQuantile(0.05)).toBeCloseTo(-1.6448536269514722, 12)
  expect(normalQuantile(0.5)).toBe(0)
  expect(Z_95).toBe(1.959963984540054)
  expect(twoSidedP(-1.959963984540054)).toBeCloseTo(0.05, 13)
  expect(twoSidedP(0)).toBe(1)
  expect(() => normalQuantile(1)).toThrow('normal probability')
})
