import type {
  DataService,
  JournalService,
  SearchService,
  StudyService,
} from '../../workers/protocol.ts'
import { openWorker, type WorkerHandle } from './workerHandle.ts'

/** Starts the worker that holds the accounts. */
export function openDataWorker(): WorkerHandle<DataService> {
  return openWorker(
    () => new Worker(new URL('../../workers/data.worker.ts', import.meta.url), { type: 'module' }),
    'data',
    // Choosing shapes is one long computation. Between calls it may be telling the journal of experiments.
    { silentMs: 240_000, idleMs: 5_000 },
  )
}

/** Starts a worker that tries candidates. */
export function openSearchWorker(): WorkerHandle<SearchService> {
  return openWorker(
    () =>
      new Worker(new URL('../../workers/search.worker.ts', import.meta.url), { type: 'module' }),
    'search',
    { silentMs: 20_000 },
  )
}

/** Starts a worker that repeats searches. */
export function openStudyWorker(): WorkerHandle<StudyService> {
  return openWorker(
    () => new Worker(new URL('../../workers/study.worker.ts', import.meta.url), { type: 'module' }),
    'study',
    { silentMs: 3_600_000 }, // a whole search is one long computation; whoever waits can cancel it
  )
}

/** Starts the one worker that writes the journal. */
export function openJournalWorker(): WorkerHandle<JournalService> {
  return openWorker(
    () =>
      new Worker(new URL('../../workers/journal.worker.ts', import.meta.url), { type: 'module' }),
    'journal',
    { silentMs: 20_000 },
  )
}
