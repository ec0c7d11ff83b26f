import { expect, test } from 'vitest'
import { compileDataset } from '../../src/accounts/compileDataset.ts'
import { segmentsOf, withSegments } from '../../src/accounts/segments.ts'
import type { Spec } from '../../src/accounts/spec.ts'
import { takeRows } from '../../src/accounts/takeRows.ts'
import { cells, tableOf } from './tables.ts'

const spec = (segments: string[], more: Partial<Spec> = {}): Spec => ({
  model: 'm',
  max_score: 100,
  features: { x: { weight: 1, min: 0, max: 2 } },
  tiers: [{ label: 'A', min: 0, max: 101 }],
  segments,
  extra: {},
  ...more,
})

test('labels in order of first appearance, rows without a value last', () => {
  const table = tableOf({ plan: ['pro', null, 'free', 'pro'], big: [true, false, true, true] })
  const found = segmentsOf(table, spec(['plan', 'big', 'plan']))
  expect(found).toEqual({
    ok: true,
    problems: [],
    value: [
      { column: 'plan', labels: ['pro', 'free', '(missing)'], codes: Uint16Array.of(0, 2, 1, 0) },
      { column: 'big', labels: ['true', 'false'], codes: Uint16Array.of(0, 1, 0, 0) },
    ],
  })
})

test('a dataset carries the segments of its rows, also when rows are taken', () => {
  const table = tableOf({
    x: [1, 2, 3, 4],
    region: ['eu', 'us', 'eu', 'apac'],
    churned: [0, null, 1, 0],
  })
  const compiled = compileDataset(
    table,
    spec(['region'], { churn_column: 'churned', missing_outcomes: 'leave_out_rows' }),
  )
  if (!compiled.ok) throw new Error(compiled.problems[0]!.what)
  expect(compiled.value.segments).toEqual([
    { column: 'region', labels: ['eu', 'us', 'apac'], codes: Uint16Array.of(0, 0, 2) },
  ])
  const taken = takeRows(compiled.value, Uint32Array.of(2, 0))
  expect(taken.segments[0]!.codes).toEqual(Uint16Array.of(2, 0))
})

test('an absent column is said, one with too many values refused', () => {
  const table = tableOf({ id: cells(300, (row) => `a${row}`) })
  expect(segmentsOf(table, spec(['plan']))).toMatchObject({
    ok: true,
    value: [],
    problems: [{ severity: 'warning', code: 'segment-column-absent' }],
  })
  expect(segmentsOf(table, spec(['id']))).toMatchObject({
    ok: false,
    problems: [{ code: 'segment-many-values' }],
  })
})

test('a given spec that says nothing of segments takes those of the table, but for what it scores by', () => {
  const roles = [
    { column: 'plan', role: 'segment' as const, reason: '' },
    { column: 'region', role: 'segment' as const, reason: '' },
    { column: 'usage', role: 'feature' as const, reason: '' },
  ]
  const { segments: _, ...given } = spec([])
  expect(withSegments(given, roles).segments).toEqual(['plan', 'region'])
  const scored = { ...given, features: { ...given.features, plan: { weight: 1, min: 0, max: 5 } } }
  expect(withSegments(scored, roles).segments).toEqual(['region'])
  expect(withSegments(spec([]), roles).segments).toEqual([])
})
