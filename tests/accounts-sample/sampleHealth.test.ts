import { describe, expect, it } from 'vitest'
import { HEALTH_SIGNAL, sampleHealth } from '../../src/accounts/sampleHealth.ts'
import type { Table } from '../../src/accounts/table.ts'
import { numbersOf, slowAuc, slowClimb, slowScores } from './slowClimb.ts'

const FEATURES = Object.keys(HEALTH_SIGNAL)
const table = sampleHealth({ accounts: 5000, seed: 7 })
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0)

describe('health sample', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(sampleHealth({ accounts: 50, seed: 3 })).toEqual(sampleHealth({ accounts: 50, seed: 3 }))
    const other = sampleHealth({ accounts: 50, seed: 4 })
    expect(numbersOf(other, 'mrr')).not.toEqual(
      numbersOf(sampleHealth({ accounts: 50, seed: 3 }), 'mrr'),
    )
  })

  it('gives an account the same history in a smaller sample', () => {
    const few = sampleHealth({ accounts: 10, seed: 7 })
    expect(Array.from(numbersOf(few, 'mrr'))).toEqual(
      Array.from(numbersOf(table, 'mrr')).slice(0, 10),
    )
  })

  it('has complete numeric features, in range', () => {
    for (const name of FEATURES) {
      const column = table.columns.find((candidate) => candidate.name === name)!
      expect([column.kind, column.missing]).toEqual(['number', null])
    }
    const inside = (name: string, low: number, high: number) =>
      Array.from(numbersOf(table, name)).every((value) => value >= low && value <= high)
    expect(inside('alert_created', 0, 1) && inside('session_depth', 0, 1)).toBe(true)
    expect(inside('credit_limit_hits', 0, 25)).toBe(true)
    const hundredths = Array.from(numbersOf(table, 'session_depth'), (value) => value * 100)
    expect(hundredths.every((value) => Math.abs(value - Math.round(value)) < 1e-9)).toBe(true)
  })

  it('holds outcomes that agree with each other', () => {
    const retained = numbersOf(table, 'retained_6mo')
    const churned = numbersOf(table, 'churned')
    const mrr = numbersOf(table, 'mrr')
    const mrrEnd = numbersOf(table, 'mrr_end')
    const wonBack = numbersOf(table, 'won_back')
    const former = table.columns.find((column) => column.name === 'former_tier')!
    for (let row = 0; row < table.rowCount; row++) {
      expect(retained[row]! + churned[row]!).toBe(1)
      if (churned[row] === 1) expect(mrrEnd[row]).toBe(0)
      if (former.missing![row] === 1) expect([mrr[row]! > 0, wonBack[row]]).toEqual([true, 0])
      else expect(mrr[row]).toBe(0)
    }
    expect(sum(wonBack)).toBeGreaterThan(50)
  })

  it('starts at an AUC of about 0.63 and climbs to about 0.75 with the planted order', () => {
    for (const seed of [42, 1, 2]) {
      const { baseline, best, weights } = slowClimb(table, FEATURES, 1000, seed)
      expect(baseline).toBeGreaterThan(0.61)
      expect(baseline).toBeLessThan(0.65)
      expect(best).toBeGreaterThan(0.735)
      expect(best).toBeLessThan(0.765)
      const of = (name: keyof typeof HEALTH_SIGNAL) => weights[name]!
      expect(of('alert_created')).toBeGreaterThan(of('session_depth'))
      expect(of('session_depth')).toBeGreaterThanOrEqual(of('activation_speed') - 1)
      expect(of('activation_speed')).toBeGreaterThan(of('has_exported'))
      expect(of('has_exported')).toBeGreaterThan(of('credit_limit_hits'))
      expect(of('credit_limit_hits')).toBeGreaterThan(0)
      expect(Math.abs(of('noise_feature_1'))).toBeLessThanOrEqual(1)
      expect(Math.abs(of('noise_feature_2'))).toBeLessThanOrEqual(1)
    }
  })

  it('plants nothing in the noise', () => {
    for (const name of ['noise_feature_1', 'noise_feature_2']) {
      const aucs = [1, 2, 3, 4, 5, 6].map((seed) => {
        const sample = sampleHealth({ accounts: 5000, seed })
        return slowAuc(slowScores(sample, { [name]: 1 }), numbersOf(sample, 'retained_6mo'))
      })
      expect(Math.abs(sum(aucs) / aucs.length - 0.5)).toBeLessThan(0.01)
    }
  })

  it('earns more from better tiers', () => {
    const weights = { ...HEALTH_SIGNAL, credit_limit_hits: 1 }
    const nrr = (low: number, high: number) => nrrBetween(table, weights, low, high)
    const [d, c, b, a] = [nrr(0, 15), nrr(15, 35), nrr(35, 60), nrr(60, 101)]
    expect(a!).toBeGreaterThan(1)
    expect(a!).toBeGreaterThan(b!)
    expect(b!).toBeGreaterThan(c!)
    expect(c!).toBeGreaterThan(d! + 0.1)
  })
})

function nrrBetween(sample: Table, weights: Record<string, number>, low: number, high: number) {
  const scores = slowScores(sample, weights)
  const mrr = numbersOf(sample, 'mrr')
  const mrrEnd = numbersOf(sample, 'mrr_end')
  let start = 0
  let end = 0
  let accounts = 0
  for (let row = 0; row < sample.rowCount; row++) {
    if (scores[row]! < low * 100 || scores[row]! >= high * 100 || mrr[row] === 0) continue
    start += mrr[row]!
    end += mrrEnd[row]!
    accounts++
  }
  expect(accounts).toBeGreaterThan(50)
  return end / start
}
