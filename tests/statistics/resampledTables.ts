import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import type { ScoreTable } from '../../src/evaluation/scoreTable.ts'
import { SUM_COLUMNS } from '../../src/evaluation/sumColumns.ts'
import type { BootstrapUnits } from '../../src/statistics/bootstrapUnits.ts'

const NO_COLUMNS = Object.fromEntries(SUM_COLUMNS.map((name) => [name, null]))

/** The plain way: a score table of one side with each unit's accounts taken so many times. */
export function resampledTable(
  metric: PrimaryMetric,
  units: BootstrapUnits,
  which: 'incumbent' | 'candidate',
  counts: ArrayLike<number>,
): ScoreTable {
  const scores = units[`${which}Scores`]
  const x = new Float64Array(scores.length)
  const y = new Float64Array(scores.length)
  const { perAccount } = units
  units[`${which}Slot`].forEach((slot, unit) => {
    const isUpper = perAccount.kind === 'classes' && unit < perAccount.uppers
    const { xy } = perAccount.kind === 'money' ? perAccount : { xy: null }
    x[slot] += counts[unit] * (xy === null ? Number(isUpper) : xy[2 * unit])
    y[slot] += counts[unit] * (xy === null ? Number(!isUpper) : xy[2 * unit + 1])
  })
  const accounts = perAccount.kind === 'classes' ? x.map((many, slot) => many + y[slot]) : x
  const table = { ...NO_COLUMNS, scores, accounts, formerTiers: null } as unknown as ScoreTable
  if (metric === 'revenue_capture_at_20') return { ...table, paying: x, mrr: y }
  if (metric === 'nrr_spread') return { ...table, mrr: x, mrrEnd: y }
  if (metric === 'tier_separation') return { ...table, ltvAccounts: x, ltv: y }
  return { ...table, retained: x, churned: y }
}
