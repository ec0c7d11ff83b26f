import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import type { KeptExperiment } from '../loop/experiment.ts'
import type { StudyRecord } from '../studies/study.ts'
import { packBatch } from './batch.ts'
import { type BatchRecord, batchHash, headerHash, verifyChain } from './chain.ts'
import type { RunSummary } from './entry.ts'
import { foldHeader, foldRun, foldState } from './fold.ts'
import { byKind, type Journal, newestFirst } from './journal.ts'
import { type Look, oldestFirst, storedLook } from './look.ts'
import { isLostConnection, OPEN_BLOCKED, OPEN_TIMED_OUT, storageProblem } from './storageProblem.ts'

const DATABASE_VERSION = 2 // 1 had neither studies nor looks
const OPEN_TIMEOUT_MS = 15_000 // some browsers never answer an open request after a crash

interface RunRow {
  runId: string
  summary: RunSummary
  head: string // hash of the last batch, or of the header
}

interface KeptRow {
  runId: string
  index: number
  experiment: KeptExperiment
}

/** The file opened last, so that a reload returns to it. */
export interface StoredFile {
  fingerprint: string // SHA-256 of the bytes, hex
  name: string
  blob: Blob
  later?: { fingerprint: string; name: string; blob: Blob } // held out beside it
}

interface JournalSchema extends DBSchema {
  runs: { key: string; value: RunRow }
  batches: { key: [string, number]; value: BatchRecord }
  kept: { key: [string, number]; value: KeptRow }
  files: { key: string; value: StoredFile }
  studies: { key: [string, string]; value: StudyRecord }
  looks: { key: [string, string]; value: Look }
}

type StoreName = 'runs' | 'batches' | 'kept' | 'files' | 'studies' | 'looks'
type Database = IDBPDatabase<JournalSchema>
type WriteTransaction = IDBPTransaction<JournalSchema, StoreName[], 'readwrite'>

export interface IdbJournal extends Journal {
  estimate(): Promise<number | null> // bytes this origin stores, or null where the browser does not say
  saveFile(file: StoredFile): Promise<void> // replaces the one before
  loadFile(): Promise<StoredFile | null>
  removeFile(): Promise<void>
  close(): void
}

/**
 * The journal in IndexedDB. Writes run one after another in the order of the calls; a connection
 * the browser drops is reopened once and the write repeated; what still fails rejects with a
 * ProblemError. `onLost` tells when the page must be reloaded before anything can be written.
 */
