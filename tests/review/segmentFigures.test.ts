import { expect, test } from 'vitest'
import { scoreBoth } from '../../src/review/rowScores.ts'
import { segmentFigures } from '../../src/review/segmentFigures.ts'
import { cells, noise, tableOf } from '../accounts/tables.ts'
import { type Rows, reviewed, rowsFrom, specOf, TIERS } from './reviewed.ts'

const ROWS = 700
const OTHER_CUTS = [{ label: 'A', min: 40, max: 101 }, ...TIERS.slice(1)]
// 'eu' rows 0-299, 'us' 300-599, 'tiny' 600-609, no value from 610 on; only 'old' is searched alone.
const plan = cells(ROWS, (row) =>
  row < 5 ? 'old' : row < 300 ? 'eu' : row < 600 ? 'us' : row < 610 ? 'tiny' : null,
)
const churned = cells(ROWS, (row) => (noise(row, 1, 3) === 0 ? 1 : 0))
const signal = cells(ROWS, (row) => (churned[row] === 1 ? 0 : 4) + noise(row, 2, 6))
const table = tableOf({
  plan,
  churned,
  good: signal,
  noisy: cells(ROWS, (row) => (plan[row] === 'us' ? noise(row, 3, 9) : signal[row]!)),
  mrr: cells(ROWS, (row) => noise(row, 4, 100)),
  same: cells(ROWS, () => 'all'),
  empty: cells(ROWS, () => null),
})
const figures = (segments: string[], rows: Rows = rowsFrom(table, 5)) => {
  const spec = (weights: Record<string, number>) =>
    reviewed(table, specOf(weights, { segments }), rows)
  const before = spec({ good: 9, noisy: 0 })
  const after = spec({ good: 0, noisy: 9 })
  const [holdout, search] = [
    scoreBoth(before, after, 'holdout')!,
    scoreBoth(before, after, 'search')!,
  ]
  const tiers = { incumbent: TIERS, candidate: OTHER_CUTS }
  return segmentFigures(holdout, search, 'auc_roc_retain', tiers)
}

function slowAuc(column: number[], rows: number[]): number {
  let won = 0
  let pairs = 0
  for (const kept of rows.filter((row) => churned[row] === 0)) {
    for (const lost of rows.filter((row) => churned[row] === 1)) {
      pairs++
      won += column[kept]! > column[lost]! ? 1 : column[kept] === column[lost] ? 0.5 : 0
    }
  }
  return won / pairs
}

test('both specs in every segment, by pairs of accounts', () => {
  const [old, eu, us] = figures(['plan'])!
  const good = table.columns.find(({ name }) => name === 'good')!.values as Float64Array
  const noisy = table.columns.find(({ name }) => name === 'noisy')!.values as Float64Array
  const rowsOf = (label: string) => [...plan.keys()].filter((row) => plan[row] === label)
  for (const [segment, label, accounts] of [
    [eu, 'eu', 295],
    [us, 'us', 300],
  ] as const) {
    expect(segment).toMatchObject({ column: 'plan', label, accounts, problem: null })
    expect(segment!.incumbent).toBeCloseTo(slowAuc([...good], rowsOf(label)), 12)
    expect(segment!.candidate).toBeCloseTo(slowAuc([...noisy], rowsOf(label)), 12)
  }
  expect(eu!.change).toBe(0)
  expect(us!.change).toBeLessThan(-0.2)
  const inA = rowsOf('us').filter((row) => good[row]! * 9 >= 60).length
  expect(us!.topShare.incumbent).toBe(inA / 300)
  const inOtherA = rowsOf('us').filter((row) => noisy[row]! * 9 >= 40).length
  expect(us!.topShare.candidate).toBe(inOtherA / 300)
  expect(old).toMatchObject({
    label: 'old',
    accounts: 0,
    change: null,
    problem: 'no held-out account',
  })
})

test('a column that all accounts have one value of, or none, divides nothing and verifies nothing', () => {
  expect(figures(['same'])).toBeNull()
  expect(figures(['empty', 'same'])).toBeNull()
  expect(new Set(figures(['same', 'plan'])!.map(({ column }) => column))).toEqual(new Set(['plan']))
})

test('a segment too small to tell says what it lacks, and is not merged', () => {
  const tiny = figures(['plan'])!.slice(3)
  const lost = [...plan.keys()].filter((row) => plan[row] === 'tiny' && churned[row] === 1).length
  expect(tiny[0]).toMatchObject({
    label: 'tiny',
    accounts: 10,
    incumbent: null,
    change: null,
    problem:
      lost === 0
        ? 'none of 10 accounts churned; 20 are needed'
        : `only ${lost} of 10 accounts churned; 20 are needed`,
  })
  expect(tiny[1]).toMatchObject({
    label: '(missing)',
    accounts: 90,
    change: null,
    problem: 'only 90 accounts; the metric needs more than 100',
  })
})

test('no segment column, no segments', () => {
  expect(figures([])).toBeNull()
})
