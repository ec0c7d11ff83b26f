import type { StoreApi } from 'zustand/vanilla'
import type { DataService, JournalService } from '../../workers/protocol.ts'
import { ProblemError, problemSentence } from '../lib/problem.ts'
import type { AppState, DataReady } from '../store/state.ts'
import type { WorkerHandle } from './workerHandle.ts'

/** What the parts of a session share. */
export interface SessionContext {
  store: StoreApi<AppState>
  journal: WorkerHandle<JournalService>
  /** The worker that holds the accounts; a new one takes its place after a cancelled or failed load. */
  data(): WorkerHandle<DataService>
  now(): string // UTC ISO 8601
}

/** Tells the user about a failure in one sentence; what the user cancelled passes silently. */
export function tell(store: StoreApi<AppState>, error: unknown): void {
  if (error instanceof Error && error.name === 'AbortError') return
  store.setState({ notice: { tone: 'error', text: sentenceOf(error) } })
}

/** One sentence for whatever was thrown, also where it crossed a worker boundary. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ProblemError) return problemSentence(error.problem)
  const text = error instanceof Error ? error.message : String(error)
  return /[.!?…]$/.test(text) ? text : `${text}.`
}

/** The open data, or null while there is none. */
export function readyData(store: StoreApi<AppState>): DataReady | null {
  const { data } = store.getState()
  return data.phase === 'ready' ? data : null
}

/** Resolves once no file is being read. */
export function dataSettled(store: StoreApi<AppState>): Promise<void> {
  return new Promise((resolve) => {
    const settled = ({ data }: AppState) => data.phase !== 'loading'
    if (settled(store.getState())) return resolve()
    const leave = store.subscribe((state) => {
      if (!settled(state)) return
      leave()
      resolve()
    })
  })
}
