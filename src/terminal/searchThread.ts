// Runs in a worker thread: tries candidates on the search rows it was started with.
import { parentPort, workerData } from 'node:worker_threads'
import type { SearchEngineInput } from '../search/engine.ts'
import { createSearcher, transferable } from '../search/searcher.ts'
import type { StepRequest, StepResult, TaskRequest, TaskResult } from '../search/stepper.ts'

export type ThreadRequest =
  | { kind: 'step'; request: StepRequest }
  | { kind: 'perform'; request: TaskRequest }
  | { kind: 'facts'; start: Int32Array }

const searcher = createSearcher({
  ...(workerData as Omit<SearchEngineInput, 'now'>),
  now: () => performance.now(),
})

parentPort?.on('message', (message: ThreadRequest) => {
  if (message.kind === 'facts') {
    parentPort?.postMessage(searcher.facts(message.start))
    return
  }
  const result: StepResult | TaskResult =
    message.kind === 'step' ? searcher.step(message.request) : searcher.perform(message.request)
  parentPort?.postMessage(result, transferable(result))
})
parentPort?.postMessage('ready')
