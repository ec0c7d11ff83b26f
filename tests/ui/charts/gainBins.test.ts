import { describe, expect, it } from 'vitest'
import { randomUniform } from '../../../src/lib/rng.ts'
import { gainBins } from '../../../src/ui/charts/gainBins.ts'

describe('bins of gains', () => {
  it('hold every gain once, in the bin it lies in, and reach to the real one', () => {
    for (const [seed, real] of [
      [1, 0.119],
      [2, 0.004],
      [3, -0.01],
      [4, 0],
    ] as const) {
      const gains = Array.from({ length: 100 }, (_, i) => 0.03 * randomUniform(seed, i, 0) - 0.005)
      const { bins, low, high, most } = gainBins(gains, real)
      expect(bins.length).toBeLessThanOrEqual(38)
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(100)
      expect(most).toBe(Math.max(...bins.map(({ count }) => count)))
      for (const { from, to, count } of bins) {
        const inside = gains.filter((gain) => gain >= from && gain < to)
        expect(inside).toHaveLength(count)
      }
      for (const value of [0, real, ...gains]) {
        expect(value).toBeGreaterThanOrEqual(low)
        expect(value).toBeLessThanOrEqual(high)
      }
      expect(bins.slice(1).map(({ from }) => from)).toEqual(bins.slice(0, -1).map(({ to }) => to))
    }
  })

  it('are there where all gains are 0', () => {
    const { bins, low, high } = gainBins([0, 0, 0], 0)
    expect(bins).toHaveLength(1)
    expect(bins[0].count).toBe(3)
    expect(high).toBeGreaterThan(low)
  })
})
