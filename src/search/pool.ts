import type { ExperimentBatch } from '../loop/experiment.ts'
import { groupRefusals } from '../loop/guardrails.ts'
import { emptyBatch, joinBatches } from '../loop/joinBatches.ts'
import type { ExperimentPool, Stretch } from '../loop/pool.ts'
import { winsOf } from '../loop/win.ts'
import { mergeStrides } from './mergeStrides.ts'
import type { Stepper, StepRequest, StepResult } from './stepper.ts'

export interface PoolOptions<S = Stepper> {
  now: () => number // milliseconds
  /** A new stepper in place of one that failed; a rejection leaves the pool smaller. */
  replace?: () => Promise<S>
  /** Told of each stepper that was dropped. */
  onLost?(stepper: S, error: Error): void
}

export interface Pool extends ExperimentPool {
  run(stretch: Stretch): Promise<ExperimentBatch> // never without an experiment
  size(): number // steppers alive
}

/** Below this expected time to the next win, one worker alone is faster than asking all. */
const SOLO_BELOW_MS = 3
const SOLO_SLICE_MS = 10
const MAX_ROUND_MS = 30
const MAX_ATTEMPTS = 3

/**
 * Experiments by many workers with the result of one. Workers try interleaved indices against the
 * same incumbent and stop at their first win; the win with the smallest index is accepted, what was
 * tried beyond it is forgotten and tried again against the new incumbent. Which indices are asked
 * for, by whom and for how long never changes what comes out, only how fast.
 */
export function createPool(steppers: Stepper[], options: PoolOptions): Pool {
  const { now } = options
  let alive = [...steppers]
  let size = 1 // experiments per worker and round: doubles without a win, halves on one
  let since = 0 // experiments since the size changed
  let msPerExperiment = 0

  function learn(result: StepResult): void {
    if (result.count === 0) return
    const measured = result.elapsedMs / result.count
    msPerExperiment = msPerExperiment === 0 ? measured : (msPerExperiment + measured) / 2
  }

  function adapt(batch: ExperimentBatch): void {
    for (let slot = 0; slot < batch.count; slot++) {
      since++
      if (batch.kept[slot] === 1) {
        size = Math.max(1, size >> 1)
        since = 0
      } else if (since >= size * Math.max(1, alive.length)) {
        size = Math.min(size * 2, 2 ** 20)
        since = 0
      }
    }
  }

  /** Has every request done by somebody; a stepper that fails is dropped or replaced. */
  async function perform(requests: StepRequest[]): Promise<StepResult[]> {
    const results: StepResult[] = []
    const queue = requests.map((request, position) => ({ request, position, attempts: 0 }))
    let failure = new Error('search workers left: 0')

    async function serve(first: Stepper): Promise<void> {
      let stepper = first
      for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
        try {
          const result = await stepper.step(task.request)
          if (!(result.count >= 1)) throw new Error(`step experiments: ${result.count}`)
          results[task.position] = result
          learn(result)
        } catch (reason) {
          failure = reason instanceof Error ? reason : new Error(String(reason))
          alive = alive.filter((other) => other !== stepper)
          options.onLost?.(stepper, failure)
          task.attempts++
          queue.unshift(task)
          if (task.attempts >= MAX_ATTEMPTS) return
          const replacement = await replaced()
          if (replacement === null) return
          stepper = replacement
        }
      }
    }

    while (queue.length > 0) {
      if (queue.some((task) => task.attempts >= MAX_ATTEMPTS)) throw failure
      if (alive.length === 0 && (await replaced()) === null) throw failure
      await Promise.all(alive.slice(0, requests.length).map(serve))
    }
    return results
  }

  async function replaced(): Promise<Stepper | null> {
    if (options.replace === undefined) return null
    try {
      const stepper = await options.replace()
      alive.push(stepper)
      return stepper
    } catch {
      return null
    }
  }

  async function alone(stretch: Stretch, budgetMs: number): Promise<ExperimentBatch> {
    const { from, to, weights, incumbentValue } = stretch
    const begun = now()
    const [result] = await perform([
      { weights, incumbentValue, from, to, stride: 1, continueAfterWin: true, budgetMs },
    ])
    const { elapsedMs, refused, ...columns } = result
    const grouped = groupRefusals(refused.map(({ at, reason }) => ({ slot: at, reason })))
    const batch = { firstIndex: from, ...columns, durationMs: now() - begun }
    return grouped === undefined ? batch : { ...batch, refused: grouped }
  }

  async function together(stretch: Stretch, budgetMs: number): Promise<ExperimentBatch> {
    const { weights, incumbentValue, from } = stretch
    const begun = now()
    const stride = alive.length
    const affordable = Math.max(1, Math.floor(budgetMs / msPerExperiment))
    const to = Math.min(stretch.to, from + stride * Math.min(size, affordable))
    const requests: StepRequest[] = []
    for (let first = from; first < Math.min(from + stride, to); first++) {
      requests.push({
        weights,
        incumbentValue,
        from: first,
        to,
        stride,
        continueAfterWin: false,
        budgetMs: 2 * budgetMs, // a safety net: a result cut short is work for nothing
      })
    }
    const results = await perform(requests)
    const end = mergeStrides.end(results, from, to, stride)
    const batch = emptyBatch(from, end - from, 0)
    mergeStrides.fill(batch, results, stride)
    batch.durationMs = now() - begun
    return batch
  }

  return {
    size: () => alive.length,

    async run(stretch) {
      const begun = now()
      const batches: ExperimentBatch[] = []
      let { weights, incumbentValue, from } = stretch
      for (;;) {
        const left = Math.max(1, stretch.budgetMs - (now() - begun))
        const rest = { ...stretch, weights, incumbentValue, from }
        const solo = alive.length < 2 || size * msPerExperiment < SOLO_BELOW_MS
        const soloMs = alive.length < 2 ? left : Math.min(left, SOLO_SLICE_MS)
        const batch = solo
          ? await alone(rest, soloMs)
          : await together(rest, Math.min(left, MAX_ROUND_MS))
        adapt(batch)
        batches.push(batch)
        from += batch.count
        for (const win of winsOf(batch, weights, incumbentValue, [])) {
          weights = win.weights
          incumbentValue = win.value
        }
        if (from >= stretch.to || now() - begun >= stretch.budgetMs) return joinBatches(batches)
      }
    },
  }
}
