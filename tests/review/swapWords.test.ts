import { expect, test } from 'vitest'
import { swapSentence } from '../../src/review/swapWords.ts'
import { reviewReport } from '../gallery/fixtures/reviewFixtures.ts'

const swap = reviewReport.swap!
const of = (enter: number, leave: number, low: number, high: number) =>
  swapSentence({
    ...swap,
    entering: { ...swap.entering, retainedShare: enter },
    leaving: { ...swap.leaving, retainedShare: leave },
    difference: { value: enter - leave, low, high },
  })

test('what became of 100 accounts each, and whether that is more than luck', () => {
  expect(of(0.551, 0.888, -0.387, -0.285)).toBe(
    'Of 100 accounts that enter, 55 are retained; of 100 that leave, 89: 34 fewer (28 to 39 with 95 % certainty).',
  )
  expect(of(0.93, 0.78, 0.07, 0.23)).toContain('78: 15 more (7 to 23 with 95 % certainty)')
  expect(of(0.8, 0.78, -0.05, 0.09)).toContain('2 more, which may be luck (5 fewer to 9 more)')
  expect(of(0.8, 0.8, -0.004, 0.03)).toContain('as many, which may be luck (as many to 3 more)')
})

test('what is not known is not told', () => {
  const none = { accounts: 0, mrr: null, retainedShare: null }
  expect(swapSentence({ ...swap, entering: none, leaving: none, difference: null })).toBe(
    'The same accounts stand in the top 20 % under both.',
  )
  const blind = { ...swap.entering, retainedShare: null }
  expect(swapSentence({ ...swap, entering: blind })).toContain('is not in the data')
  expect(swapSentence({ ...swap, difference: null })).toBe(
    'Of 100 accounts that enter, 93 are retained; of 100 that leave, 78.',
  )
})
