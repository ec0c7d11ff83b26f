import { describe, expect, test } from 'vitest'
import type { Spec, Transform } from '../../src/accounts/spec.ts'
import { aloneFigures } from '../../src/review/aloneFigures.ts'
import type { DriftRow } from '../../src/review/review.ts'
import { turnedColumns, turnedSentence } from '../../src/review/turnedColumns.ts'
import { reviewReport } from '../gallery/fixtures/reviewFixtures.ts'
import { specOf } from './reviewed.ts'

describe('one column alone', () => {
  /** Of 200 accounts every second stayed; `lean` is added to its value. */
  const sample = (lean: number) => ({
    values: Float64Array.from({ length: 200 }, (_, row) =>
      row % 2 === 1 ? ((row * 37) % 100) + lean : (row * 37) % 100,
    ),
    classes: {
      upper: Float64Array.from({ length: 200 }, (_, row) => row % 2),
      lower: Float64Array.from({ length: 200 }, (_, row) => 1 - (row % 2)),
    },
  })

  test('turns where it lies on both sides of 0.5 by more than chance makes', () => {
    const turned = aloneFigures(sample(30), sample(-30), false)
    expect(turned.aloneSearch).toBeGreaterThan(0.6)
    expect(turned.aloneHoldout).toBeLessThan(0.4)
    expect(turned.turned).toBe(true)
    expect(aloneFigures(sample(-30), sample(30), false).turned).toBe(true)
    const faint = aloneFigures(sample(30), sample(-2), false)
    expect(faint.aloneHoldout).toBeLessThan(0.5)
    expect(faint.turned).toBe(false)
    expect(aloneFigures(sample(30), sample(30), false).turned).toBe(false)
  })

  test('names stand in the order of the share retained on the rows searched', () => {
    const named = (stayed: number[]) => ({
      values: Float64Array.from({ length: 300 }, (_, row) => row % 3),
      classes: {
        upper: Float64Array.from({ length: 300 }, (_, row) =>
          row % 100 < stayed[row % 3]! ? 1 : 0,
        ),
        lower: Float64Array.from({ length: 300 }, (_, row) =>
          row % 100 < stayed[row % 3]! ? 0 : 1,
        ),
      },
    })
    const turned = aloneFigures(named([80, 10, 50]), named([20, 90, 50]), true)
    expect(turned.aloneSearch).toBeGreaterThan(0.7)
    expect(turned.aloneHoldout).toBeLessThan(0.3)
    expect(turned.turned).toBe(true)
  })

  test('without outcomes nothing is told', () => {
    const blind = { ...sample(0), classes: null }
    expect(aloneFigures(blind, blind, true)).toEqual({
      aloneSearch: null,
      aloneHoldout: null,
      turned: false,
    })
  })
})

const row = (name: string, change: Partial<DriftRow> = {}): DriftRow => ({
  ...reviewReport.drift![2]!,
  name,
  aloneSearch: 0.8,
  aloneHoldout: 0.3,
  turned: true,
  ...change,
})
const withTransform = (spec: Spec, name: string, transform: Transform): Spec => ({
  ...spec,
  features: { ...spec.features, [name]: { ...spec.features[name]!, transform } },
})

describe('columns that turned', () => {
  test('come in the order in which the candidate leans on them', () => {
    const drift = [
      row('kept'),
      row('more'),
      row('most'),
      row('still', { turned: false }),
      row('unused'),
      row('score, candidate', { kind: 'score' }),
    ]
    const before = specOf({ kept: 5, more: 2, most: 0, still: 1, unused: 7 })
    const after = specOf({ kept: 5, more: 6, most: 22, still: 9, unused: 0 })
    const turned = turnedColumns(drift, before, after)
    expect(turned).toEqual([
      { column: 'most', before: 0, after: 22, leaned: true, rising: true },
      { column: 'more', before: 2, after: 6, leaned: true, rising: true },
      { column: 'kept', before: 5, after: 5, leaned: false, rising: true },
    ])
    expect(turnedSentence(turned)).toBe(
      'The new weights lean on most (0 to 22 points): in the searched accounts more of it went with staying, in the held-out ones with churning. more and kept turned round in the same way.',
    )
    expect(turnedSentence(turned.slice(2))).toMatch(/^Both scores use kept: in the/)
    expect(turnedSentence([])).toBe('')
  })

  test('are none where the candidate scores against what was seen on the rows searched', () => {
    const found = (weight: number, change: Partial<DriftRow>, transform?: Transform) => {
      const spec = specOf({ x: weight })
      const after = transform === undefined ? spec : withTransform(spec, 'x', transform)
      return turnedColumns([row('x', change)], specOf({ x: 0 }), after).length
    }
    const falling = { aloneSearch: 0.2, aloneHoldout: 0.7 }
    expect([found(4, {}), found(-4, {}), found(4, falling), found(-4, falling)]).toEqual([
      1, 0, 0, 1,
    ])
    const descending: Transform = { kind: 'minmax', low: 0, high: 9, step: 0.1, descending: true }
    expect([found(4, {}, descending), found(4, falling, descending)]).toEqual([0, 1])
    const flag: Transform = { kind: 'range', column: 'x', to: 3 }
    expect([found(4, {}, flag), found(-4, {}, flag)]).toEqual([1, 1])
  })

  test('of several features, or of names, have no weight or direction', () => {
    const spec = withTransform(
      withTransform(specOf({ low: 4, high: -9 }), 'low', { kind: 'range', column: 'x', to: 3 }),
      'high',
      { kind: 'range', column: 'x', from: 3 },
    )
    const [bins] = turnedColumns([row('x')], specOf({ x: 1 }), spec)
    expect(bins).toEqual({ column: 'x', before: null, after: null, leaned: true, rising: true })
    expect(turnedSentence([bins!])).toMatch(/^The new weights lean on x: in the searched/)
    const flags = withTransform(specOf({ pro: 6 }), 'pro', {
      kind: 'equals',
      column: 'plan',
      value: 'pro',
    })
    const names = turnedColumns([row('plan', { meanSearch: null })], specOf({}), flags)
    expect(turnedSentence(names)).toBe(
      'The new weights lean on plan (6 points): what went with staying in the searched accounts went with churning in the held-out ones.',
    )
  })
})
