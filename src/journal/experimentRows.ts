import type { Change, KeptExperiment } from '../loop/experiment.ts'
import { type LossReason, reasonsBySlot } from '../loop/guardrails.ts'
import { batchChanges, batchWeights } from './batch.ts'
import type { RunHeader, RunSummary } from './entry.ts'
import type { Journal } from './journal.ts'

/** One line of a run's experiment list. */
export interface ExperimentRow {
  index: number
  kept: boolean
  value: number // NaN where the primary metric is not defined
  baselineValue: number // the incumbent's before
  changes: Change[]
  reason: LossReason | null // why a better spec was not kept
  gainInStandardErrors?: number // of a kept one, see KeptFigures
}

/** Which experiments a list shows: all (kept first), only the kept, or only the others. */
export type ExperimentFilter = 'all' | 'won' | 'lost'

/** A page of a run's experiments: kept ones first, then the others, each by index. */
export async function experimentRows(
  journal: Journal,
  runId: string,
  filter: ExperimentFilter,
  offset: number,
  limit: number,
): Promise<ExperimentRow[]> {
  const { run, kept } = await openRun(journal, runId)
  const rows: ExperimentRow[] = []
  if (filter !== 'lost') rows.push(...kept.slice(offset, offset + limit).map(keptRow))
  if (filter === 'won' || rows.length >= limit) return rows
  const skip = filter === 'lost' ? offset : Math.max(0, offset - kept.length)
  const from = nthLost(kept, skip)
  if (from > run.experiments) return rows
  for await (const batch of journal.batches(runId, from, run.experiments + 1)) {
    const reasons = reasonsBySlot(batch.refused)
    for (let i = Math.max(0, from - batch.firstIndex); i < batch.count; i++) {
      if (rows.length >= limit) return rows
      if (batch.kept[i] === 1) continue
      const index = batch.firstIndex + i
      const incumbent = incumbentAt(run.header, kept, index)
      rows.push({
        index,
        kept: false,
        value: batch.values[i]!,
        baselineValue: incumbent.value,
        changes: batchChanges(batch, i, incumbent.names, incumbent.weights),
        reason: reasons.get(i) ?? null,
      })
    }
  }
  return rows
}

/** One experiment of a run, or null where the run has none of that index; 0 is the baseline. */
export async function experimentRow(
  journal: Journal,
  runId: string,
  index: number,
): Promise<ExperimentRow | null> {
  const { run, kept } = await openRun(journal, runId)
  const won = kept.find((experiment) => experiment.index === index)
  if (won) return keptRow(won)
  const incumbent = incumbentAt(run.header, kept, index)
  if (index === 0) {
    const { value } = incumbent
    return { index, kept: true, value, baselineValue: value, changes: [], reason: null }
  }
  for await (const batch of journal.batches(runId, index, index + 1)) {
    const i = index - batch.firstIndex
    const changes = batchChanges(batch, i, incumbent.names, incumbent.weights)
    return {
      index,
      kept: false,
      value: batch.values[i]!,
      baselineValue: incumbent.value,
      changes,
      reason: reasonsBySlot(batch.refused).get(i) ?? null,
    }
  }
  return null
}

/** The weights an experiment tried, in the spec's order, or null where the run has none of that index. */
export async function experimentWeights(
  journal: Journal,
  runId: string,
  index: number,
): Promise<number[] | null> {
  const { run, kept } = await openRun(journal, runId)
  const won = kept.find((experiment) => experiment.index === index)
  if (won) return won.weights
  const { weights } = incumbentAt(run.header, kept, index)
  if (index === 0) return weights
  for await (const batch of journal.batches(runId, index, index + 1)) {
    return batchWeights(batch, index - batch.firstIndex, weights)
  }
  return null
}

/** The incumbent experiment `index` was measured against; weights in the order of `names`. */
export function incumbentAt(
  header: RunHeader,
  kept: KeptExperiment[],
  index: number,
): { names: string[]; weights: number[]; value: number } {
  const names = Object.keys(header.spec.features)
  const before = kept[countBefore(kept, index) - 1]
  if (before) return { names, weights: before.weights, value: before.value }
  const weights = Object.values(header.spec.features).map(({ weight }) => weight)
  return { names, weights, value: header.baseline.value }
}

/** Index of the `k`-th (from 0) experiment that was not kept. */
function nthLost(kept: KeptExperiment[], k: number): number {
  let low = 0
  let high = kept.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (kept[middle]!.index - middle - 1 <= k) low = middle + 1
    else high = middle
  }
  return k + 1 + low
}

function countBefore(kept: KeptExperiment[], index: number): number {
  let low = 0
  let high = kept.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (kept[middle]!.index < index) low = middle + 1
    else high = middle
  }
  return low
}

/** A run and its kept experiments as of the same moment: a running one may have grown in between. */
async function openRun(
  journal: Journal,
  runId: string,
): Promise<{ run: RunSummary; kept: KeptExperiment[] }> {
  const run = await journal.run(runId)
  if (!run) throw new Error(`run unknown: ${runId}`)
  const kept = await journal.kept(runId)
  return { run, kept: kept.slice(0, run.kept) }
}

function keptRow(experiment: KeptExperiment): ExperimentRow {
  const { index, value, baselineValue, changes, gainInStandardErrors } = experiment
  const row = { index, kept: true, value, baselineValue, changes, reason: null }
  return gainInStandardErrors === undefined ? row : { ...row, gainInStandardErrors }
}
