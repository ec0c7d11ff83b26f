import { describe, expect, it } from 'vitest'
import { reasonsBySlot } from '../../src/loop/guardrails.ts'
import { segmented } from './plainGuard.ts'
import { referenceValue } from './reference.ts'
import { boundsOf, taskRun } from './taskRun.ts'

describe('noise', () => {
  it('is the reason of every candidate above the incumbent that no guardrail refused, on small data only', async () => {
    for (const [rows, metric, some] of [
      [500, 'auc_roc_retain', true],
      [500, 'gini', true],
      [500, 'ks', false],
      [5200, 'auc_roc_retain', false],
    ] as const) {
      for (const strategy of ['deep', 'sparse'] as const) {
        const dataset = segmented(54, rows)
        const start = Int32Array.of(2, 2, 2, 2, 2)
        const bounds = boundsOf(5, -5, 25)
        const run = await taskRun(strategy, dataset, metric, { bounds, start })
        const reasons = reasonsBySlot(run.refused)
        let best = referenceValue(dataset, start, metric)
        let noise = 0
        for (let slot = 0; slot < run.count; slot++) {
          if (run.kept[slot] === 1) best = run.values[slot]
          const higher = run.kept[slot] === 0 && run.values[slot] > best
          if (some) expect(reasons.get(slot)).toBe(higher ? 'noise' : undefined)
          if (higher) noise++
        }
        if (!some) expect(reasons.size).toBe(0)
        if (strategy === 'deep') expect(noise > 0).toBe(some)
        const again = await taskRun(strategy, dataset, metric, { bounds, start, workers: 3 })
        expect(again.refused).toEqual(run.refused)
      }
    }
  }, 120_000)
})
