import { expect, test } from 'vitest'
import { primaryValue } from '../../src/evaluation/evaluator.ts'
import { buildScoreTable } from '../../src/evaluation/scoreTable.ts'
import { driftRows } from '../../src/review/driftRows.ts'
import { scoreBoth } from '../../src/review/rowScores.ts'
import { cells, noise, tableOf } from '../accounts/tables.ts'
import { reviewed, rowsFrom, specOf } from './reviewed.ts'

const ROWS = 1000
const late = (row: number) => row >= 600
const table = tableOf({
  same: cells(ROWS, (row) => noise(row, 1, 5)),
  // 300 of 600 zero before, 100 of 400 after; 40 of 400 unknown after
  moved: cells(ROWS, (row) =>
    late(row) && row % 10 === 0 ? null : late(row) ? (row % 10 < 3 ? 0 : 1) : row % 2,
  ),
  plan: cells(ROWS, (row) => (late(row) && row % 2 === 0 ? 'new' : row % 3 === 0 ? 'pro' : 'free')),
  churned: cells(ROWS, (row) => noise(row, 2, 2)),
})
const rows = rowsFrom(table, 600)
const spec = (same: number, moved: number) => {
  const made = specOf({ same, moved, is_pro: 10 })
  made.features.moved!.missing = 'zero_points'
  made.features.is_pro!.transform = { kind: 'equals', column: 'plan', value: 'pro' }
  return made
}
const [before, after] = [spec(5, 0), spec(0, 30)]
const [incumbent, candidate] = [reviewed(table, before, rows), reviewed(table, after, rows)]
const drift = driftRows({
  specs: [before, after],
  table,
  rows,
  search: scoreBoth(incumbent, candidate, 'search')!,
  holdout: scoreBoth(incumbent, candidate, 'holdout')!,
})
const of = (name: string) => drift.find((row) => row.name === name)!

test('both scores and each column once, by its raw values', () => {
  expect(drift.map(({ name, kind }) => [name, kind])).toEqual([
    ['score, incumbent', 'score'],
    ['score, candidate', 'score'],
    ['same', 'feature'],
    ['moved', 'feature'],
    ['plan', 'feature'],
  ])
})

test('means, zero and missing shares are of the rows of each set', () => {
  const { meanSearch, meanHoldout, zeroSearch, zeroHoldout, missingSearch, missingHoldout } =
    of('moved')
  expect([meanSearch, zeroSearch, missingSearch]).toEqual([0.5, 0.5, 0])
  expect(missingHoldout).toBe(0.1)
  expect(zeroHoldout).toBeCloseTo(80 / 360, 12)
  expect(meanHoldout).toBeCloseTo(280 / 360, 12)
  expect(of('plan')).toMatchObject({ meanSearch: null, zeroHoldout: null, missingHoldout: 0 })
})

test('what is told of a score alone is its AUC on each row set', () => {
  for (const side of ['incumbent', 'candidate'] as const) {
    const { aloneSearch, aloneHoldout } = of(`score, ${side}`)
    for (const [set, alone] of [
      ['search', aloneSearch],
      ['holdout', aloneHoldout],
    ] as const) {
      const scores = scoreBoth(incumbent, candidate, set)!
      const table = buildScoreTable(scores[side], scores.outcomes)
      expect(alone).toBeCloseTo(primaryValue(table, 'auc_roc_retain')!, 12)
    }
  }
})

test('the index is that of the bins, accounts without a value one of them', () => {
  // shares: 0, 1, unknown; an empty bin counts half an account
  const first = [300, 300, 0.5].map((count) => count / 600.5)
  const second = [80, 280, 40].map((count) => count / 400)
  const index = first.reduce(
    (sum, share, i) => sum + (second[i]! - share) * Math.log(second[i]! / share),
    0,
  )
  expect(of('moved').psi).toBeCloseTo(index, 12)
  expect(of('moved').band).toBe('shifted')
  expect(of('same').band).toBe('stable')
  expect(of('same').psi).toBeLessThan(of('same').critical)
  expect(of('plan').band).toBe('shifted')
})

test('rare texts are one bin, so an id-like column does not look shifted for its length', () => {
  const names = tableOf({
    name: cells(ROWS, (row) => (noise(row, 5, 3) > 0 ? 'common' : `n${row}`)),
    churned: cells(ROWS, (row) => row % 2),
  })
  const flag = specOf({ is_common: 5 })
  flag.features.is_common!.transform = { kind: 'equals', column: 'name', value: 'common' }
  const both = reviewed(names, flag, rows)
  const found = driftRows({
    specs: [flag],
    table: names,
    rows,
    search: scoreBoth(both, both, 'search')!,
    holdout: scoreBoth(both, both, 'holdout')!,
  })
  expect(found.find(({ name }) => name === 'name')!.psi).toBeLessThan(0.25)
})
