import type { RunSummary } from '../journal/entry.ts'
import { studiedRun } from '../journal/studiedRun.ts'
import { replicate } from '../studies/replicate.ts'
import { studySetup } from '../studies/runStudies.ts'
import {
  missingIndices,
  plannedReplicates,
  type Replicate,
  type StudyKind,
  type StudyRecord,
  type StudyRows,
  type StudySetup,
  withReplicates,
} from '../studies/study.ts'
import type { StudyRequest } from './studyThread.ts'
import { openThreads } from './thread.ts'

export interface StudyOptions {
  workers: number // 1: in place
  onProgress?(kind: StudyKind, done: number, planned: number): void
  signal?: AbortSignal // ends it early; what is done is returned as stopped
}

type Performer = (request: StudyRequest) => Promise<Replicate>

/**
 * Studies of a run that has ended, one kind after another, on its search rows. The
 * records are the same for any number of workers. Rejects where the run has not ended or a thread dies.
 */
export async function runStudies(
  rows: StudyRows,
  run: RunSummary,
  kinds: readonly StudyKind[],
  { workers, onProgress, signal }: StudyOptions,
): Promise<StudyRecord[]> {
  const setup = studySetup(studiedRun(run))
  const { runId } = run.header
  const { performers, close } = await openPerformers(setup, rows, workers)
  const records: StudyRecord[] = []
  try {
    for (const kind of kinds) {
      const planned = plannedReplicates(kind, setup.startWeights.length)
      const begun = performance.now()
      const done: Replicate[] = []
      let next = 0
      const work = async (perform: Performer) => {
        while (next < planned && signal?.aborted !== true) {
          done.push(await perform({ kind, index: next++ }))
          onProgress?.(kind, done.length, planned)
        }
      }
      await Promise.all(performers.map(work))
      const seconds = (performance.now() - begun) / 1000
      const empty: StudyRecord = { runId, kind, planned, replicates: [], state: 'stopped', seconds }
      const record = withReplicates(empty, done)
      records.push(missingIndices(record).length === 0 ? { ...record, state: 'done' } : record)
    }
  } finally {
    await close()
  }
  return records
}

async function openPerformers(setup: StudySetup, rows: StudyRows, workers: number) {
  if (workers <= 1) {
    const perform: Performer = async ({ kind, index }) => {
      await new Promise((resolve) => setImmediate(resolve)) // Ctrl-C has its turn
      return replicate(setup, rows, kind, index)
    }
    return { performers: [perform], close: async () => {} }
  }
  const module = new URL('./studyThread.mjs', import.meta.url)
  const { threads, close } = await openThreads<StudyRequest>(module, { setup, rows }, workers)
  const performers = threads.map(
    ({ ask }): Performer =>
      (request) =>
        ask<Replicate>(request),
  )
  return { performers, close }
}
