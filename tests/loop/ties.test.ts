import { expect, test } from 'vitest'
import { countTies, isTie, tieSentence, tieWords } from '../../src/loop/ties.ts'

const sized = (...gains: (number | undefined)[]) =>
  gains.map((gainInStandardErrors) => ({ gainInStandardErrors }))

test('a tie gained less than one standard error, and what is not measured is none', () => {
  expect(sized(0, 0.02, 0.999, 1, 5, undefined).map(isTie)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
  expect(sized(0, 0.4, 1, undefined).map(tieWords)).toEqual(['tie', 'tie (noise)', null, null])
})

test('ties are counted over batches, among those that were measured', () => {
  expect(countTies(undefined, sized(undefined))).toBeUndefined()
  const first = countTies(undefined, sized(3, 0.2))
  expect(first).toEqual({ measured: 2, ties: 1 })
  expect(countTies(first, [])).toEqual(first)
  expect(countTies(first, sized(0.1, undefined, 2))).toEqual({ measured: 4, ties: 2 })
})

test('the sentence says how many of how many', () => {
  expect(tieSentence(undefined, 41)).toBeNull()
  expect(tieSentence({ measured: 1041, ties: 29 }, 1041)).toBe(
    'Of 1,041 kept, 29 gained less than one standard error each: noise.',
  )
  expect(tieSentence({ measured: 9, ties: 1 }, 9)).toBe(
    'Of 9 kept, 1 gained less than one standard error: noise.',
  )
  expect(tieSentence({ measured: 9, ties: 0 }, 9)).toBeNull()
  expect(tieSentence({ measured: 9, ties: 3 }, 12)).toContain('9 kept whose gain was measured, 3')
})
