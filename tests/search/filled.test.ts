import { describe, expect, it } from 'vitest'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import type { DatasetFeature } from '../../src/accounts/dataset.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import type { Table } from '../../src/accounts/table.ts'
import { randomUniform } from '../../src/lib/rng.ts'
import { filledColumns } from '../../src/search/logistic/filled.ts'
import { fitLogistic } from '../../src/search/logistic/fitLogistic.ts'

const ROWS = 900
const draw = (row: number, which: number) => randomUniform(17, row, which)
const lacks = Uint8Array.from({ length: ROWS }, (_, row) => Number(draw(row, 1) < 0.3))
const usage = Float64Array.from(lacks, (lack, row) =>
  lack ? 0 : Math.round(60 + 40 * draw(row, 2)),
)
const other = Float64Array.from({ length: ROWS }, (_, row) => Math.round(10 * draw(row, 3)))
const outcome = Uint8Array.from(usage, (use, row) =>
  Number(draw(row, 4) < 0.2 + 0.03 * other[row] + (use === 0 ? 0.2 : (use - 60) / 100)),
)
const features: DatasetFeature[] = [
  { name: 'usage', values: usage, multiplier: 1, unknown: 'usage unknown' },
  { name: 'other', values: other, multiplier: 1 },
  { name: 'usage unknown', values: lacks, multiplier: 1 },
]

function fits(penalty: number, counts: Float64Array | null = null) {
  const { columns, own } = filledColumns(features, counts)
  const filled = fitLogistic({ columns, outcome, counts, penalty })
  const plain = fitLogistic({
    columns: features.map(({ values }) => values),
    outcome,
    counts,
    penalty,
  })
  return { columns, filled, plain, own: own(filled.coefficients) }
}

describe('columns with unknown values filled', () => {
  it('give each row the same log odds by the features as by the columns', () => {
    const { columns, filled, own } = fits(5)
    for (let row = 0; row < ROWS; row++) {
      const byColumns = columns.reduce(
        (sum, each, k) => sum + filled.coefficients[k] * each[row],
        0,
      )
      const byFeatures = features.reduce((sum, { values }, k) => sum + own[k] * values[row], 0)
      expect(byFeatures).toBeCloseTo(byColumns, 10)
    }
  })

  it('change nothing without a ridge', () => {
    const counts = Float64Array.from({ length: ROWS }, (_, row) => 1 + (row % 3))
    const { plain, own } = fits(1e-7, counts)
    own.forEach((each, k) => {
      expect(each).toBeCloseTo(plain.coefficients[k], 4)
    })
  })

  it('shrink what is unknown to the mean of what is known, not to nothing', () => {
    const known = usage.filter((_, row) => lacks[row] === 0)
    const mean = known.reduce((sum, each) => sum + each, 0) / known.length
    const away = [1e-7, 30, 300, 3000].map((penalty) => {
      const [line, , flag] = fits(penalty).own
      return Math.abs(flag - line * mean)
    })
    expect(away).toEqual(away.toSorted((a, b) => b - a))
    expect(away[3]).toBeLessThan(away[0] / 3)
  })

  it('tell the curvature by the coefficients of the features', () => {
    const { own, ownCurvature } = filledColumns(features, null)
    const filled = Float64Array.of(4, 1, 0.5, 1, 3, -0.2, 0.5, -0.2, 2)
    const form = (matrix: Float64Array, at: Float64Array) =>
      at.reduce((all, a, i) => all + at.reduce((s, b, j) => s + a * b * matrix[3 * i + j], 0), 0)
    for (const at of [
      Float64Array.of(1, 0, 0),
      Float64Array.of(0.3, -2, 1),
      Float64Array.of(2, 1, -9),
    ]) {
      expect(form(ownCurvature(filled), own(at))).toBeCloseTo(form(filled, at), 8)
    }
  })

  it('are those of numbers whose unknown values are flagged and count as nothing', () => {
    const bounds = { weight: 5, min: 0, max: 25 }
    const zero = { ...bounds, missing: 'zero_points' as const }
    const flag = (column: string) => ({
      ...bounds,
      transform: { kind: 'unknown' as const, column },
    })
    const spec = {
      spec_version: 1,
      name: 'x',
      max_score: 100,
      features: {
        usage: zero,
        'usage unknown': flag('usage'),
        scaled: {
          ...zero,
          transform: { kind: 'minmax', column: 'seats', low: 0, high: 9, step: 0.01 },
        },
        'seats unknown': flag('seats'),
        filled: {
          ...bounds,
          missing: { fill: 3 },
          transform: { kind: 'round', column: 'seats', decimals: 0 },
        },
        'plan = a': { ...zero, transform: { kind: 'equals', column: 'plan', value: 'a' } },
        'plan unknown': flag('plan'),
        alone: { ...zero },
      },
    } as unknown as Spec
    const missing = Uint8Array.of(0, 1, 0)
    const number = (name: string) => ({
      ...{ kind: 'number' as const, physical: 'DOUBLE' as const, name },
      ...{ values: Float64Array.of(1, 0, 2), missing },
    })
    const plan = { kind: 'text' as const, name: 'plan', values: Uint32Array.of(0, 0, 1), missing }
    const columns = [
      ...['usage', 'seats', 'alone'].map(number),
      { ...plan, dictionary: ['a', 'b'] },
    ]
    const compiled = compileDataset({ rowCount: 3, columns } as unknown as Table, spec)
    if (!compiled.ok) throw new Error(compiled.problems[0].what)
    const flagged = compiled.value.features.filter(({ unknown }) => unknown !== undefined)
    expect(flagged.map(({ name, unknown }) => [name, unknown])).toEqual([
      ['usage', 'usage unknown'],
      ['scaled', 'seats unknown'],
    ])
  })
})
