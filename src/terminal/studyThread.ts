// Runs in a worker thread: repeats a search on the search rows it was started with.
import { parentPort, workerData } from 'node:worker_threads'
import { replicate } from '../studies/replicate.ts'
import type { StudyKind, StudyRows, StudySetup } from '../studies/study.ts'

export interface StudyRequest {
  kind: StudyKind
  index: number
}

const { setup, dataset, incumbent, table } = workerData as StudyRows & { setup: StudySetup }

parentPort?.on('message', ({ kind, index }: StudyRequest) => {
  parentPort?.postMessage(replicate(setup, dataset, kind, index, incumbent, table))
})
parentPort?.postMessage('ready')
