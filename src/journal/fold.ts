import type { ExperimentBatch, KeptExperiment } from '../loop/experiment.ts'
import { countRefusals } from '../loop/guardrails.ts'
import { countTies } from '../loop/ties.ts'
import type { RunHeader, RunState, RunSummary } from './entry.ts'

/** A run before its first experiment. */
export function foldHeader(header: RunHeader): RunSummary {
  return {
    header,
    state: 'running',
    experiments: 0,
    kept: 0,
    best: null,
    searchSeconds: 0,
    endedAt: null,
    note: '',
  }
}

/** The run after a batch: the same live, in the journal and on replay. */
export function foldRun(
  summary: RunSummary,
  batch: ExperimentBatch,
  kept: KeptExperiment[],
): RunSummary {
  const refused = countRefusals(summary.refused, batch.refused)
  const ties = countTies(summary.ties, kept)
  return {
    ...summary,
    experiments: summary.experiments + batch.count,
    kept: summary.kept + kept.length,
    best: kept.at(-1) ?? summary.best,
    searchSeconds: summary.searchSeconds + batch.durationMs / 1000,
    ...(refused === undefined ? {} : { refused }),
    ...(ties === undefined ? {} : { ties }),
    ...(batch.certificate === undefined ? {} : { certificate: batch.certificate }),
    ...(batch.curve === undefined ? {} : { curve: batch.curve }),
    ...(batch.changeCurve === undefined ? {} : { changeCurve: batch.changeCurve }),
  }
}

/** The run after a change of state; `at` (UTC ISO 8601) is its end where the state is an end. */
export function foldState(summary: RunSummary, state: RunState, at: string): RunSummary {
  return { ...summary, state, endedAt: state === 'finished' || state === 'stopped' ? at : null }
}
