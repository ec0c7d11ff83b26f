import { createStore, type StoreApi } from 'zustand/vanilla'
import { DEFAULT_THRESHOLDS } from '../review/review.ts'
import type { AppState } from './state.ts'

/** The page before anything is opened: no data, and a journal that is being read. */
export const INITIAL_STATE: AppState = {
  data: { phase: 'empty', problem: null },
  model: null,
  run: null,
  runOptions: {},
  changing: false,
  preparing: false,
  shaping: null,
  journal: { phase: 'loading', runs: [], interrupted: [], bytesUsed: null, problem: null },
  review: { phase: 'empty' },
  thresholds: DEFAULT_THRESHOLDS,
  studies: { runId: null, records: [], running: null, problem: null },
  notice: null,
}

/** The one store of the page; snapshots in it are replaced, never changed. */
export function createAppStore(): StoreApi<AppState> {
  return createStore<AppState>(() => INITIAL_STATE)
}
