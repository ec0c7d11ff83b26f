// Runs in a worker thread: tries candidates on the search rows it was started with.
import { parentPort, workerData } from 'node:worker_threads'
import type { SearchEngineInput } from '../search/engine.ts'
import { createSearcher, transferable } from '../search/searcher.ts'
import type { StepRequest, StepResult, TaskRequest, TaskResult } from '../search/stepper.ts'

export type ThreadRequest =
  | { kind: 'step'; request: StepRequest }
  | { kind: 'perform'; request: TaskRequest }
  | { kind: 'facts'; start: Int32Array }
  | { kind: 'memory' }

const searcher = createSearcher({
  ...(workerData as Omit<SearchEngineInput, 'now'>),
  now: () => performance.now(),
})

parentPort?.on('message', (message: ThreadRequest) => {
  switch (message.kind) {
    case 'step':
      return answer(searcher.step(message.request))
    case 'perform':
      return answer(searcher.perform(message.request))
    case 'facts':
      return parentPort?.postMessage(searcher.facts(message.start))
    case 'memory':
      return parentPort?.postMessage(searcher.memory())
  }
})

function answer(result: StepResult | TaskResult): void {
  parentPort?.postMessage(result, transferable(result))
}

parentPort?.postMessage('ready')
