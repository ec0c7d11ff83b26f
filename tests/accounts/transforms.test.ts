import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsByName } from '../../src/accounts/cell.ts'
import { compileFeature, rawValues } from '../../src/accounts/compileFeature.ts'
import { applyRoles, rolesOfSpec, setMissingPolicy } from '../../src/accounts/defaultSpec.ts'
import { gridSpec } from '../../src/accounts/gridSpec.ts'
import type { FeatureSpec, FlagTransform, Spec, Transform } from '../../src/accounts/spec.ts'
import { transformText } from '../../src/ui/model/transformText.ts'
import { type Cell, tableOf } from './tables.ts'

const ROWS = 30

/** One value straight from the words of the spec; null where the row has none. */
function slowValue(transform: Transform, cell: (column: string) => Cell): number {
  if (transform.kind === 'all')
    return transform.of.every((part) => slowValue(part, cell) === 1) !==
      (transform.descending ?? false)
      ? 1
      : 0
  const value = cell(transform.column ?? 'x')
  if (transform.kind === 'unknown') {
    return (value === null) !== (transform.descending ?? false) ? 1 : 0
  }
  if (value === null) return 0
  const turned = (share: number) =>
    'descending' in transform && transform.descending ? 1 - share : share
  switch (transform.kind) {
    case 'equals':
      return turned(String(value) === transform.value ? 1 : 0)
    case 'any_of':
      return turned(transform.values.some((each) => each === String(value)) ? 1 : 0)
    case 'range': {
      const { from = -Infinity, to = Infinity } = transform
      return turned(from <= Number(value) && Number(value) < to ? 1 : 0)
    }
    case 'rank': {
      const reached = transform.cuts.filter((cut) => cut <= Number(value)).length
      return turned(Math.round((100 * reached) / transform.cuts.length) / 100)
    }
    case 'minmax':
    case 'log': {
      const on = transform.kind === 'log' ? (x: number) => Math.log(1 + Math.max(0, x)) : Number
      const { low, high, step } = transform
      const share = (on(Number(value)) - on(low)) / (on(high) - on(low))
      return turned(Math.round(Math.min(1, Math.max(0, share)) / step) * step)
    }
    case 'round':
      return Number(value)
  }
}

const descending = fc.constantFrom({}, { descending: true })
const text = fc.constantFrom('a', 'b', 'c', 'd', 'never')
const flag: fc.Arbitrary<FlagTransform> = fc.oneof(
  fc
    .tuple(text, descending)
    .map(([value, way]): FlagTransform => ({ kind: 'equals', column: 't', value, ...way })),
  fc
    .tuple(fc.array(text, { minLength: 1, maxLength: 3 }), descending)
    .map(([values, way]): FlagTransform => ({ kind: 'any_of', column: 't', values, ...way })),
  fc
    .tuple(
      fc.integer({ min: -20, max: 60 }),
      fc.integer({ min: 1, max: 60 }),
      fc.nat(2),
      descending,
    )
    .map(
      ([from, width, open, way]): FlagTransform => ({
        kind: 'range',
        column: 'x',
        ...(open === 1 ? {} : { from }),
        ...(open === 2 ? {} : { to: from + width }),
        ...way,
      }),
    ),
  fc
    .tuple(fc.constantFrom('x', 't'), descending)
    .map(([column, way]): FlagTransform => ({ kind: 'unknown', column, ...way })),
)
const transform: fc.Arbitrary<Transform> = fc.oneof(
  flag,
  fc
    .tuple(fc.array(flag, { minLength: 2, maxLength: 4 }), descending)
    .map(([of, way]): Transform => ({ kind: 'all', of, ...way })),
  fc
    .tuple(
      fc.constantFrom('minmax' as const, 'log' as const),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 70 }),
      fc.constantFrom(0.01, 0.1, 0.25),
      descending,
    )
    .map(
      ([kind, low, width, step, way]): Transform => ({
        ...{ kind, column: 'x', low, high: low + width, step },
        ...way,
      }),
    ),
  fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: -30, max: 90 }), { minLength: 1, maxLength: 40 }),
      descending,
    )
    .map(
      ([cuts, way]): Transform => ({
        ...{ kind: 'rank', column: 'x', cuts: cuts.sort((a, b) => a - b) },
        ...way,
      }),
    ),
)
const number = fc.oneof(
  fc.integer({ min: -30, max: 90 }),
  fc.integer({ min: -300, max: 900 }).map((n) => n / 10),
)
const column = <T extends Cell>(cell: fc.Arbitrary<T>) =>
  fc.array(fc.option(cell, { freq: 6 }), { minLength: ROWS, maxLength: ROWS })

