import type { DeepFacts } from './deep/deepPlan.ts'
import { createPerformer, type Performer } from './deep/performer.ts'
import { createSearchEngine, type SearchEngine, type SearchEngineInput } from './engine.ts'
import type { StepRequest, StepResult, TaskRequest, TaskResult } from './stepper.ts'

/** One worker's search, whichever way its strategy works. */
export interface Searcher {
  step(request: StepRequest): StepResult
  perform(request: TaskRequest): TaskResult
  facts(start: Int32Array): DeepFacts
}

export function createSearcher(input: SearchEngineInput): Searcher {
  const { dataset, metric, bounds, seed, now } = input
  let engine: SearchEngine | null = null
  let performer: Performer | null = null
  const performing = () => {
    performer ??= createPerformer([dataset, metric, bounds, seed], now)
    return performer
  }
  return {
    step(request) {
      engine ??= createSearchEngine(input)
      return engine.step(request)
    },
    perform: (request) => performing().perform(request),
    facts: (start) => performing().facts(start),
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
