import type { StudiedRun } from '../studies/runStudies.ts'
import type { RunSummary } from './entry.ts'
import { runResult } from './runResult.ts'

/** A run as studies know it; throws a sentence for people where it has not ended or has no accounts. */
export function studiedRun(summary: RunSummary): StudiedRun {
  const { header, state, experiments } = summary
  const best = runResult(summary)
  if (header.source === 'import')
    throw new Error('A study searches the accounts of the run, which an imported journal lacks.')
  if (state === 'running' || state === 'paused')
    throw new Error('Let the run end, or stop it: a study is of what it found.')
  if (best === null) throw new Error('The run found no spec to study.')
  return { header, experiments, finished: state === 'finished', best }
}
