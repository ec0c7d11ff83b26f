import { expect, test } from 'vitest'
import { noiseCeiling } from '../../src/accounts/noiseCeiling.ts'

test('more features and fewer rows raise what chance alone reaches', () => {
  expect(noiseCeiling(5000, 15, 0.5)).toBeCloseTo(0.5316, 4)
  expect(noiseCeiling(5000, 30, 0.22)).toBeLessThan(noiseCeiling(500, 30, 0.22))
  expect(noiseCeiling(500, 60, 0.22)).toBeGreaterThan(noiseCeiling(500, 30, 0.22))
})

test('is at most 1, also where one class is absent', () => {
  expect(noiseCeiling(10, 500, 0.5)).toBe(1)
  expect(noiseCeiling(500, 30, 0)).toBe(1)
})