export async function openIdbJournal(
  options: { name?: string; onLost?(reason: string): void } = {},
): Promise<IdbJournal> {
  const name = options.name ?? 'ratchet-journal'
  let opening: Promise<Database> | null = null
  let lastWrite: Promise<unknown> = Promise.resolve()
  let closed = false
  let terminations = 0

  function database(): Promise<Database> {
    opening ??= openDatabase(name, {
      superseded() {
        opening = null
        closed = true
        options.onLost?.('A newer version of Ratchet is open in another tab. Reload this page.')
      },
      terminated() {
        terminations++
        opening = null
      },
    }).catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }

  async function attempt<T>(work: (db: Database, repeated: boolean) => Promise<T>): Promise<T> {
    if (closed) throw storageProblem(new Error('the journal is closed in this tab'))
    const terminationsBefore = terminations
    try {
      return await work(await database(), false)
    } catch (error) {
      const lostConnection = isLostConnection(error) || terminations > terminationsBefore
      if (!lostConnection || closed) throw storageProblem(error)
      const lost = await opening?.catch(() => null)
      lost?.close()
      opening = null
    }
    try {
      return await work(await database(), true)
    } catch (error) {
      const problem = storageProblem(error)
      if (isLostConnection(error)) options.onLost?.(problem.message)
      throw problem
    }
  }

  /** One transaction: commits whole or not at all, and settles either way. */
  function write<T>(
    stores: StoreName[],
    durability: IDBTransactionDurability,
    body: (tx: WriteTransaction, repeated: boolean) => Promise<T>,
  ): Promise<T> {
    const result = lastWrite.then(() =>
      attempt(async (db, repeated) => {
        const tx = db.transaction(stores, 'readwrite', { durability })
        const done = tx.done.then(
          () => null,
          (error: unknown) => ({ error }),
        )
        let value: T
        try {
          value = await body(tx, repeated)
        } catch (error) {
          try {
            tx.abort()
          } catch {
            // already aborted by the failure itself
          }
          await done
          throw tx.error ?? error
        }
        const failure = await done
        if (failure) throw tx.error ?? failure.error
        return value
      }),
    )
    lastWrite = result.catch(() => undefined)
    return result
  }

  function changeRun(
    runId: string,
    durability: IDBTransactionDurability,
    change: (summary: RunSummary) => RunSummary,
  ): Promise<void> {
    return write(['runs'], durability, async (tx) => {
      const row = await runRow(tx, runId)
      await tx.objectStore('runs').put({ ...row, summary: change(row.summary) })
    })
  }

  async function row(runId: string): Promise<RunRow> {
    const found = await attempt((db) => db.get('runs', runId))
    if (!found) throw new Error(`run unknown: ${runId}`)
    return found
  }

  async function keptOf(runId: string): Promise<KeptExperiment[]> {
    const rows = await attempt((db) => db.getAll('kept', allOf(runId)))
    return rows.map(({ experiment }) => experiment)
  }

  /** Records one at a time, each in its own transaction, so that a slow reader blocks no writer. */
  async function* records(runId: string, from: number, to: number): AsyncIterable<BatchRecord> {
    let next = from
    const before = await attempt(async (db) => {
      const range = IDBKeyRange.bound([runId, 0], [runId, from])
      const cursor = await db.transaction('batches').store.openCursor(range, 'prev')
      return cursor?.value ?? null
    })
    if (before && from < to && before.firstIndex + before.batch.count > from) {
      yield before
      next = before.firstIndex + before.batch.count
    }
    while (next < to) {
      const range = IDBKeyRange.bound([runId, next], [runId, to], false, true)
      const [record] = await attempt((db) => db.getAll('batches', range, 1))
      if (!record) return
      yield record
      next = record.firstIndex + record.batch.count
    }
  }

  await attempt(async () => undefined)

  return {
    start(header) {
      return write(['runs'], 'strict', async (tx, repeated) => {
        const before = await tx.objectStore('runs').get(header.runId)
        const head = headerHash(header)
        if (before && repeated && before.head === head) return
        if (before) throw new Error(`run exists: ${header.runId}`)
        const fresh = { runId: header.runId, summary: foldHeader(header), head }
        await tx.objectStore('runs').put(fresh)
      })
    },
    append(runId, batch, kept) {
      const durability = kept.length > 0 ? 'strict' : 'relaxed'
      return write(['runs', 'batches', 'kept'], durability, async (tx, repeated) => {
        const before = await runRow(tx, runId)
        if (repeated && (await alreadyCommitted(tx, runId, batch.firstIndex, before))) return
        const packed = packBatch(before.summary, batch, kept)
        const hash = batchHash(before.head, packed, kept)
        const { firstIndex } = packed
        const record = { runId, firstIndex, batch: packed, previous: before.head, hash }
        const after = { runId, summary: foldRun(before.summary, packed, kept), head: hash }
        await every([
          () => tx.objectStore('batches').add(record),
          ...kept.map(
            (experiment) => () =>
              tx.objectStore('kept').add({ runId, index: experiment.index, experiment }),
          ),
          () => tx.objectStore('runs').put(after),
        ])
      })
    },
    setState: (runId, state, at) =>
      changeRun(runId, 'strict', (summary) => foldState(summary, state, at)),
    setNote: (runId, note) => changeRun(runId, 'relaxed', (summary) => ({ ...summary, note })),
    async runs() {
      const rows = await attempt((db) => db.getAll('runs'))
      return rows.map(({ summary }) => summary).sort(newestFirst)
    },
    async run(runId) {
      return (await attempt((db) => db.get('runs', runId)))?.summary ?? null
    },
    async kept(runId) {
      await row(runId)
      return keptOf(runId)
    },
    async *batches(runId, from, to) {
      await row(runId)
      for await (const { batch } of records(runId, from, to)) yield batch
    },
    async verify(runId) {
      const { summary, head } = await row(runId)
      const end = summary.experiments + 1 // a running run may grow meanwhile
      const kept = await keptOf(runId)
      return verifyChain(summary.header, head, summary.experiments, records(runId, 0, end), kept)
    },
    putStudy(study) {
      return write(['runs', 'studies'], 'relaxed', async (tx) => {
        await runRow(tx, study.runId)
        await tx.objectStore('studies').put(study)
      })
    },
    async studies(runId) {
      const studies = await attempt((db) => db.getAll('studies', allOf(runId)))
      return studies.sort(byKind)
    },
    putLook(look) {
      return write(['looks'], 'strict', async (tx) => {
        const before = await tx.objectStore('looks').get([look.holdout, look.id])
        await tx.objectStore('looks').put({ ...look, at: before?.at ?? look.at })
      })
    },
    async looks(holdout) {
      const looks = await attempt((db) => db.getAll('looks', allOf(holdout)))
      return looks.map(storedLook).sort(oldestFirst)
    },
    remove(runId) {
      return write(['runs', 'batches', 'kept', 'studies'], 'strict', async (tx) => {
        await every([
          () => tx.objectStore('runs').delete(runId),
          () => tx.objectStore('batches').delete(allOf(runId)),
          () => tx.objectStore('kept').delete(allOf(runId)),
          () => tx.objectStore('studies').delete(allOf(runId)),
        ])
      })
    },
    async estimate() {
      if (!globalThis.navigator?.storage?.estimate) return null
      return (await navigator.storage.estimate()).usage ?? null
    },
    saveFile(file) {
      return write(['files'], 'relaxed', async (tx) => {
        await tx.objectStore('files').put(file, 'last')
      })
    },
    async loadFile() {
      return (await attempt((db) => db.get('files', 'last'))) ?? null
    },
    removeFile() {
      return write(['files'], 'relaxed', (tx) => tx.objectStore('files').delete('last'))
    },
    close() {
      closed = true
      opening?.then(
        (db) => db.close(),
        () => undefined,
      )
      opening = null
    },
  }
}

