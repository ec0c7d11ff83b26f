import { releaseProxy, transfer, wrap } from 'comlink'
import { experimentRow, experimentRows, experimentWeights } from '../src/journal/experimentRows.ts'
import { type IdbJournal, openIdbJournal } from '../src/journal/idbJournal.ts'
import { importJournal, storeImported } from '../src/journal/importJsonl.ts'
import { journalParts } from '../src/journal/jsonl.ts'
import type { JournalService, MetricsOfWeights } from './protocol.ts'

const PART_BYTES = 1 << 20

/** Serves the IndexedDB journal; opens it on the first call. */
export function createJournalService(): JournalService {
  let opening: Promise<IdbJournal> | null = null

  function journal(): Promise<IdbJournal> {
    opening ??= openIdbJournal().catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }

  return {
    start: async (header) => (await journal()).start(header),
    append: async (runId, batch, kept) => (await journal()).append(runId, batch, kept),
    setState: async (runId, state, at) => (await journal()).setState(runId, state, at),
    setNote: async (runId, note) => (await journal()).setNote(runId, note),
    remove: async (runId) => (await journal()).remove(runId),
    putStudy: async (study) => (await journal()).putStudy(study),
    studies: async (runId) => (await journal()).studies(runId),
    putLook: async (look) => (await journal()).putLook(look),
    looks: async (holdout) => (await journal()).looks(holdout),
    runs: async () => (await journal()).runs(),
    run: async (runId) => (await journal()).run(runId),
    kept: async (runId) => (await journal()).kept(runId),

    async replay(runId, onBatch) {
      const source = await journal()
      for await (const batch of source.batches(runId, 1, Number.MAX_SAFE_INTEGER)) {
        await onBatch(transfer(batch, [batch.values.buffer]))
      }
    },

    rows: async (runId, filter, offset, limit) =>
      experimentRows(await journal(), runId, filter, offset, limit),
    row: async (runId, index) => experimentRow(await journal(), runId, index),
    weights: async (runId, index) => experimentWeights(await journal(), runId, index),

    async exportLines(runId, which, metrics, onProgress) {
      const source = await journal()
      const run = await source.run(runId)
      if (run === null) throw new Error(`journal has no run: ${runId}`)
      const evaluate = metrics === null ? null : wrap<MetricsOfWeights>(metrics)
      const exported = journalParts({
        run,
        kept: await source.kept(runId),
        batches: source.batches(runId, 1, Number.MAX_SAFE_INTEGER),
        evaluateWeights: evaluate,
        keptOnly: which === 'kept',
      })
      try {
        const parts: Blob[] = []
        let part = ''
        let written = 0
        for await (const { text, lines } of exported) {
          part += text
          written += lines
          if (part.length > PART_BYTES) {
            parts.push(new Blob([part]))
            part = ''
            onProgress(written)
          }
        }
        parts.push(new Blob([part]))
        return new Blob(parts, { type: 'application/x-ndjson' })
      } finally {
        evaluate?.[releaseProxy]() // else the other side keeps the rows of this run for good
      }
    },

    async importFile(file) {
      const imported = await importJournal(chunks(file.stream()), {
        newId,
        now: new Date().toISOString(),
        name: file.name,
      })
      if (!imported.ok) return imported
      const ids = await storeImported(await journal(), imported.value)
      return { ok: true, value: ids, problems: imported.problems }
    },

    bytesUsed: async () => (await journal()).estimate(),
    saveFile: async (file) => (await journal()).saveFile(file),
    loadFile: async () => (await journal()).loadFile(),
    removeFile: async () => (await journal()).removeFile(),
  }
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function* chunks(stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel()
  }
}
