import { describe, expect, test } from 'vitest'
import type { ScoreVector } from '../../src/evaluation/scoreVector.ts'
import { wilsonInterval } from '../../src/evaluation/wilson.ts'
import { randomBelow } from '../../src/lib/rng.ts'
import { newcombe } from '../../src/statistics/newcombe.ts'
import { swapSet, tierMembership, topMembership } from '../../src/statistics/swapSet.ts'
import { NO_OUTCOMES } from '../evaluation/accounts.ts'
import { randomRows } from './randomRows.ts'

const grid = (...values: number[]): ScoreVector => ({
  kind: 'grid',
  values: Int32Array.from(values),
  resolution: 1,
  maxGrid: 100,
})

describe('Newcombe', () => {
  // Newcombe (1998), table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%d/%d against %d/%d, as printed', (events, n, otherEvents, otherN, low, high) => {
    const result = newcombe(events, n, otherEvents, otherN)!
    expect(result.low).toBeCloseTo(low, 4)
    expect(result.high).toBeCloseTo(high, 4)
    expect(result.value).toBe(events / n - otherEvents / otherN)
  })

  test('needs accounts on both sides', () => {
    expect(newcombe(0, 0, 1, 2)).toBeNull()
  })

  test('covers the true difference 95 times in 100', () => {
    const trials = 3000
    const draw = (trial: number, side: number, n: number, percent: number) => {
      let events = 0
      for (let i = 0; i < n; i++) events += randomBelow(trial, i, side, 100) < percent ? 1 : 0
      return events
    }
    let covered = 0
    for (let trial = 0; trial < trials; trial++) {
      const { low, high } = newcombe(draw(trial, 0, 60, 85), 60, draw(trial, 1, 40, 60), 40)!
      if (low <= 0.25 && 0.25 <= high) covered++
    }
    expect(Math.abs(covered / trials - 0.95)).toBeLessThan(0.015)
  })
})

describe('the top share', () => {
  const ten = { ...NO_OUTCOMES, rowCount: 10 }

  test('shares the tie at the cut', () => {
    const scores = grid(90, 80, 80, 80, 5, 4, 3, 2, 1, 0)
    const third = 1 / 3
    expect([...topMembership(scores, ten, 0.2)]).toEqual([1, third, third, third, 0, 0, 0, 0, 0, 0])
    expect([...topMembership(scores, ten, 0.4)]).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    expect([...topMembership(scores, ten, 1)]).toEqual(Array(10).fill(1))
    expect(() => topMembership(scores, ten, 0)).toThrow('top share')
  })

  test('is ceil(share · n) accounts, whatever the scores', () => {
    for (const rows of [1, 4, 5, 6, 35, 36, 1000])
      for (const levels of [1, 3, 1000]) {
        const { incumbent, outcomes } = randomRows({ rows, seed: rows, levels })
        const members = topMembership(incumbent, outcomes, 0.2)
        expect(members.reduce((sum, part) => sum + part, 0)).toBeCloseTo(Math.ceil(rows / 5), 9)
      }
    const { incumbent, outcomes } = randomRows({ rows: 300, seed: 9, levels: 20, counts: true })
    const members = topMembership(incumbent, outcomes, 0.2)
    const accounts = members.reduce((sum, part, row) => sum + part * outcomes.count![row], 0)
    const total = outcomes.count!.reduce((sum, count) => sum + count, 0)
    expect(accounts).toBeCloseTo(Math.ceil(total / 5), 9)
  })
})

test('a tier: accounts in none count in the lowest', () => {
  const tiers = [
    { label: 'A', min: 60, max: 100 },
    { label: 'D', min: 0, max: 40 },
  ]
  const scores = grid(100, 60, 50, 10)
  expect([...tierMembership(scores, tiers, 0)]).toEqual([0, 1, 0, 0])
  expect([...tierMembership(scores, tiers, 1)]).toEqual([1, 0, 1, 1])
})

describe('the swap set', () => {
  const outcomes = {
    ...NO_OUTCOMES,
    rowCount: 5,
    retained: Uint8Array.of(1, 1, 0, 1, 0),
    mrr: Float64Array.of(10, 20, 40, 80, 0),
  }

  test('by hand', () => {
    const before = Float64Array.of(1, 0, 1, 0.5, 0.5)
    const after = Float64Array.of(1, 1, 0, 0.75, 0.25)
    const { entering, leaving, staying, difference } = swapSet(before, after, outcomes)
    expect(entering).toMatchObject({ accounts: 1.25, mrr: 20 + 20, retained: { share: 1 } })
    expect(leaving).toMatchObject({ accounts: 1.25, mrr: 40, retained: { share: 0 } })
    expect(staying).toEqual({ accounts: 1.75, mrr: 50, retained: wilsonInterval(1.5, 1.75) })
    expect(difference).toEqual(newcombe(1.25, 1.25, 0, 1.25))
  })

  test('as many enter the top as leave it, and the same score moves nobody', () => {
    const { incumbent, candidate, outcomes } = randomRows({ rows: 2000, seed: 5, levels: 8 })
    const [before, after] = [incumbent, candidate].map((scores) =>
      topMembership(scores, outcomes, 0.2),
    )
    const swap = swapSet(before, after, outcomes)
    expect(swap.entering.accounts).toBeGreaterThan(10)
    expect(swap.entering.accounts).toBeCloseTo(swap.leaving.accounts, 8)
    expect(swap.staying.accounts + swap.leaving.accounts).toBeCloseTo(400, 8)
    const none = swapSet(before, before, outcomes)
    expect(none.entering).toEqual({ accounts: 0, mrr: 0, retained: null })
    expect(none.difference).toBeNull()
  })

  test('without outcomes or money says so, and reads churned alone', () => {
    const all = Float64Array.of(1, 1, 1, 1, 1)
    const empty = new Float64Array(5)
    const bare = swapSet(empty, all, { ...NO_OUTCOMES, rowCount: 5 })
    expect(bare.entering).toEqual({ accounts: 5, mrr: null, retained: null })
    expect(bare.difference).toBeNull()
    const churned = { ...NO_OUTCOMES, rowCount: 5, churned: Uint8Array.of(0, 0, 1, 0, 1) }
    expect(swapSet(empty, all, churned).entering.retained).toEqual(wilsonInterval(3, 5))
    expect(() => swapSet(all, new Float64Array(4), outcomes)).toThrow('swap set lengths')
  })
})
