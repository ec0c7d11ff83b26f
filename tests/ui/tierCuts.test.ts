import { describe, expect, it } from 'vitest'
import { boundCut, cutRange, moveCut } from '../../src/ui/model/tierCuts.ts'
import { specFixture } from './specFixture.ts'

const { tiers } = specFixture({})

describe('tier cut-offs', () => {
  it('moves both tiers that meet at a cut-off, and nothing else', () => {
    const moved = moveCut(tiers, 1, 40)
    expect(moved.map(({ min, max }) => [min, max])).toEqual([
      [60, 101],
      [40, 60],
      [15, 40],
      [0, 15],
    ])
    expect(tiers[1]?.min).toBe(35)
  })

  it('leaves every tier at least one score', () => {
    expect(cutRange(tiers, 0, 100)).toEqual([36, 100])
    expect(cutRange(tiers, 1, 100)).toEqual([16, 59])
    expect(cutRange(tiers, 2, 100)).toEqual([1, 34])
    expect(cutRange(tiers, 3, 100)).toEqual([0, 14])
  })

  it('bounds to whole scores', () => {
    expect(boundCut(40.4, [16, 59])).toBe(40)
    expect(boundCut(-Infinity, [16, 59])).toBe(16)
    expect(boundCut(Infinity, [16, 59])).toBe(59)
  })
})