async function openDatabase(
  name: string,
  handlers: { superseded(): void; terminated(): void },
): Promise<Database> {
  if (typeof indexedDB === 'undefined') throw new Error('this browser offers no IndexedDB here')
  let giveUp: (error: Error) => void = () => undefined
  const refusal = new Promise<never>((_resolve, reject) => {
    giveUp = reject
  })
  let abandoned = false
  const timer = setTimeout(() => giveUp(new Error(OPEN_TIMED_OUT)), OPEN_TIMEOUT_MS)
  const request = openDB<JournalSchema>(name, DATABASE_VERSION, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('runs', { keyPath: 'runId' })
        db.createObjectStore('batches', { keyPath: ['runId', 'firstIndex'] })
        db.createObjectStore('kept', { keyPath: ['runId', 'index'] })
        db.createObjectStore('files')
      }
      if (from < 2) {
        db.createObjectStore('studies', { keyPath: ['runId', 'kind'] })
        db.createObjectStore('looks', { keyPath: ['holdout', 'id'] })
      }
    },
    blocked: () => giveUp(new Error(OPEN_BLOCKED)),
    blocking(_current, _blocked, event) {
      ;(event.target as IDBDatabase).close()
      handlers.superseded()
    },
    terminated: handlers.terminated,
  })
  request.then(
    (db) => {
      if (abandoned) db.close()
    },
    () => undefined,
  )
  try {
    return await Promise.race([request, refusal])
  } catch (error) {
    abandoned = true
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** Awaits every request, also those made before one that throws at once. */
async function every(requests: (() => Promise<unknown>)[]): Promise<void> {
  await Promise.all(requests.map(async (request) => request()))
}

function allOf(first: string): IDBKeyRange {
  return IDBKeyRange.bound([first], [first, []]) // an array sorts after every number
}

async function runRow(tx: WriteTransaction, runId: string): Promise<RunRow> {
  const row = await tx.objectStore('runs').get(runId)
  if (!row) throw new Error(`run unknown: ${runId}`)
  return row
}

/** Whether the write that lost its connection had been committed after all. */
async function alreadyCommitted(
  tx: WriteTransaction,
  runId: string,
  firstIndex: number,
  run: RunRow,
): Promise<boolean> {
  const record = await tx.objectStore('batches').get([runId, firstIndex])
  return record !== undefined && record.hash === run.head
}
