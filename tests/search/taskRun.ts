import { expect } from 'vitest'
import type { Dataset } from '../../src/accounts/dataset.ts'
import type { PrimaryMetric } from '../../src/evaluation/metrics.ts'
import { randomBelow, randomUniform } from '../../src/lib/rng.ts'
import type { ExperimentBatch } from '../../src/loop/experiment.ts'
import { joinBatches } from '../../src/loop/joinBatches.ts'
import { candidateWeights } from '../../src/loop/sweep.ts'
import type { Bounds } from '../../src/search/bounds.ts'
import { createExperimentPool, type PoolStart } from '../../src/search/experimentPool.ts'
import type { GuardTerms } from '../../src/search/guard.ts'
import { createObjective } from '../../src/search/objective.ts'
import { createSearcher } from '../../src/search/searcher.ts'
import type { AnyStepper } from '../../src/search/stepper.ts'

export interface TaskRunOptions {
  workers?: number
  clock?: number // seed of clocks and of how much is asked for at once
  from?: number // first experiment that is given out
  dying?: number // every so many slices a worker dies
  bounds: Bounds
  groups?: Uint16Array
  maxFeatures?: number
  guard?: GuardTerms
  start?: Int32Array // absent: 2 points each
  changesFrom?: Int32Array
}

export function boundsOf(features: number, min: number, max: number): Bounds {
  return {
    min: new Int32Array(features).fill(min),
    max: new Int32Array(features).fill(max),
    locked: new Uint8Array(features),
  }
}

/** A clock that jumps, so that slices end anywhere. */
export function jumpyClock(seed: number): () => number {
  let time = 0
  let call = 0
  return () => {
    time += 20 * randomUniform(seed, call++, 0)
    return time
  }
}

/** A whole run of a strategy that works in tasks, by workers that answer in any order and may die. */
export async function taskRun(
  strategy: 'deep' | 'sparse',
  dataset: Dataset,
  metric: PrimaryMetric,
  options: TaskRunOptions,
): Promise<ExperimentBatch> {
  const { workers = 1, clock = 1, from = 1, bounds, groups, maxFeatures, guard } = options
  const weights = options.start ?? new Int32Array(dataset.features.length).fill(2)
  let calls = 0
  const stepper = (worker: number): AnyStepper => {
    const now = jumpyClock(clock + worker)
    const searcher = createSearcher({
      ...{ dataset, metric, strategy, seed: 42, bounds, groups, guard, now },
    })
    return {
      step: async (request) => searcher.step(request),
      async perform(request) {
        for (let wait = randomBelow(clock, calls, 1, 4); wait > 0; wait--) await null
        if (options.dying !== undefined && ++calls % options.dying === 0) throw new Error('died')
        return searcher.perform(request)
      },
      facts: async (start) => searcher.facts(start),
    }
  }
  const { changesFrom } = options
  const start: PoolStart = { weights, bounds, groups, maxFeatures, changesFrom }
  const steppers = Array.from({ length: workers }, (_, worker) => stepper(worker))
  const now = jumpyClock(clock + 100)
  const replace = async () => stepper(7)
  const pool = createExperimentPool(strategy, steppers, start, { now, replace })
  const batches: ExperimentBatch[] = []
  const objective = createObjective(dataset, metric)
  let value = objective.toValue(objective.reset(weights)) // of the incumbent, where `from` is 1
  let next = from
  for (;;) {
    const to = next + 1 + randomBelow(clock, next, 2, strategy === 'deep' ? 3000 : 300)
    const batch = await pool.run({ weights, incumbentValue: value, from: next, to, budgetMs: 30 })
    if (batch === null) break
    expect(batch.firstIndex).toBe(next)
    expect(batch.count).toBeGreaterThan(0)
    expect(batch.count).toBeLessThanOrEqual(to - next)
    for (let slot = 0; slot < batch.count; slot++) {
      if (batch.kept[slot] === 1) value = batch.values[slot]
    }
    batches.push(batch)
    next += batch.count
  }
  return joinBatches(batches)
}

export function candidatesOf(batch: ExperimentBatch): Int32Array[] {
  return Array.from({ length: batch.count }, (_, slot) => candidateWeights(batch, slot, []))
}

/** All that a run says, to compare with another's; from an experiment on. */
export function toldFrom(batch: ExperimentBatch, from = 1) {
  const weights = candidatesOf(batch).map((each) => each.join())
  const { certificate, curve, changeCurve } = batch
  const columns = { values: [...batch.values], kept: [...batch.kept], weights }
  const rest = Object.entries(columns).map(([name, column]) => [name, column.slice(from - 1)])
  return { ...Object.fromEntries(rest), certificate, curve, changeCurve }
}
