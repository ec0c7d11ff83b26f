import { expect, test } from 'vitest'
import { classCounts } from '../../src/statistics/classCounts.ts'
import { deLong } from '../../src/statistics/deLong.ts'
import { valuesAuc } from '../../src/statistics/valuesAuc.ts'
import { randomRows } from './randomRows.ts'

/** The share of pairs in the right order, pair by pair. */
function pairs(values: Float64Array, upper: ArrayLike<number>, lower: ArrayLike<number>): number {
  let won = 0
  let all = 0
  values.forEach((a, i) => {
    values.forEach((b, j) => {
      const accounts = upper[i]! * lower[j]!
      if (accounts === 0 || Number.isNaN(a) || Number.isNaN(b)) return
      all += accounts
      won += accounts * (a > b ? 1 : a === b ? 0.5 : 0)
    })
  })
  return won / all
}

for (const [seed, levels, counts] of [
  [1, 101, false],
  [2, 5, false],
  [3, 101, true],
  [4, 2, true],
] as const) {
  test(`pairs in the right order, ${levels} levels${counts ? ', several accounts a row' : ''}`, () => {
    const { candidate, outcomes } = randomRows({ rows: 300, seed, levels, counts })
    const classes = classCounts(outcomes, 'auc_roc_retain')!
    const values = Float64Array.from(candidate.values)
    const whole = deLong(candidate, classes)!
    expect(valuesAuc(values, classes)).toMatchObject({ upper: whole.upper, lower: whole.lower })
    expect(valuesAuc(values, classes)!.auc).toBeCloseTo(whole.auc, 12)
    const gaps = values.map((value, row) => (row % 7 === 0 ? Number.NaN : value))
    const found = valuesAuc(gaps, classes)!
    expect(found.auc).toBeCloseTo(pairs(gaps, classes.upper, classes.lower), 12)
    expect(found.upper).toBeLessThan(whole.upper)
  })
}

test('one class alone has none, and lengths must agree', () => {
  const values = Float64Array.of(1, 2, Number.NaN)
  expect(valuesAuc(values, { upper: [1, 1, 0], lower: [0, 0, 1] })).toBeNull()
  expect(() => valuesAuc(values, { upper: [1], lower: [0] })).toThrow('values length: 3')
})