function specOf(transforms: Record<string, Transform>): Spec {
  const features = Object.entries(transforms).map(([name, each]): [string, FeatureSpec] => [
    name,
    { weight: 1, min: -5, max: 25, missing: 'zero_points', transform: each },
  ])
  return {
    model: 'm',
    max_score: 100,
    features: Object.fromEntries(features),
    tiers: [],
    extra: {},
  }
}

describe('transforms', () => {
  test('every value is what the words say, on a grid of two decimals', () => {
    const table = fc.record({ x: column(number), t: column(text) })
    fc.assert(
      fc.property(table, transform, ({ x, t }, each) => {
        const cells = { x: [1, ...x.slice(1)], t: ['a', ...t.slice(1)] } as Record<string, Cell[]>
        const feature = specOf({ f: each }).features.f
        const compiled = compileFeature(columnsByName(tableOf(cells)), 'f', feature, ROWS)
        if ('problem' in compiled) throw new Error(compiled.problem.what)
        expect(compiled.decimals).toBeLessThanOrEqual(2)
        const values = rawValues(compiled)
        for (let row = 0; row < ROWS; row++) {
          const slow = slowValue(each, (name) => cells[name][row])
          expect(values[row]).toBeCloseTo(slow, 9)
        }
        expect(gridSpec(tableOf(cells), specOf({ f: each })).problems).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('a value that stands in is transformed like any other', () => {
    const columns = columnsByName(tableOf({ x: [1, null, 50] }))
    const filled = (transform: Transform) => {
      const feature: FeatureSpec = { weight: 1, min: 0, max: 2, transform, missing: { fill: 50 } }
      const compiled = compileFeature(columns, 'x', feature, 3)
      return 'problem' in compiled ? compiled.problem.what : [...rawValues(compiled)]
    }
    expect(filled({ kind: 'range', column: 'x', from: 50 })).toEqual([0, 1, 1])
    expect(filled({ kind: 'range', column: 'x', from: 50, descending: true })).toEqual([1, 0, 0])
    expect(filled({ kind: 'any_of', column: 'x', values: ['7', '50'] })).toEqual([0, 1, 1])
    expect(filled({ kind: 'rank', cuts: [10, 100], descending: true })).toEqual([1, 0.5, 0.5])
    expect(filled({ kind: 'log', low: 0, high: 50, step: 0.01 })).toEqual([0.18, 1, 1])
  })

  test('a flag of two columns goes when one of them is no feature any more', () => {
    const table = tableOf({ x: [1, 2], t: ['a', 'b'], churned: [0, 1] })
    const pair: Transform = {
      kind: 'all',
      of: [
        { kind: 'range', column: 'x', from: 2 },
        { kind: 'equals', column: 't', value: 'b' },
      ],
    }
    const spec = specOf({ x: { kind: 'range', column: 'x', to: 2 }, pair })
    const roles = rolesOfSpec(table, spec)
    expect(roles.map(({ role }) => role)).toEqual(['feature', 'feature', 'churned'])
    const without = roles.map((each) =>
      each.column === 't' ? { ...each, role: 'ignored' as const } : each,
    )
    const applied = applyRoles(spec, table, without)
    expect(applied.ok && Object.keys(applied.value.features)).toEqual(['x'])
    const kept = applyRoles(spec, table, roles)
    expect(kept.ok && Object.keys(kept.value.features)).toEqual(['x', 'pair'])
    const filled = setMissingPolicy(spec, table, 't', { fill: 0 })
    expect(filled.features.pair.missing).toEqual({ fill: 0 })
  })

  test('says in words how a value is made', () => {
    const said = (each: Transform) =>
      transformText('name', { weight: 1, min: 0, max: 2, transform: each })
    expect(said({ kind: 'log', low: 0, high: 50, step: 0.01, descending: true })).toBe(
      'logarithm of 0 – 50 scaled to 0 – 1, less is better',
    )
    expect(said({ kind: 'rank', column: 'x', cuts: [1, 2] })).toBe(
      'x: share of accounts below, 0 – 1',
    )
    expect(said({ kind: 'range', column: 'x', from: 3, to: 7 })).toBe(
      'points for x of 3 to under 7',
    )
    expect(said({ kind: 'any_of', column: 't', values: ['a', 'b'], descending: true })).toBe(
      '1 where t is not a or b',
    )
    expect(
      said({
        kind: 'all',
        of: [
          { kind: 'range', column: 'x', to: 7 },
          { kind: 'equals', column: 't', value: 'b' },
        ],
      }),
    ).toBe('1 where x is under 7 and t is b')
  })
})
