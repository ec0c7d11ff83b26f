import { expect, test } from 'vitest'
import { randomUniform } from '../../src/lib/rng.ts'
import { hanleyMcNeil } from '../../src/statistics/hanleyMcNeil.ts'

test('the worked example of Hanley and McNeil (1982): 58 normal, 51 abnormal, area 0.893', () => {
  expect(hanleyMcNeil(0.893, 51, 58)).toBeCloseTo(0.032, 2)
})

test('a perfect order has no error, a coin flip has that of the Mann–Whitney statistic', () => {
  expect(hanleyMcNeil(1, 100, 50)).toBe(0)
  const exact = Math.sqrt((100 + 50 + 1) / (12 * 100 * 50))
  expect(hanleyMcNeil(0.5, 100, 50)).toBeCloseTo(exact, 10)
})

test('it is close to the spread of AUCs of random samples', () => {
  const aucs: number[] = []
  for (let sample = 0; sample < 400; sample++) {
    let twice = 0
    const draw = (i: number, shape: number) => -Math.log(1 - randomUniform(sample, i, shape))
    const retained = Array.from({ length: 60 }, (_, i) => 2 * draw(i, 1))
    const churned = Array.from({ length: 40 }, (_, i) => draw(i, 2))
    for (const a of retained) for (const b of churned) twice += a > b ? 2 : a === b ? 1 : 0
    aucs.push(twice / (2 * 60 * 40))
  }
  const mean = aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length
  const spread = Math.sqrt(aucs.reduce((sum, auc) => sum + (auc - mean) ** 2, 0) / aucs.length)
  expect(mean).toBeCloseTo(2 / 3, 1)
  expect(Math.abs(hanleyMcNeil(mean, 60, 40) / spread - 1)).toBeLessThan(0.15)
})
