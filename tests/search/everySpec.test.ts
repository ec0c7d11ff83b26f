import { describe, expect, it } from 'vitest'
import { createDeepContext, type Position, preferred } from '../../src/search/deep/context.ts'
import { performTask } from '../../src/search/deep/deepTask.ts'
import { deepFacts } from '../../src/search/deep/performer.ts'
import { searchDeep } from '../../src/search/deep/searchDeep.ts'
import { createObjective } from '../../src/search/objective.ts'
import { randomDataset } from './randomDataset.ts'
import { boundsOf } from './taskRun.ts'

const FOUR = ['flag', 'rareFlag', 'flag', 'flag'] as const
const FIVE = [...FOUR, 'rareFlag'] as const

describe('proof for few flags', () => {
  it('finds, by brute force, the best of all weights, and of equals the one of the fewest points', () => {
    for (const [seed, baseScore] of [
      [1, 0],
      [2, 3],
      [3, 96],
    ] as const) {
      const dataset = randomDataset(seed, { rows: 150, features: [...FOUR], baseScore })
      const bounds = boundsOf(4, -3, 4)
      const start = Int32Array.of(1, 1, 1, 1)
      const context = createDeepContext(dataset, 'auc_roc_retain', bounds, 1)
      let best: Position | null = null
      for (let weight = -3; weight <= 4; weight++) {
        const work = performTask(context, { id: 0, kind: 'prove', incumbent: start, weight })
        let told = 0
        let step = work.next()
        for (; step.done !== true; step = work.next()) told += step.value.values.length
        expect(told).toBe(8)
        expect(step.value.weights[0]).toBe(weight)
        if (best === null || preferred(step.value, best)) best = step.value
      }
      const objective = createObjective(dataset, 'auc_roc_retain')
      let most: Position | null = null
      for (let code = 0; code < 8 ** 4; code++) {
        const weights = Int32Array.from(start, (_, i) => -3 + (Math.floor(code / 8 ** i) % 8))
        const candidate = { weights, comparable: objective.reset(weights), refusal: null }
        if (most === null || preferred(candidate, most)) most = candidate
      }
      expect(best!.comparable).toBe(most!.comparable)
      expect(preferred(most!, best!)).toBe(false)
    }
  })

  it('goes through more specs than are told one by one', () => {
    const dataset = randomDataset(4, { rows: 400, features: [...FOUR] })
    const bounds = boundsOf(4, -8, 25)
    const result = searchDeep(dataset, 'auc_roc_retain', bounds, new Int32Array(4).fill(2), 1)
    expect(result.certificate).toMatchObject({ global: true, checked: 34 ** 4 })
    expect(result.experiments).toBeLessThan(10_000)
    const objective = createObjective(dataset, 'auc_roc_retain')
    expect(objective.toValue(objective.reset(result.weights))).toBe(result.value)
  })

  it('is made for five flags of 31 values, not for more, nor for what is no flag', () => {
    const facts = (features: Parameters<typeof randomDataset>[1]['features'], metric = 'gini') => {
      const dataset = randomDataset(5, { rows: 2000, features })
      const bounds = boundsOf(features.length, -5, 25)
      const context = createDeepContext(dataset, metric as 'gini', bounds, 1)
      const { exhaustible, provable } = deepFacts(context, new Int32Array(features.length))
      return { exhaustible, provable }
    }
    expect(facts([...FIVE])).toEqual({ exhaustible: false, provable: true })
    expect(facts([...FOUR])).toEqual({ exhaustible: true, provable: false })
    expect(facts([...FIVE, 'flag'])).toEqual({ exhaustible: false, provable: false })
    expect(facts([...FOUR, 'fraction'])).toEqual({ exhaustible: false, provable: false })
    expect(facts([...FIVE], 'ks')).toEqual({ exhaustible: false, provable: false })
  })
})
