import { createHash, type Hash } from 'node:crypto'
import { createWriteStream, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { columnsFingerprint } from '../accounts/columnsFingerprint.ts'
import type { RoleAssignment } from '../accounts/role.ts'
import type { Table } from '../accounts/table.ts'
import { type ManifestDetails, manifest } from '../exports/manifest.ts'
import { specJson } from '../exports/specFile.ts'
import type { RunSummary } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'
import { usualLines } from '../journal/journalSize.ts'
import { type JournalPart, journalParts } from '../journal/jsonl.ts'
import { recomputesMetrics } from '../loop/runDefaults.ts'
import type { PreparedRun } from '../search/prepareRun.ts'
import { CommandError, fileErrorWords } from './commandError.ts'
import type { FinishedSearch } from './searchRun.ts'

/** Bytes of a journal that are made while others are written. */
const AHEAD = 1 << 21

/** Where files are written. */
export interface Place {
  path(name: string): string
}

/** How much of the journal is written; null: as much as is usual for so long a search. */
export interface JournalOptions {
  metrics: 'all' | 'wins' | null
  journal: 'all' | 'kept' | null
}

/** Writes journal, best spec and manifest of a search; what of the journal is in the file. */
export async function writeSearch(
  place: Place,
  { summary, journal, bestSpec }: FinishedSearch,
  prepared: PreparedRun,
  { table, roles, options }: { table: Table; roles: RoleAssignment[]; options: JournalOptions },
): Promise<{ allMetrics: boolean; keptOnly: boolean }> {
  const affordable = recomputesMetrics(summary.experiments, prepared.search.rowCount)
  const allMetrics = (options.metrics ?? (affordable ? 'all' : 'wins')) === 'all'
  const keptOnly = (options.journal ?? usualLines(summary)) === 'kept'
  const evaluator = allMetrics ? prepared : null
  const journalFileHash = await writeJournal(place, journal, summary, evaluator, keptOnly)
  const details: ManifestDetails = {
    bestSpec,
    createdAt: new Date().toISOString(),
    roles,
    columnsHash: columnsFingerprint(table, prepared.spec),
    journalFileHash,
    journalHead: (await journal.verify(summary.header.runId)).head,
  }
  writeText(place, 'best_spec.json', specJson(bestSpec))
  writeText(place, 'manifest.json', `${JSON.stringify(manifest(summary, details), null, 2)}\n`)
  return { allMetrics, keptOnly }
}

/** Writes a file of the folder; a CommandError says why not. */
export function writeText(place: Place, name: string, text: string): void {
  try {
    writeFileSync(place.path(name), text)
  } catch (error) {
    throw new CommandError(`${name} cannot be written: ${fileErrorWords(error)}.`)
  }
}

/** Writes the journal's lines; the SHA-256 of their bytes. */
async function writeJournal(
  place: Place,
  journal: Journal,
  run: RunSummary,
  evaluator: PreparedRun | null, // null: losing experiments carry their primary value only
  keptOnly: boolean,
): Promise<string> {
  const { runId } = run.header
  const parts = journalParts({
    run,
    kept: await journal.kept(runId),
    batches: journal.batches(runId, 1, run.experiments + 1),
    evaluateWeights: evaluator === null ? null : evaluator.searchMetrics,
    keptOnly,
  })
  const hash = createHash('sha256')
  const file = createWriteStream(place.path('experiment_journal.jsonl'), { highWaterMark: AHEAD })
  try {
    await pipeline(Readable.from(hashed(parts, hash)), file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    throw new CommandError(`The journal cannot be written: ${fileErrorWords(error)}.`)
  }
  return hash.digest('hex')
}

async function* hashed(parts: AsyncIterable<JournalPart>, hash: Hash): AsyncIterable<Uint8Array> {
  for await (const { text } of parts) {
    const bytes = Buffer.from(text)
    hash.update(bytes)
    yield bytes
  }
}
