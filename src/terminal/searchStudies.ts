import { setImmediate } from 'node:timers/promises'
import type { PreparedRun } from '../search/prepareRun.ts'
import { replicate } from '../studies/replicate.ts'
import {
  type StudiedRun,
  type StudySummaries,
  studySetup,
  summarizeStudies,
} from '../studies/runStudies.ts'
import { plannedReplicates, type StudyKind, type StudyRecord } from '../studies/study.ts'
import { createProgressLine } from './progressLine.ts'
import type { FinishedSearch } from './searchRun.ts'

/** What the studies of a search found, and how long each took. */
export interface FinishedStudies {
  summaries: StudySummaries
  records: StudyRecord[]
}

/** Does the studies one after another. */
export async function searchStudies(
  { summary, found }: FinishedSearch,
  prepared: PreparedRun,
  kinds: readonly StudyKind[],
): Promise<FinishedStudies> {
  const { header, experiments, state } = summary
  const run: StudiedRun = {
    header,
    experiments,
    finished: state === 'finished',
    best: { weights: found.weights, value: found.value },
  }
  const setup = studySetup(run)
  const progress = createProgressLine(process.stderr)
  const records: StudyRecord[] = []
  for (const kind of kinds) {
    const planned = plannedReplicates(kind, prepared.featureNames.length)
    const started = performance.now()
    const replicates = []
    for (let index = 0; index < planned; index++) {
      replicates.push(replicate(setup, prepared.search, kind, index))
      progress.show(() => `study ${kind}: ${index + 1} of ${planned}`)
      await setImmediate() // so that Ctrl-C is heard
    }
    const seconds = (performance.now() - started) / 1000
    records.push({ runId: header.runId, kind, planned, replicates, state: 'done', seconds })
  }
  progress.clear()
  return { summaries: summarizeStudies(records, run), records }
}
