import type { RunSummary } from '../../journal/entry.ts'
import type { AppState } from '../../store/state.ts'

/** Whether the accounts it searched seem to be the open ones, so that it can go on at once. */
export function canResumeHere(state: AppState): boolean {
  const name = interruptedRun(state)?.header.data.name
  return name !== undefined && state.data.phase === 'ready' && state.data.name === name
}

/** The newest run that ended without an end, while nothing else is searching. */
export function interruptedRun({ journal, run, preparing }: AppState): RunSummary | undefined {
  if (preparing || run?.state === 'running' || run?.state === 'paused') return undefined
  const shown = run?.runId // has just ended; the journal's list may not say so yet
  return journal.runs.find(
    ({ header }) => header.runId !== shown && journal.interrupted.includes(header.runId),
  )
}
