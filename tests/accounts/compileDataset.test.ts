import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import type { Dataset } from '../../src/accounts/dataset.ts'
import { gridSpec } from '../../src/accounts/gridSpec.ts'
import { isFloat } from '../../src/accounts/rowScorer.ts'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import type { FeatureSpec, Spec } from '../../src/accounts/spec.ts'
import type { Table } from '../../src/accounts/table.ts'
import { takeRows } from '../../src/accounts/takeRows.ts'
import { type Cell, tableOf } from './tables.ts'

function specOf(features: Record<string, Partial<FeatureSpec>>, more: Partial<Spec> = {}): Spec {
  const entries = Object.entries(features).map(([name, feature]): [string, FeatureSpec] => [
    name,
    { weight: 5, min: -5, max: 25, ...feature },
  ])
  return {
    model: 'm',
    max_score: 100,
    features: Object.fromEntries(entries),
    tiers: [],
    extra: {},
    ...more,
  }
}

function compiled(table: Table, spec: Spec): Dataset {
  const result = compileDataset(table, spec)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

function codes(table: Table, spec: Spec): string[] {
  const result = compileDataset(table, spec)
  return result.ok ? [] : result.problems.map(({ code }) => code)
}

/** Half away from zero on the shortest decimal text, as people round. */
function slowRound(value: number, decimals: number): number {
  const size = Math.abs(value) * 10 ** decimals
  return (Math.sign(value) * Math.floor(size + 0.5)) / 10 ** decimals
}

/** One feature of one row, straight from the words of the spec. */
function slowValue(feature: FeatureSpec, cell: Cell): number {
  const { transform, missing } = feature
  if (transform?.kind === 'unknown') return cell === null ? 1 : 0
  if (cell === null && missing === 'zero_points') return 0
  const value = cell === null ? (missing as { fill: number }).fill : cell
  if (transform?.kind === 'equals') return String(value) === transform.value ? 1 : 0
  const number = Number(value)
  if (transform?.kind === 'round') return slowRound(number, transform.decimals)
  if (transform?.kind !== 'minmax') return number
  const share = (number - transform.low) / (transform.high - transform.low)
  return Math.round(Math.min(1, Math.max(0, share)) / transform.step) * transform.step
}

const number = fc.oneof(
  fc.integer({ min: -300, max: 5000 }),
  fc.integer({ min: -2000, max: 2000 }).map((n) => n / 10),
  fc.integer({ min: 0, max: 100 }).map((n) => n / 100),
  fc.integer({ min: -9999, max: 9999 }).map((n) => n / 1000),
)
const weight = fc.integer({ min: -5, max: 25 })

describe('compileDataset against a row-by-row reference', () => {
  test('random tables, transforms, missing values, weights and base scores', () => {
    const column = fc.record({
      cells: fc.array(fc.option(number, { freq: 6 }), { minLength: 12, maxLength: 12 }),
      kind: fc.constantFrom('raw', 'minmax', 'round', 'equals', 'unknown'),
      low: fc.integer({ min: -50, max: 50 }),
      span: fc.integer({ min: 1, max: 900 }),
      decimals: fc.integer({ min: 0, max: 3 }),
      fill: fc.option(fc.integer({ min: -20, max: 200 })),
      weight,
    })
    const table = fc.record({
      columns: fc.array(column, { minLength: 1, maxLength: 6 }),
      base: fc.integer({ min: -80, max: 80 }),
    })
    fc.assert(
      fc.property(table, ({ columns, base }) => {
        const cells: Record<string, Cell[]> = { anchor: Array.from({ length: 12 }, (_, i) => i) }
        const features: Record<string, Partial<FeatureSpec>> = { anchor: { weight: 0 } }
        columns.forEach((each, index) => {
          const name = `c${index}`
          if (each.cells.every((cell) => cell === null)) return
          cells[name] = each.cells
          const missing = each.fill === null ? 'zero_points' : { fill: each.fill }
          const high = each.low + each.span
          features[name] = {
            weight: each.weight,
            missing,
            ...(each.kind === 'minmax'
              ? { transform: { kind: 'minmax', low: each.low, high, step: 0.01 } }
              : each.kind === 'round'
                ? { transform: { kind: 'round', decimals: each.decimals } }
                : each.kind === 'equals'
                  ? { transform: { kind: 'equals', column: name, value: String(each.cells[3]) } }
                  : each.kind === 'unknown'
                    ? { transform: { kind: 'unknown', column: name } }
                    : {}),
          }
        })
        const spec = specOf(features, { base_score: base })
        const dataset = compiled(tableOf(cells), spec)
        expect(isFloat(dataset)).toBe(false)
        const entries = Object.entries(spec.features)
        const weights = entries.map(([, each]) => each.weight)
        const scores = scoreRows(dataset, weights)
        if (scores.kind !== 'grid') throw new Error('off the grid')
        for (let row = 0; row < 12; row++) {
          let points = base
          for (const [name, each] of entries)
            points += each.weight * slowValue(each, cells[name][row])
          const clipped = Math.min(100, Math.max(0, points))
          expect(scores.values[row] / scores.resolution).toBeCloseTo(clipped, 9)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('columns take the smallest array that holds them, on one common grid', () => {
    const dataset = compiled(
      tableOf({
        flag: [0, 1],
        cents: [0.25, 0.5],
        wide: [3, 40_000],
        below: [-1, 2],
        mills: [0.125, 1],
      }),
      specOf({ flag: {}, cents: {}, wide: {}, below: {}, mills: {} }),
    )
    expect(dataset.resolution).toBe(1000)
    expect(
      dataset.features.map(({ name, values, multiplier }) => [
        name,
        values.constructor.name,
        multiplier,
      ]),
    ).toEqual([
      ['flag', 'Uint8Array', 1000],
      ['cents', 'Uint8Array', 10],
      ['wide', 'Uint16Array', 1000],
      ['below', 'Int32Array', 1000],
      ['mills', 'Uint16Array', 1],
    ])
  })

  test('a raw feature off the grid keeps the float sum of the raw values', () => {
    const thirds = [1 / 3, 2 / 3, 5 / 7]
    const spec = specOf({ thirds: { weight: 7 }, flag: { weight: 3 } })
    const dataset = compiled(tableOf({ thirds, flag: [true, false, true] }), spec)
    expect(dataset.resolution).toBe(1)
    expect(dataset.features.every(({ values }) => values instanceof Float64Array)).toBe(true)
    const scores = scoreRows(dataset, [7, 3])
    expect(scores.kind).toBe('float')
    expect([...scores.values]).toEqual(thirds.map((x, row) => 7 * x + 3 * [1, 0, 1][row]))
  })

  test('sums that would pass 32 bits are added as floats', () => {
    const dataset = compiled(tableOf({ revenue: [100_000.25, 3] }), specOf({ revenue: {} }))
    expect(isFloat(dataset)).toBe(false)
    const huge = compiled(tableOf({ revenue: [900_000_000.25, 3] }), specOf({ revenue: {} }))
    expect([...scoreRows(huge, [5]).values]).toEqual([100, 15])
    expect(scoreRows(huge, [5]).kind).toBe('float')
  })

  test('decimals are exact where floats are not: 0.1 + 0.2 is 0.3', () => {
    const dataset = compiled(
      tableOf({ a: [0.1, 0.3], b: [0.2, 0] }),
      specOf({ a: { weight: 1 }, b: { weight: 1 } }),
    )
    const { values } = scoreRows(dataset, [1, 1])
    expect(values[0]).toBe(values[1])
  })

  test('taken rows score as they did', () => {
    const table = tableOf({ x: [1, 2, 3, 4], churned: [0, 1, 0, 1], mrr: [9, 8, 7, 6] })
    const dataset = compiled(table, specOf({ x: {} }))
    const some = takeRows(dataset, Uint32Array.of(3, 1))
    expect([...scoreRows(some, [5]).values]).toEqual([20, 10])
    expect([...some.outcomes.churned!]).toEqual([1, 1])
    expect([...some.outcomes.mrr!]).toEqual([6, 8])
  })

  test('a feature called __proto__ counts like any other', () => {
    const raw = tableOf({ x: [1, 2] })
    const proto = { ...tableOf({ y: [10, 20] }).columns[0], name: '__proto__' }
    const features = Object.fromEntries([
      ['x', { weight: 1, min: 0, max: 9 }],
      ['__proto__', { weight: 2, min: 0, max: 9 }],
    ])
    const spec = { ...specOf({}), features }
    const table = { rowCount: 2, columns: [...raw.columns, proto] }
    const grid = gridSpec(table, spec)
    expect(grid.ok && Object.keys(grid.value.features)).toEqual(['x', '__proto__'])
    expect([...scoreRows(compiled(table, spec), [1, 2]).values]).toEqual([21, 42])
  })

  test('what cannot be compiled is told with column, row and rule', () => {
    const table = tableOf({ n: [1, null, 3], plan: ['a', 'b', 'a'] })
    expect(codes(table, specOf({ gone: {} }))).toEqual(['column-absent'])
    expect(codes(table, specOf({ plan: {} }))).toEqual(['feature-not-number'])
    expect(codes(table, specOf({ n: {} }))).toEqual(['feature-missing-values'])
    const flat = {
      transform: { kind: 'minmax', low: 3, high: 3, step: 0.01 } as const,
      missing: 'zero_points' as const,
    }
    expect(codes(table, specOf({ n: flat }))).toEqual(['transform-range'])
    expect(
      codes(table, specOf({ n: { missing: 'zero_points' } }, { required_columns: ['email'] })),
    ).toEqual(['required-column-absent'])
    const result = compileDataset(table, specOf({ n: {} }))
    expect(result.problems[0]).toMatchObject({ column: 'n', row: 2 })
  })
})

describe('gridSpec', () => {
  test('leaves what is on the grid alone', () => {
    const spec = specOf({ x: {} })
    const result = gridSpec(tableOf({ x: [0.125, 3] }), spec)
    expect(result).toEqual({ ok: true, value: spec, problems: [] })
  })

  test('rounds the rest to three decimals and states the largest change', () => {
    const table = tableOf({ x: [0.12345, 1 / 3], y: [1, 2] })
    const result = gridSpec(table, specOf({ x: {}, y: {} }))
    if (!result.ok) throw new Error('refused')
    expect(result.value.features.x!.transform).toEqual({ kind: 'round', decimals: 3 })
    expect(result.value.features.y!.transform).toBeUndefined()
    expect(result.problems[0]).toMatchObject({
      code: 'feature-rounded',
      severity: 'note',
      column: 'x',
    })
    expect(result.problems[0].what).toContain('0.00045')
    expect(isFloat(compiled(table, result.value))).toBe(false)
  })

  test('large values get fewer decimals, and beyond that an error', () => {
    const large = gridSpec(tableOf({ x: [1_234_567.891, 2] }), specOf({ x: {} }))
    expect(large.ok && large.value.features.x!.transform).toEqual({ kind: 'round', decimals: 1 })
    const huge = gridSpec(tableOf({ x: [9e9, 2] }), specOf({ x: {} }))
    expect(huge.problems.map(({ code }) => code)).toEqual(['feature-too-large'])
  })

  test('what rounding cannot mend is an error', () => {
    const thirds = { transform: { kind: 'minmax', low: 0, high: 1, step: 1 / 3 } as const }
    expect(gridSpec(tableOf({ x: [0, 0.5] }), specOf({ x: thirds })).problems[0].code).toBe(
      'grid-too-fine',
    )
    const fine = specOf({ x: {} }, { max_score: 0.12345 })
    expect(gridSpec(tableOf({ x: [0, 0.5] }), fine).problems[0].code).toBe('grid-too-fine')
  })
})
