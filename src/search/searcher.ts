import { type HeldBytes, heldBytes } from '../lib/heldBytes.ts'
import { createPerformer } from './deep/performer.ts'
import { createSearchEngine, type SearchEngine, type SearchEngineInput } from './engine.ts'
import { singleGroups } from './sparse/groups.ts'
import { createSparsePerformer } from './sparse/performer.ts'
import type { StepRequest, StepResult, TaskRequest, TaskResult } from './stepper.ts'
import { SPARSE } from './strategy.ts'
import type { TaskPerformer } from './tasks/performer.ts'
import type { TaskFacts } from './tasks/task.ts'

/** One worker's search, whichever way its strategy works. */
export interface Searcher {
  step(request: StepRequest): StepResult
  perform(request: TaskRequest): TaskResult
  facts(start: Int32Array): TaskFacts
  /**
   * What it holds now: its rows, the copy of them its kernel made, and its tables. They grow while it
   * searches. What the evaluator keeps for a guardrail or a score table is not counted.
   */
  memory(): HeldBytes
}

export function createSearcher(input: SearchEngineInput): Searcher {
  const { dataset, metric, bounds, seed, guard, now } = input
  const groups = input.groups ?? singleGroups(dataset.features.length)
  let engine: SearchEngine | null = null
  let performer: TaskPerformer | null = null
  const performing = () => {
    performer ??=
      input.strategy === SPARSE.name
        ? createSparsePerformer({ dataset, metric, bounds, seed, groups, guard }, now)
        : createPerformer([dataset, metric, bounds, seed, guard], now)
    return performer
  }
  return {
    step(request) {
      engine ??= createSearchEngine(input)
      return engine.step(request)
    },
    perform: (request) => performing().perform(request),
    facts: (start) => performing().facts(start),
    memory: () => heldBytes([input, engine, performer]),
  }
}

/** Memory that can be handed to another thread instead of copied. */
export function transferable(result: StepResult | TaskResult): ArrayBuffer[] {
  const columns =
    'sweeps' in result
      ? [result.values, result.comparables, result.accepted]
      : [result.values, result.kept, result.changeCount, result.changedFeatures, result.newWeights]
  return columns.map(({ buffer }) => buffer as ArrayBuffer)
}
