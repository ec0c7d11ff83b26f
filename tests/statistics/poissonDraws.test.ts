import { describe, expect, test } from 'vitest'
import {
  createPoissonCounts,
  createPoissonDraws,
  UNIT_POISSON,
} from '../../src/statistics/poissonDraws.ts'

const poisson = (rate: number, k: number) => {
  let probability = Math.exp(-rate)
  for (let i = 1; i <= k; i++) probability *= rate / i
  return probability
}

test('the table of 16 bits is Poisson(1): every share, mean and variance', () => {
  const moment = (power: number) =>
    UNIT_POISSON.reduce((sum, ways, k) => sum + ways * (k - 1) ** power, 0) / 65_536
  expect(UNIT_POISSON.reduce((sum, ways) => sum + ways, 0)).toBe(65_536)
  expect(moment(1)).toBe(0)
  expect(moment(2)).toBe(1)
  expect(moment(3)).toBeCloseTo(1, 4)
  UNIT_POISSON.forEach((ways, k) => {
    expect(Math.abs(ways / 65_536 - poisson(1, k))).toBeLessThan(2e-5)
  })
})

describe('draws', () => {
  test.each([0.3, 1, 2, 7, 40, 63, 64, 150, 5000, 1e6])('of rate %d have its law', (rate) => {
    const units = 20_000
    const replicates = 10
    const draw = createPoissonDraws(new Float64Array(units).fill(rate))
    const counts = new Uint32Array(units)
    const n = units * replicates
    const seen = new Map<number, number>()
    let [sum, squares] = [0, 0]
    for (let replicate = 0; replicate < replicates; replicate++) {
      draw(11, replicate, counts)
      for (const k of counts) {
        sum += k - rate
        squares += (k - rate) ** 2
        seen.set(k, (seen.get(k) ?? 0) + 1)
      }
    }
    // 4.5 standard errors of a mean and of a variance of Poisson draws
    expect(Math.abs(sum / n)).toBeLessThan(4.5 * Math.sqrt(rate / n))
    expect(Math.abs(squares / n - rate)).toBeLessThan(4.5 * Math.sqrt((2 * rate ** 2 + rate) / n))
    if (rate > 100) return
    let distance = 0 // χ² over the counts expected at least ten times
    let cells = 0
    for (let k = 0; k < 200; k++) {
      const expected = n * poisson(rate, k)
      if (expected < 10) continue
      distance += ((seen.get(k) ?? 0) - expected) ** 2 / expected
      cells++
    }
    expect(distance).toBeLessThan(cells + 4.5 * Math.sqrt(2 * cells))
  })

  test('of replicates and of neighbours are unrelated', () => {
    const units = 100_001
    const draw = createPoissonDraws(new Float64Array(units).fill(1))
    const replicates = [0, 1, 2].map((replicate) => {
      const counts = new Uint32Array(units)
      draw(5, replicate, counts)
      return counts
    })
    const related = (a: Uint32Array, b: Uint32Array, lag: number) => {
      let sum = 0
      for (let at = lag; at < units; at++) sum += (a[at] - 1) * (b[at - lag] - 1)
      return Math.abs(sum / Math.sqrt(units))
    }
    for (const lag of [1, 2, 3, 64])
      expect(related(replicates[0], replicates[0], lag)).toBeLessThan(4)
    for (const lag of [0, 1, 2]) {
      expect(related(replicates[0], replicates[1], lag)).toBeLessThan(4)
      expect(related(replicates[1], replicates[2], lag)).toBeLessThan(4)
    }
  })

  test('depend on seed, replicate and position alone', () => {
    const rates = Float64Array.from({ length: 999 }, (_, at) => [1, 1, 0, 3, 100, 0.5][at % 6])
    const of = (seed: number, replicate: number, length = rates.length) => {
      const counts = new Uint32Array(length)
      createPoissonDraws(rates.slice(0, length))(seed, replicate, counts)
      return [...counts]
    }
    const draws = of(3, 8)
    expect(of(3, 8)).toEqual(draws)
    expect(of(3, 8, 500)).toEqual(draws.slice(0, 500))
    expect(of(3, 9)).not.toEqual(draws)
    expect(of(4, 8)).not.toEqual(draws)
    expect(draws.filter((count, at) => rates[at] === 0 && count !== 0)).toEqual([])
  })

  test('are the same in bytes, where the rates let them fit', () => {
    const rates = Float64Array.from({ length: 4000 }, (_, at) => [1, 63.9, 7, 0][at % 4])
    const bytes = createPoissonCounts(rates)
    expect(bytes).toBeInstanceOf(Uint8Array)
    const words = new Uint32Array(rates.length)
    for (let replicate = 0; replicate < 20; replicate++) {
      createPoissonDraws(rates)(2, replicate, bytes)
      createPoissonDraws(rates)(2, replicate, words)
      expect([...bytes]).toEqual([...words])
    }
    expect(createPoissonCounts(Float64Array.of(1, 64))).toBeInstanceOf(Uint32Array)
  })

  test('refuse what is not a rate', () => {
    expect(() => createPoissonDraws([1, -1])).toThrow('Poisson rate outside')
    expect(() => createPoissonDraws([Number.NaN])).toThrow('Poisson rate outside')
    expect(() => createPoissonDraws([5e9])).toThrow('Poisson rate outside')
  })
})
