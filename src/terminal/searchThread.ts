// Runs in a worker thread: tries candidates on the search rows it was started with.
import { parentPort, workerData } from 'node:worker_threads'
import { createSearchEngine, type SearchEngineInput } from '../search/engine.ts'
import type { StepRequest } from '../search/stepper.ts'

const engine = createSearchEngine({
  ...(workerData as Omit<SearchEngineInput, 'now'>),
  now: () => performance.now(),
})

parentPort?.on('message', (request: StepRequest) => {
  const result = engine.step(request)
  parentPort?.postMessage(result, [
    result.values.buffer,
    result.kept.buffer,
    result.changeCount.buffer,
    result.changedFeatures.buffer,
    result.newWeights.buffer,
  ] as ArrayBuffer[])
})
parentPort?.postMessage('ready')
