import { describe, expect, it } from 'vitest'
import { randomBelow, randomUint32, randomUniform } from '../../src/lib/rng.ts'

/** Sum of (seen - expected)² / expected; about `bins` with a standard deviation of sqrt(2 bins). */
function chiSquare(counts: ArrayLike<number>, total: number): number {
  const expected = total / counts.length
  let sum = 0
  for (let bin = 0; bin < counts.length; bin++) sum += (counts[bin] - expected) ** 2 / expected
  return sum
}

function expectUniform(counts: ArrayLike<number>, total: number): void {
  const freedom = counts.length - 1
  const deviation = (chiSquare(counts, total) - freedom) / Math.sqrt(2 * freedom)
  expect(Math.abs(deviation)).toBeLessThan(4.5)
}

const N = 200_000

describe('counter-based random numbers', () => {
  const along: Record<string, (n: number) => number> = {
    'indices of one draw': (n) => randomUint32(42, n, 0),
    'indices of a later draw': (n) => randomUint32(42, n, 5),
    'draws of one index': (n) => randomUint32(42, 17, n),
    'seeds of one index': (n) => randomUint32(n, 1, 0),
    'large indices': (n) => randomUint32(42, 2 ** 40 + n, 1),
    'indices 2^32 apart': (n) => randomUint32(42, n * 2 ** 32, 1),
    'indices 1,024 apart': (n) => randomUint32(3, n * 1024, 2),
    'seeds 2^32 apart': (n) => randomUint32(n * 2 ** 32, 1, 0),
    'negative seeds': (n) => randomUint32(-n, 1, 0),
  }

  it.each(Object.entries(along))('are uniform in their high and low bits over %s', (_, draw) => {
    const high = new Int32Array(1000)
    const low = new Int32Array(1024)
    for (let n = 0; n < N; n++) {
      const word = draw(n)
      high[Math.floor((word / 2 ** 32) * 1000)]++
      low[word & 1023]++
    }
    expectUniform(high, N)
    expectUniform(low, N)
  })

  const pairs: Record<string, (n: number) => [number, number]> = {
    'neighbouring indices': (n) => [randomUint32(1, n, 0), randomUint32(1, n + 1, 0)],
    'even and odd index': (n) => [randomUint32(1, 2 * n, 0), randomUint32(1, 2 * n + 1, 0)],
    'neighbouring draws': (n) => [randomUint32(1, n, 0), randomUint32(1, n, 1)],
    'draws three apart': (n) => [randomUint32(1, n, 1), randomUint32(1, n, 4)],
    'neighbouring seeds': (n) => [randomUint32(1, n, 0), randomUint32(2, n, 0)],
    'seed and index swapped': (n) => [randomUint32(3, n, 0), randomUint32(n, 3, 0)],
  }

  it.each(Object.entries(pairs))('are independent between %s', (_, pair) => {
    const joint = new Int32Array(32 * 32)
    for (let n = 0; n < N; n++) {
      const [a, b] = pair(n + 10)
      joint[(a >>> 27) * 32 + (b >>> 27)]++
    }
    expectUniform(joint, N)
  })

  it('are uniform below a bound that is not a power of two', () => {
    for (const bound of [2, 3, 7, 19, 1000]) {
      const counts = new Int32Array(bound)
      for (let n = 0; n < N; n++) counts[randomBelow(9, n, 2, bound)]++
      expectUniform(counts, N)
    }
  })

  it('stay below 1 and below the bound', () => {
    for (let n = 0; n < 10_000; n++) {
      const uniform = randomUniform(5, n, 0)
      expect(uniform >= 0 && uniform < 1).toBe(true)
      expect(randomBelow(5, n, 0, 1)).toBe(0)
    }
  })

  it('never change: a resumed run depends on it', () => {
    expect([
      randomUint32(0, 0, 0),
      randomUint32(42, 1, 0),
      randomUint32(42, 2 ** 33 + 1, 7),
    ]).toEqual(PINNED)
  })

  it('differ between a seed and one 2^32 above it', () => {
    expect(randomUint32(7 + 2 ** 32, 1, 0)).not.toBe(randomUint32(7, 1, 0))
  })
})

const PINNED = [2769174998, 3397576403, 1778964588]
