import { expect, test } from 'vitest'
import { primaryValue } from '../../src/evaluation/evaluator.ts'
import { PRIMARY_METRICS } from '../../src/evaluation/metrics.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import { bootstrapUnits } from '../../src/statistics/bootstrapUnits.ts'
import { NO_OUTCOMES } from '../evaluation/accounts.ts'
import { shuffledRows } from '../evaluation/randomData.ts'
import { copyRows, randomRows } from './randomRows.ts'
import { resampledTable } from './resampledTables.ts'

test('units add up to the score table of the rows, also where rows stand for several accounts', () => {
  for (const counts of [false, true])
    for (const metric of PRIMARY_METRICS) {
      const data = randomRows({ rows: 500, seed: 12, levels: 15, counts })
      const units = bootstrapUnits(metric, data.incumbent, data.candidate, data.outcomes)!
      for (const which of ['incumbent', 'candidate'] as const) {
        const whole = primaryValue(buildScoreTable(data[which], data.outcomes), metric)!
        const table = resampledTable(metric, units, which, units.accounts)
        expect(primaryValue(table, metric)).toBeCloseTo(whole, 12)
      }
    }
})

test('accounts of a class with the same two scores are one unit, in order of both', () => {
  const data = randomRows({ rows: 2000, seed: 13, levels: 7 })
  const { incumbent, candidate, outcomes } = data
  const units = bootstrapUnits('ks', incumbent, candidate, outcomes)!
  const uppers = units.perAccount.kind === 'classes' ? units.perAccount.uppers : Number.NaN
  const names = Array.from(units.accounts, (_, unit) => [
    unit < uppers ? 0 : 1,
    units.incumbentScores[units.incumbentSlot[unit]],
    units.candidateScores[units.candidateSlot[unit]],
  ])
  const accounts = new Map<string, number>()
  for (let row = 0; row < outcomes.rowCount; row++) {
    const isUpper = outcomes.retained![row] === 1
    const name = [isUpper ? 0 : 1, incumbent.values[row], candidate.values[row]].join(' ')
    accounts.set(name, (accounts.get(name) ?? 0) + 1)
  }
  expect(new Map(names.map((name, unit) => [name.join(' '), units.accounts[unit]]))).toEqual(
    accounts,
  )
  expect(names.length).toBe(accounts.size)
  const sorted = [...names].sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
  expect(names).toEqual(sorted)
})

test('the order of rows does not matter', () => {
  for (const metric of PRIMARY_METRICS) {
    const data = randomRows({ rows: 400, seed: 14, levels: 9, counts: true })
    const of = ({ incumbent, candidate, outcomes }: typeof data) =>
      bootstrapUnits(metric, incumbent, candidate, outcomes)
    expect(of(copyRows(data, shuffledRows(400, 5)))).toEqual(of(data))
  }
})

test('without what a metric needs there are none', () => {
  const { incumbent, candidate } = randomRows({ rows: 50, seed: 15 })
  const outcomes = { ...NO_OUTCOMES, rowCount: 50 }
  for (const metric of PRIMARY_METRICS)
    expect(bootstrapUnits(metric, incumbent, candidate, outcomes)).toBe(null)
})
