// Runs in a worker thread: repeats a search on the search rows it was started with.
import { parentPort, workerData } from 'node:worker_threads'
import type { Dataset } from '../accounts/dataset.ts'
import { replicate } from '../studies/replicate.ts'
import type { StudyKind, StudySetup } from '../studies/study.ts'

export interface StudyRequest {
  kind: StudyKind
  index: number
}

const { setup, dataset } = workerData as { setup: StudySetup; dataset: Dataset }

parentPort?.on('message', ({ kind, index }: StudyRequest) => {
  parentPort?.postMessage(replicate(setup, dataset, kind, index))
})
parentPort?.postMessage('ready')
