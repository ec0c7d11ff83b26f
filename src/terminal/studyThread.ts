// Runs in a worker thread: repeats a search on the search rows it was started with.
import { parentPort, workerData } from 'node:worker_threads'
import { replicate } from '../studies/replicate.ts'
import type { StudyKind, StudyRows, StudySetup } from '../studies/study.ts'

export interface StudyRequest {
  kind: StudyKind
  index: number
}

const { setup, rows } = workerData as { setup: StudySetup; rows: StudyRows }

parentPort?.on('message', ({ kind, index }: StudyRequest) => {
  parentPort?.postMessage(replicate(setup, rows, kind, index))
})
parentPort?.postMessage('ready')
