import { describe, expect, test } from 'vitest'
import { primaryValue } from '../../src/evaluation/evaluator.ts'
import { PRIMARY_METRICS, type PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { type BootstrapUnits, bootstrapUnits } from '../../src/statistics/bootstrapUnits.ts'
import { isRankingMetric } from '../../src/statistics/classCounts.ts'
import {
  createPoissonCounts,
  createPoissonDraws,
  type PoissonCounts,
} from '../../src/statistics/poissonDraws.ts'
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
  return (counts: PoissonCounts) =>
    value(counts, sumUnits(counts, all, perAccount.xy, 0, all.length))
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
          expectEqual(resample(counts), expected)
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
        expectEqual(resampler(metric, units, which)(counts), expected)
      }
    }
  })
})
