import { describe, expect, test } from 'vitest'
import { primaryValue } from '../../src/evaluation/evaluator.ts'
import { PRIMARY_METRICS, type PrimaryMetric } from '../../src/evaluation/metrics.ts'
import type { ScoreTable } from '../../src/evaluation/scoreTable.ts'
import { type BootstrapUnits, bootstrapUnits } from '../../src/statistics/bootstrapUnits.ts'
import { isRankingMetric } from '../../src/statistics/classCounts.ts'
import { createPoissonCounts, createPoissonDraws } from '../../src/statistics/poissonDraws.ts'
import { createResampledMoney } from '../../src/statistics/resampledMoney.ts'
import { createResampledRanking } from '../../src/statistics/resampledRanking.ts'
import { sumUnits } from '../../src/statistics/takeSums.ts'
import { type RandomRows, randomRows } from './randomRows.ts'
import { resampledTable } from './resampledTables.ts'

const SIDES = ['incumbent', 'candidate'] as const

function unitsOf(data: RandomRows, metric: PrimaryMetric): BootstrapUnits {
  return bootstrapUnits(metric, data.incumbent, data.candidate, data.outcomes)!
}

/** The fast way, of one side. */
function resampler(metric: PrimaryMetric, units: BootstrapUnits, which: (typeof SIDES)[number]) {
  const { perAccount, accounts } = units
  const side = { slotOf: units[`${which}Slot`], slotCount: units[`${which}Scores`].length }
  if (isRankingMetric(metric) && perAccount.kind === 'classes')
    return createResampledRanking(metric, { ...side, accounts, uppers: perAccount.uppers })
  if (isRankingMetric(metric) || perAccount.kind === 'classes') throw new Error(metric)
  const value = createResampledMoney(metric, side, perAccount.xy)
  const all = Uint32Array.from(accounts.keys())
  return (counts: Uint8Array | Uint32Array) => {
    const found = value(counts, sumUnits(counts, all, perAccount.xy, 0, all.length))
    return { value: found, fixed: found }
  }
}

function expectEqual(found: number, expected: number | null) {
  if (expected === null) expect(found).toBe(Number.NaN)
  else expect(Math.abs(found - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)))
}

describe('values of resamples are the evaluator’s of their score tables', () => {
  const shapes = [
    { rows: 130, levels: 1 },
    { rows: 130, levels: 4 },
    { rows: 300, levels: 101 },
    { rows: 800, levels: 20_000 },
    { rows: 5000, levels: 10_001 },
    { rows: 700, levels: 40, counts: true },
    { rows: 5000, levels: 3 }, // units of many accounts: counts do not fit into bytes
  ]
  test.each(PRIMARY_METRICS)('%s', (metric) => {
    let [known, unknown] = [0, 0]
    for (const shape of shapes) {
      const units = unitsOf(randomRows({ ...shape, seed: shape.rows }), metric)
      const draw = createPoissonDraws(units.accounts)
      const counts = createPoissonCounts(units.accounts)
      for (const which of SIDES) {
        const resample = resampler(metric, units, which)
        for (let replicate = 0; replicate < 30; replicate++) {
          draw(3, replicate, counts)
          // And with fewer and fewer accounts, down to none.
          if (replicate > 15)
            counts.fill(0, Math.floor(counts.length * ((30 - replicate) / 15 - 0.06)))
          const expected = primaryValue(resampledTable(metric, units, which, counts), metric)
          expectEqual(resample(counts).value, expected)
          if (expected === null) unknown++
          else known++
        }
      }
    }
    expect(known).toBeGreaterThan(200)
    expect(unknown).toBeGreaterThan(3)
  })

  test('where rows stand for ten million accounts', () => {
    for (const metric of PRIMARY_METRICS) {
      const data = randomRows({ rows: 400, levels: 30, seed: 8, counts: true })
      const units = unitsOf(data, metric)
      units.accounts = units.accounts.map((accounts) => 1e7 * accounts)
      const counts = createPoissonCounts(units.accounts)
      createPoissonDraws(units.accounts)(1, 0, counts)
      for (const which of SIDES) {
        const expected = primaryValue(resampledTable(metric, units, which, counts), metric)
        expectEqual(resampler(metric, units, which)(counts).value, expected)
      }
    }
  })
})

/** Share of churned accounts up to each score less that of retained ones. */
function gapsOf({ retained, churned }: ScoreTable): number[] {
  const total = (column: Float64Array) => column.reduce((sum, one) => sum + one, 0)
  const upTo = (column: Float64Array, slot: number) => total(column.subarray(0, slot + 1))
  return Array.from(
    retained!,
    (_, slot) => upTo(churned!, slot) / total(churned!) - upTo(retained!, slot) / total(retained!),
  )
}

test('of ks also the gap at the score where it is widest on the accounts themselves', () => {
  for (const levels of [2, 30, 5000])
    for (const flipped of [false, true]) {
      const data = randomRows({ rows: 600, seed: 31, levels })
      if (flipped) data.outcomes.retained = data.outcomes.retained!.map((stayed) => 1 - stayed)
      const units = unitsOf(data, 'ks')
      const counts = createPoissonCounts(units.accounts)
      for (const which of SIDES) {
        const gaps = gapsOf(resampledTable('ks', units, which, units.accounts))
        const widest = gaps.reduce((at, gap, i) => (Math.abs(gap) > Math.abs(gaps[at]) ? i : at), 0)
        const resample = resampler('ks', units, which)
        const fixed = Array.from({ length: 20 }, (_, replicate) => {
          createPoissonDraws(units.accounts)(4, replicate, counts)
          const found = resample(counts)
          const gap = gapsOf(resampledTable('ks', units, which, counts))[widest]
          expect(found.fixed).toBeCloseTo(Math.sign(gaps[widest]) * gap, 12)
          expect(found.fixed).toBeLessThanOrEqual(found.value)
          return found.fixed
        })
        expect(Math.sign(gaps[widest])).toBe(flipped ? -1 : 1)
        expect(new Set(fixed).size).toBeGreaterThan(10)
      }
    }
})

test('of other ranking metrics that is the value', () => {
  const units = unitsOf(randomRows({ rows: 300, seed: 32 }), 'gini')
  const counts = createPoissonCounts(units.accounts)
  createPoissonDraws(units.accounts)(1, 0, counts)
  const { value, fixed } = resampler('gini', units, 'candidate')(counts)
  expect(fixed).toBe(value)
})
