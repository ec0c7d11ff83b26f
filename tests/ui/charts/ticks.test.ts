import { expect, test } from 'vitest'
import { roundDomain, roundTicks, tickDecimals } from '../../../src/ui/charts/ticks.ts'

test('ticks are round, inside the range and never more than asked for plus one', () => {
  expect(roundTicks(0.629, 0.752, 4)).toEqual([0.65, 0.7, 0.75])
  expect(roundTicks(0, 2000, 4)).toEqual([0, 500, 1000, 1500, 2000])
  for (let k = 0; k < 200; k++) {
    const low = Math.sin(k) * 10 ** (k % 7)
    const high = low + 10 ** ((k % 5) - 2) * (1 + (k % 9))
    const ticks = roundTicks(low, high, 5)
    expect(ticks.length).toBeLessThanOrEqual(6)
    const slack = (high - low) * 1e-6
    for (const tick of ticks) {
      expect(tick).toBeGreaterThanOrEqual(low - slack)
      expect(tick).toBeLessThanOrEqual(high + slack)
    }
  }
})

test('a domain holds its data and has room even when they are all equal', () => {
  const [low, high] = roundDomain(0.5, 0.5, 5)
  expect(low).toBeLessThan(0.5)
  expect(high).toBeGreaterThan(0.5)
  expect(roundDomain(0.629, 0.752, 5)).toEqual([0.625, 0.775])
})

test('tick labels have as many decimals as they need', () => {
  expect(tickDecimals([0, 500, 1000])).toBe(0)
  expect(tickDecimals([0.65, 0.7, 0.75])).toBe(2)
  expect(tickDecimals([0.625, 0.65])).toBe(3)
})
