import { describe, expect, it } from 'vitest'
import type { Transform } from '../../src/accounts/spec.ts'
import {
  featureRows,
  flagLabel,
  groupText,
  rangeText,
  spanText,
} from '../../src/ui/shared/featureGroups.ts'

const made = (transform?: Transform) => ({
  weight: 5,
  min: 0,
  max: 25,
  ...(transform === undefined ? {} : { transform }),
})

const features = {
  'calls < 3': made({ kind: 'range', column: 'calls', to: 3 }),
  tenure: made({ kind: 'rank', cuts: [1, 2] }),
  'calls ≥ 3': made({ kind: 'range', column: 'calls', from: 3 }),
  'tenure unknown': made({ kind: 'unknown', column: 'tenure' }),
  'calls unknown': made({ kind: 'unknown', column: 'calls' }),
  pair: made({
    kind: 'all',
    of: [
      { kind: 'range', column: 'calls', to: 3 },
      { kind: 'equals', column: 'plan', value: 'pro' },
    ],
  }),
}

describe('featureRows', () => {
  it('puts bins and flags of one column into one row, where the first stands', () => {
    const rows = featureRows(features)
    expect(rows.map(({ column, members }) => [column, members.map(({ name }) => name)])).toEqual([
      ['calls', ['calls < 3', 'calls ≥ 3', 'calls unknown']],
      [null, ['tenure']],
      [null, ['tenure unknown']],
      [null, ['pair']],
    ])
  })

  it('loses no feature and keeps the place of every weight', () => {
    const members = featureRows(features).flatMap((row) => row.members)
    const names = Object.keys(features)
    expect(members).toHaveLength(names.length)
    for (const { name, position } of members) expect(names[position]).toBe(name)
  })

  it('says what a group is made of', () => {
    const [group] = featureRows(features)
    if (group?.column == null) throw new Error('no group')
    expect(groupText(group)).toBe('2 bins, unknown')
  })
})

describe('the words of a flag', () => {
  it('tell ranges as people do', () => {
    expect([rangeText({ to: 3 }), rangeText({ from: 3, to: 7 }), rangeText({ from: 7 })]).toEqual([
      'under 3',
      '3 to under 7',
      '7 or more',
    ])
  })

  it('do not list every rare value', () => {
    const values = ['a', 'b', 'c', 'd', 'e', 'f']
    expect(flagLabel({ kind: 'any_of', column: 'x', values })).toBe('a, b, c or 3 other values')
    expect(flagLabel({ kind: 'equals', column: 'x', value: 'a', descending: true })).toBe('not a')
    expect(flagLabel({ kind: 'unknown', column: 'x', descending: true })).toBe('known')
  })

  it('give one number where all are equal', () => {
    expect([spanText([5, 5]), spanText([17, 0, 3])]).toEqual(['5', '0 – 17'])
  })
})
