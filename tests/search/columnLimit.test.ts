import { describe, expect, it } from 'vitest'
import { winsOf } from '../../src/loop/win.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { createObjective } from '../../src/search/objective.ts'
import { searchAll } from '../../src/search/searchAll.ts'
import { segmented, termsOf } from './plainGuard.ts'
import { boundsOf, taskRun } from './taskRun.ts'

describe('the limit of columns', () => {
  const limits = { maxNonZero: 2 }
  const start = Int32Array.of(5, 5, 5, 5, 5)
  const used = (weights: ArrayLike<number>) =>
    new Set([0, 1, 2, 3, 4].filter((at) => weights[at] !== 0).map((at) => (at === 3 ? 2 : at))).size

  it('holds for all that is kept, from a start that breaks it, in every strategy', async () => {
    for (const rows of [600, 5200]) {
      for (const metric of ['auc_roc_retain', 'ks'] as const) {
        const dataset = segmented(50, rows)
        const guard = termsOf(dataset, limits, start)
        const options = { bounds: boundsOf(5, -5, 25), groups: guard.groups, start, guard }
        const objective = createObjective(dataset, metric)
        const most = bestOfTwo(objective)
        const first = objective.reset(start)
        for (const strategy of ['deep', 'sparse'] as const) {
          const run = await taskRun(strategy, dataset, metric, options)
          const wins = winsOf(run, start, 0, [])
          for (const { weights } of [...wins, ...(run.changeCurve ?? []), ...(run.curve ?? [])]) {
            expect(used(weights)).toBeLessThanOrEqual(2)
          }
          const best = wins.at(-1)
          const reached = best === undefined ? first : objective.reset(best.weights)
          expect(objective.toValue(reached)).toBeGreaterThan(
            objective.toValue(Math.max(most, first)) - 0.012,
          )
          if (strategy === 'deep') expect(run.certificate !== undefined).toBe(best !== undefined)
          const whole = searchAll({ ...options, dataset, metric, strategy, seed: 42, budget: 1e9 })
          expect([...whole.weights]).toEqual([...(best?.weights ?? start)])
        }
        const random = { ...options, dataset, metric, strategy: 'random', seed: 5 }
        for (const [from, within] of [
          [start, false], // to zero, which 31 values hide, for two columns at once: not found
          [Int32Array.of(-1, -1, -1, 0, 0), true], // of three values one is zero
        ] as const) {
          const terms = termsOf(dataset, limits, from)
          const bounds = within ? boundsOf(5, -1, 1) : options.bounds
          const input = { ...random, bounds, start: from, guard: terms, budget: 2000 }
          const found = searchAll(input).weights
          if (within) expect(used(found)).toBe(2)
          else expect([...found]).toEqual([...from])
        }
      }
    }
  }, 120_000)

  /** The best comparable of two columns on a coarse grid of weights. */
  function bestOfTwo(objective: ReturnType<typeof createObjective>): number {
    const grid = [-5, -2, 0, 1, 2, 4, 8, 15, 25]
    let most = Number.NEGATIVE_INFINITY
    const weights = new Int32Array(5)
    const fill = (at: number) => {
      if (at === 5) {
        if (used(weights) <= 2) most = Math.max(most, objective.reset(weights))
        return
      }
      for (const weight of grid) {
        weights[at] = weight
        if (used(weights.subarray(0, at + 1)) <= 2) fill(at + 1)
      }
      weights[at] = 0
    }
    fill(0)
    return most
  }

  it('leaves a start that is better than all within it, and proves that', () => {
    const dataset = segmented(52, 300, ['flag', 'flag', 'flag'])
    const bounds = boundsOf(3, -2, 6)
    const objective = createObjective(dataset, 'ks')
    const free = searchDeep(dataset, 'ks', bounds, Int32Array.of(1, 1, 1), 1)
    expect(free.weights.every((weight) => weight !== 0)).toBe(true)
    const groups = Uint16Array.of(0, 1, 2)
    const terms = { ...termsOf(dataset, { maxNonZero: 1 }, free.weights), groups }
    const held = searchDeep(dataset, 'ks', bounds, free.weights, 1, Infinity, terms)
    expect([...held.weights]).toEqual([...free.weights])
    expect(held.certificate).toMatchObject({ global: true, guarded: true })
    for (let at = 0; at < 3; at++) {
      for (let weight = -2; weight <= 6; weight++) {
        const alone = new Int32Array(3)
        alone[at] = weight
        expect(objective.reset(alone)).toBeLessThanOrEqual(objective.reset(free.weights))
      }
    }
  })
})
