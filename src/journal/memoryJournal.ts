import type { KeptExperiment } from '../loop/experiment.ts'
import type { StudyKind, StudyRecord } from '../studies/study.ts'
import { packBatch } from './batch.ts'
import { type BatchRecord, batchHash, headerHash, verifyChain } from './chain.ts'
import type { RunSummary } from './entry.ts'
import { foldHeader, foldRun, foldState } from './fold.ts'
import { byKind, type Journal, newestFirst } from './journal.ts'
import { type Look, oldestFirst } from './look.ts'

interface StoredRun {
  summary: RunSummary
  head: string
  records: BatchRecord[]
  kept: KeptExperiment[]
  studies: Map<StudyKind, StudyRecord>
}

/** A journal that lasts as long as the process: for the terminal, for tests, and where storage is refused. */
export function createMemoryJournal(): Journal {
  const runs = new Map<string, StoredRun>()
  const looks = new Map<string, Map<string, Look>>() // by holdout and id

  function stored(runId: string): StoredRun {
    const run = runs.get(runId)
    if (!run) throw new Error(`run unknown: ${runId}`)
    return run
  }

  return {
    async start(header) {
      if (runs.has(header.runId)) throw new Error(`run exists: ${header.runId}`)
      const run = {
        summary: foldHeader(header),
        head: headerHash(header),
        records: [],
        kept: [],
        studies: new Map(),
      }
      runs.set(header.runId, run)
    },
    async append(runId, batch, kept) {
      const run = stored(runId)
      const packed = packBatch(run.summary, batch, kept)
      const hash = batchHash(run.head, packed, kept)
      const { firstIndex } = packed
      run.records.push({ runId, firstIndex, batch: packed, previous: run.head, hash })
      run.kept.push(...kept)
      run.head = hash
      run.summary = foldRun(run.summary, packed, kept)
    },
    async setState(runId, state, at) {
      const run = stored(runId)
      run.summary = foldState(run.summary, state, at)
    },
    async setNote(runId, note) {
      const run = stored(runId)
      run.summary = { ...run.summary, note }
    },
    async runs() {
      return [...runs.values()].map(({ summary }) => summary).sort(newestFirst)
    },
    async run(runId) {
      return runs.get(runId)?.summary ?? null
    },
    async kept(runId) {
      return [...stored(runId).kept]
    },
    async *batches(runId, from, to) {
      const { records } = stored(runId)
      for (let i = firstRecordWith(records, from); i < records.length; i++) {
        if (records[i]!.firstIndex >= to || from >= to) return
        yield records[i]!.batch
      }
    },
    async verify(runId) {
      const { summary, head, records, kept } = stored(runId)
      return verifyChain(summary.header, head, summary.experiments, each([...records]), kept)
    },
    async putStudy(study) {
      stored(study.runId).studies.set(study.kind, {
        ...study,
        replicates: [...study.replicates],
      })
    },
    async studies(runId) {
      return [...(runs.get(runId)?.studies.values() ?? [])].sort(byKind)
    },
    async putLook(look) {
      const known = looks.get(look.holdout) ?? new Map<string, Look>()
      known.set(look.id, { ...look, at: known.get(look.id)?.at ?? look.at })
      looks.set(look.holdout, known)
    },
    async looks(holdout) {
      return [...(looks.get(holdout)?.values() ?? [])].sort(oldestFirst)
    },
    async remove(runId) {
      runs.delete(runId)
    },
  }
}

function firstRecordWith(records: BatchRecord[], index: number): number {
  let low = 0
  let high = records.length
  while (low < high) {
    const middle = (low + high) >> 1
    const { firstIndex, batch } = records[middle]!
    if (firstIndex + batch.count <= index) low = middle + 1
    else high = middle
  }
  return low
}

async function* each<T>(items: T[]): AsyncIterable<T> {
  yield* items
}
