import { describe, expect, test } from 'vitest'
import { parseSpec } from '../../src/accounts/parseSpec.ts'
import type { FeatureSpec, Spec } from '../../src/accounts/spec.ts'
import { specView } from '../../src/accounts/specView.ts'
import { cells, noise, tableOf } from './tables.ts'

const ROWS = 200
const table = tableOf({
  logins: cells(ROWS, (row) => noise(row, 1, 21)),
  flag: cells(ROWS, (row) => row % 2),
  churned: cells(ROWS, (row) => noise(row, 2, 2)),
})

function specOf(logins: Partial<FeatureSpec>, base = 0): Spec {
  const parsed = parseSpec({ features: { logins: {}, flag: {} }, base_score: base })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { features } = parsed.value
  return { ...parsed.value, features: { ...features, logins: { ...features.logins!, ...logins } } }
}

describe('specView', () => {
  test.each([
    [{ weight: 30 }, 'features.logins.weight is 30, but must be from min -5 to max 25.', true],
    [{ min: 9, max: 3 }, 'features.logins.min is 9, but must be at most max, which is 3.', true],
    [{ weight: 1.5 }, 'features.logins.weight is 1.5, but must be a whole number.', false],
    [{ max: Number.NaN }, 'features.logins.max is NaN, but must be a whole number.', false],
  ])('%j breaks a rule', (logins, what, scored) => {
    const { problems, scores } = specView(table, specOf(logins))
    const broken = problems.filter(({ code }) => code === 'spec-invalid')
    expect(broken.map((problem) => [problem.severity, problem.what])).toEqual([['error', what]])
    expect(scores !== null).toBe(scored)
  })

  test('a spec that keeps the rules and clips few has no problem', () => {
    expect(specView(table, specOf({ weight: 3 }, 15)).problems).toEqual([])
  })

  test('says how many accounts are clipped, at which end, by what, and a base score that helps', () => {
    const [high] = specView(table, specOf({ weight: 5 }, 100)).problems
    expect(high).toMatchObject({ code: 'scores-clipped', severity: 'warning' })
    expect(high!.what).toMatch(/put (over )?\d+ % of the accounts above 100 points/)
    expect(high!.fix).toMatch(/logins: \d+\.?\d* points on average\), or .* base_score of about −/)
    const [low] = specView(table, specOf({ weight: -5 }, 0)).problems
    expect(low!.what).toMatch(/put \d+ % of the accounts below 0 points/)
  })

  test('notes that some are clipped, from more than one in a hundred on', () => {
    const few = (share: number) =>
      tableOf({
        logins: cells(ROWS, (row) => (row < share * ROWS ? 2 : 1)),
        flag: cells(ROWS, () => 0),
        churned: cells(ROWS, (row) => row % 2),
      })
    const spec = specOf({ weight: 5 }, 92)
    expect(specView(few(0.01), spec).problems).toEqual([])
    expect(specView(few(0.05), spec).problems).toMatchObject([
      { code: 'scores-clipped', severity: 'note' },
    ])
  })

  test('accounts that have no points are not clipped', () => {
    const none = tableOf({
      logins: cells(ROWS, () => 0),
      flag: cells(ROWS, (row) => (row % 10 === 0 ? 1 : 0)),
      churned: cells(ROWS, (row) => row % 2),
    })
    expect(specView(none, specOf({})).problems).toEqual([])
  })
})
