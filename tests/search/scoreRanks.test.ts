import { describe, expect, it } from 'vitest'
import { randomBelow } from '../../src/lib/rng.ts'
import { createRankScores, ranksPay } from '../../src/search/kernels/scoreRanks.ts'

/** Rank of each score among the distinct ones, by sorting. */
function plainRanks(scores: Int32Array): number[] {
  const distinct = [...new Set(scores)].sort((a, b) => a - b)
  return Array.from(scores, (score) => distinct.indexOf(score))
}

describe('ranks of scores', () => {
  it('order rows as the scores do, ties included, call after call', () => {
    for (const rows of [1, 2, 3, 100, 257]) {
      const rankScores = createRankScores(rows)
      for (const [turn, width] of [1, 2, 255, 256, 257, 65_536, 100_001, 1 << 22, 7].entries()) {
        const lowest = randomBelow(3, turn, 0, 1000)
        const scores = Int32Array.from(
          { length: rows },
          (_, row) => lowest + randomBelow(rows, row, turn, width),
        )
        const expected = plainRanks(scores)
        const highest = rankScores(scores, lowest, lowest + width - 1)
        expect([...scores]).toEqual(expected)
        expect(highest).toBe(Math.max(...expected))
      }
    }
  })

  it('pay where bins are many times the rows, and never for as many rows as bins', () => {
    expect(ranksPay(394, 100_000)).toBe(true)
    expect(ranksPay(394, 1000)).toBe(false)
    for (const bins of [1, 2, 100, 10_000, 1 << 22]) expect(ranksPay(bins, bins)).toBe(false)
  })
})
