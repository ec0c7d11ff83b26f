import type { RunSummary } from '../../journal/entry.ts'
import type { RunView } from '../../store/state.ts'

/** The journal's runs, the one that is going as far as it is journaled by now. */
export function liveRuns(runs: RunSummary[], run: RunView | null): RunSummary[] {
  if (run === null || (run.state !== 'running' && run.state !== 'paused')) return runs
  return runs.map((summary) =>
    summary.header.runId !== run.runId || summary.experiments > run.journaled
      ? summary
      : {
          ...summary,
          state: run.state,
          experiments: run.journaled,
          kept: run.kept,
          best: run.lastKept[0] ?? summary.best,
          searchSeconds: run.searchSeconds,
          ...(run.certificate === null ? {} : { certificate: run.certificate }),
        },
  )
}
