import { expect, test } from 'vitest'
import { estimateGain, measureGain } from '../../src/review/gain.ts'
import { scoreBoth } from '../../src/review/rowScores.ts'
import { cells, noise, tableOf } from '../accounts/tables.ts'
import { reviewed, rowsFrom, specOf } from './reviewed.ts'

const table = tableOf({
  churned: cells(300, (row) => (noise(row, 1, 4) === 0 ? 1 : 0)),
  logins: cells(300, (row) => noise(row, 2, 9)),
  seats: cells(300, (row) => noise(row, 3, 5)),
})
const rows = rowsFrom(table, 100)
const side = (weights: Record<string, number>) => reviewed(table, specOf(weights), rows)
const scores = scoreBoth(side({ logins: 5, seats: 1 }), side({ logins: 1, seats: 7 }), 'holdout')!

test('chunks do not change the gain, and it is told only when all are made', () => {
  const whole = estimateGain(scores, 'auc_roc_retain', 1)!
  expect(whole.replicates).toBe(2000)
  expect(whole.low).toBeLessThan(whole.value)
  expect(whole.high).toBeGreaterThan(whole.value)
  const measurement = measureGain(scores, 'auc_roc_retain', 1)
  expect(measurement.advance(7)).toBe(7)
  expect(() => measurement.result()).toThrow('bootstrap not done')
  let done = 7
  while (done < measurement.replicates) done = measurement.advance(331)
  expect(done).toBe(2000)
  expect(measurement.result()).toEqual(whole)
})

test('a metric without a value has no gain, at once', () => {
  const measurement = measureGain(scores, 'nrr_spread', 1)
  expect(measurement.advance(1)).toBe(measurement.replicates)
  expect(measurement.result()).toBe(null)
})
