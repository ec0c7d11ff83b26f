import { randomBelow } from '../../src/lib/rng.ts'
import { emptyBatch } from '../../src/loop/joinBatches.ts'
import type { ExperimentPool } from '../../src/loop/pool.ts'

/** Experiments without a search: experiment i has value i, and every `winEvery`-th one is kept. */
export function fakePool({
  perRun = 100,
  winEvery = 250,
  msPerRun = 0,
  clock = { time: 0 },
} = {}): ExperimentPool {
  return {
    async run({ from, to }) {
      await new Promise((resolve) => setImmediate(resolve))
      clock.time += msPerRun
      const batch = emptyBatch(from, Math.min(perRun, to - from), msPerRun)
      for (let slot = 0; slot < batch.count; slot++) {
        const index = from + slot
        batch.values[slot] = index
        batch.kept[slot] = index % winEvery === 0 ? 1 : 0
        batch.changeCount[slot] = 1
        batch.changedFeatures[slot * 3] = index % 2
        batch.newWeights[slot * 3] = randomBelow(1, index, 0, 20)
      }
      return batch
    },
  }
}
