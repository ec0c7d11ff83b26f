import { expect, test } from 'vitest'
import type { FeatureSpec, Spec } from '../../../src/accounts/spec.ts'
import { weightGroups } from '../../../src/ui/review/weightGroups.ts'

const feature = (transform?: FeatureSpec['transform']): FeatureSpec => ({
  weight: 0,
  min: -5,
  max: 25,
  ...(transform === undefined ? {} : { transform }),
})

function specOf(features: Record<string, FeatureSpec>): Spec {
  return { model: 'test', max_score: 100, features, tiers: [] } as unknown as Spec
}

const best = specOf({
  seats: feature(),
  'tenure under 3': feature({ kind: 'range', column: 'tenure', to: 3 }),
  'tenure 3 or more': feature({ kind: 'range', column: 'tenure', from: 3 }),
  'tenure unknown': feature({ kind: 'unknown', column: 'tenure' }),
})
const start = specOf({ seats: feature(), tenure: feature() })

test('features that read one column are one group, with what stood there before', () => {
  const groups = weightGroups(
    [
      { feature: 'seats', before: 5, after: 3 },
      { feature: 'tenure under 3', before: null, after: 0 },
      { feature: 'tenure 3 or more', before: null, after: 17 },
      { feature: 'tenure unknown', before: null, after: 4 },
      { feature: 'tenure', before: 5, after: null },
    ],
    [best, start],
  )
  expect(groups.map(({ column, members }) => [column, members.map(({ label }) => label)])).toEqual([
    ['tenure', ['under 3', '3 or more', 'unknown', 'tenure']],
    ['seats', ['seats']],
  ])
  expect(groups[0]!.members.map(({ isFlag }) => isFlag)).toEqual([true, true, true, false])
})

test('without specs every feature stands alone, the largest change first', () => {
  const groups = weightGroups(
    [
      { feature: 'a', before: 5, after: 4 },
      { feature: 'b', before: 5, after: -5 },
      { feature: 'c', before: null, after: 3 },
    ],
    [],
  )
  expect(groups.map(({ column }) => column)).toEqual(['b', 'c', 'a'])
})
