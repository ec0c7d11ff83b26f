import type { ExperimentBatch, KeptExperiment } from '../loop/experiment.ts'
import type { StudyRecord } from '../studies/study.ts'
import type { ChainReport } from './chain.ts'
import type { RunHeader, RunState, RunSummary } from './entry.ts'
import type { Look } from './look.ts'

/** Append-only memory of all runs. One writer; every call settles, a failed write rejects with the reason. */
export interface Journal {
  start(header: RunHeader): Promise<void>
  /** Commits a batch together with the kept experiments in it; resolves once both are durable. */
  append(runId: string, batch: ExperimentBatch, kept: KeptExperiment[]): Promise<void>
  setState(runId: string, state: RunState, at: string): Promise<void>
  setNote(runId: string, note: string): Promise<void>
  runs(): Promise<RunSummary[]> // newest first
  run(runId: string): Promise<RunSummary | null>
  kept(runId: string): Promise<KeptExperiment[]> // in order
  /** Batches that contain experiments `from` (inclusive) to `to` (exclusive), in order, one at a time. */
  batches(runId: string, from: number, to: number): AsyncIterable<ExperimentBatch>
  /** Walks the hash chain; the first index whose batch does not fit, or null when all do. */
  verify(runId: string): Promise<ChainReport>
  /** Stores a study of a run in place of what it was before. */
  putStudy(study: StudyRecord): Promise<void>
  studies(runId: string): Promise<StudyRecord[]> // ascending by kind; none of an unknown run
  /** Stores a decision; of one that is there already the time of the first is kept. */
  putLook(look: Look): Promise<void>
  looks(holdout: string): Promise<Look[]> // oldest first
  /** Removes a run with its studies; decisions drawn from it stay, its holdout was consulted. */
  remove(runId: string): Promise<void>
}

/** The order of run lists: newest first, equal times by id, so that every journal agrees. */
export function newestFirst(a: RunSummary, b: RunSummary): number {
  const [timeA, timeB] = [a.header.createdAt, b.header.createdAt]
  if (timeA !== timeB) return timeA < timeB ? 1 : -1
  return a.header.runId < b.header.runId ? 1 : -1
}

/** The order of a run's studies. */
export function byKind(a: StudyRecord, b: StudyRecord): number {
  return a.kind < b.kind ? -1 : 1
}
