import 'fake-indexeddb/auto'
import { deleteDB, openDB } from 'idb'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { BatchRecord } from '../../src/journal/chain.ts'
import { openIdbJournal } from '../../src/journal/idbJournal.ts'
import { lookOf } from '../../src/journal/look.ts'
import { ProblemError } from '../../src/lib/problem.ts'
import type { Thresholds } from '../../src/review/review.ts'
import { reviewReport } from '../gallery/fixtures/reviewFixtures.ts'
import { collect, headerOf, makeRun } from './journalFixtures.ts'
import { journalSuite } from './journalSuite.ts'

let opened = 0
const freshName = () => `journal-${++opened}`

journalSuite('IndexedDB', async () => {
  const name = freshName()
  const journal = await openIdbJournal({ name })
  return {
    journal,
    async tamper(runId, firstIndex, change) {
      const db = await openDB(name)
      const record: BatchRecord = await db.get('batches', [runId, firstIndex])
      change(record.batch)
      await db.put('batches', record)
      db.close()
    },
    async close() {
      journal.close()
      await deleteDB(name)
    },
  }
})

describe('IndexedDB journal and its browser', () => {
  afterEach(() => vi.restoreAllMocks())

  function failing(store: string, error: () => DOMException, times: number) {
    const add = IDBObjectStore.prototype.add
    let left = times
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (
      this: IDBObjectStore,
      ...args
    ) {
      if (this.name === store && left-- > 0) throw error()
      return add.apply(this, args as [unknown])
    })
  }

  it('keeps everything over a reload', async () => {
    const name = freshName()
    const { header, steps } = makeRun(1, [30, 30])
    const before = await openIdbJournal({ name })
    await before.start(header)
    await before.append(header.runId, steps[0]!.batch, steps[0]!.kept)
    before.close()
    const after = await openIdbJournal({ name })
    await after.append(header.runId, steps[1]!.batch, steps[1]!.kept)
    expect(await collect(after.batches(header.runId, 1, 99))).toHaveLength(2)
    expect(await after.verify(header.runId)).toMatchObject({ brokenAt: null, batches: 2 })
    await expect(before.runs()).rejects.toThrow(ProblemError)
  })

  it('commits a batch and its kept experiments together or not at all', async () => {
    const journal = await openIdbJournal({ name: freshName() })
    const { header, steps } = makeRun(1, [30, 30])
    await journal.start(header)
    const { batch, kept } = steps[0]!
    expect(kept.length).toBeGreaterThan(0)
    failing('kept', () => new DOMException('no room', 'QuotaExceededError'), 1)
    const refused = journal.append(header.runId, batch, kept)
    await expect(refused).rejects.toThrow(/browser's storage is full/)
    await expect(refused).rejects.toBeInstanceOf(ProblemError)
    expect(await collect(journal.batches(header.runId, 1, 99))).toEqual([])
    expect((await journal.run(header.runId))!.experiments).toBe(0)
    await journal.append(header.runId, batch, kept)
    expect(await journal.verify(header.runId)).toMatchObject({ brokenAt: null, batches: 1 })
  })

  it('settles every write queued behind one that failed, and never stores out of order', async () => {
    const journal = await openIdbJournal({ name: freshName() })
    const { header, steps } = makeRun(4, [10, 10, 10])
    await journal.start(header)
    failing('batches', () => new DOMException('disk', 'UnknownError'), 1)
    const settled = await Promise.allSettled(
      steps.map(({ batch, kept }) => journal.append(header.runId, batch, kept)),
    )
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect((await journal.run(header.runId))!.experiments).toBe(0)
  })

  it('reports a transaction the browser aborts after all its requests succeeded', async () => {
    const journal = await openIdbJournal({ name: freshName() })
    const { header, steps } = makeRun(1, [30])
    await journal.start(header)
    const put = IDBObjectStore.prototype.put
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(function (
      this: IDBObjectStore,
      ...args
    ) {
      const request = put.apply(this, args as [unknown])
      request.addEventListener('success', () => queueMicrotask(() => this.transaction.abort()))
      return request
    })
    const write = journal.append(header.runId, steps[0]!.batch, steps[0]!.kept)
    await expect(write).rejects.toBeInstanceOf(ProblemError)
    expect(await journal.kept(header.runId)).toEqual([])
  })

  it('reopens once where the browser dropped the connection, and repeats the write', async () => {
    const journal = await openIdbJournal({ name: freshName() })
    const { header, steps } = makeRun(1, [30, 30])
    await journal.start(header)
    const dropped = () =>
      new DOMException('The database connection is closing.', 'InvalidStateError')
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
      throw dropped()
    })
    await journal.append(header.runId, steps[0]!.batch, steps[0]!.kept)
    expect((await journal.run(header.runId))!.experiments).toBe(30)
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw dropped()
    })
    const write = journal.append(header.runId, steps[1]!.batch, steps[1]!.kept)
    await expect(write).rejects.toBeInstanceOf(ProblemError)
  })

  it('does not store a write twice whose commit was not heard of', async () => {
    const journal = await openIdbJournal({ name: freshName() })
    const { header, steps } = makeRun(1, [30, 30])
    await journal.start(header)
    const transaction = IDBDatabase.prototype.transaction
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(function (
      this: IDBDatabase,
      ...args
    ) {
      const tx = transaction.apply(this, args)
      const listen = tx.addEventListener.bind(tx)
      // The first listeners are the wrapper's own: tell it of an abort where there was a commit.
      const seen = new Set<string>()
      let onAbort: EventListener = () => undefined
      tx.addEventListener = (type: string, listener: EventListener) => {
        const first = !seen.has(type)
        seen.add(type)
        if (first && type === 'abort') onAbort = listener
        if (!first || type !== 'complete') return listen(type, listener)
        listen(type, (event: Event) => {
          const value = new DOMException(
            'Connection to Indexed Database server lost',
            'UnknownError',
          )
          Object.defineProperty(tx, 'error', { value })
          onAbort(event)
        })
      }
      return tx
    })
    await journal.append(header.runId, steps[0]!.batch, steps[0]!.kept)
    expect((await journal.run(header.runId))!.experiments).toBe(30)
    await journal.append(header.runId, steps[1]!.batch, steps[1]!.kept)
    expect(await journal.verify(header.runId)).toMatchObject({ brokenAt: null, batches: 2 })
  })

  it('gives way to a newer version in another tab, says so, and refuses further writes', async () => {
    const name = freshName()
    const onLost = vi.fn()
    const journal = await openIdbJournal({ name, onLost })
    const newer = await openDB(name, 99)
    expect(onLost).toHaveBeenCalledOnce()
    await expect(journal.start(headerOf('a'))).rejects.toBeInstanceOf(ProblemError)
    newer.close()
    await expect(openIdbJournal({ name })).rejects.toBeInstanceOf(ProblemError)
  })

  it('says in a sentence where there is no IndexedDB', async () => {
    vi.stubGlobal('indexedDB', undefined)
    await expect(openIdbJournal()).rejects.toThrow(/^The journal cannot be kept/)
    vi.unstubAllGlobals()
  })

  it('remembers the file opened last and no other', async () => {
    const name = freshName()
    const journal = await openIdbJournal({ name })
    expect(await journal.loadFile()).toBe(null)
    await journal.saveFile({
      fingerprint: 'aa',
      name: 'first.parquet',
      blob: new Blob(['PAR1 first']),
    })
    await journal.saveFile({
      fingerprint: 'bb',
      name: 'second.parquet',
      blob: new Blob(['PAR1 second']),
    })
    journal.close()
    const again = await openIdbJournal({ name })
    const file = await again.loadFile()
    expect(file).toMatchObject({ fingerprint: 'bb', name: 'second.parquet' })
    expect(await file!.blob.text()).toBe('PAR1 second')
    await again.removeFile()
    expect(await again.loadFile()).toBe(null)
  })

  it('opens a database from before studies and looks and keeps what is in it', async () => {
    const name = freshName()
    const { header, steps } = makeRun(2, [20, 20])
    const written = await openIdbJournal({ name: `${name}-new` })
    await written.start(header)
    await written.append(header.runId, steps[0]!.batch, steps[0]!.kept)
    written.close()
    const source = await openDB(`${name}-new`)
    const old = await openDB(name, 1, {
      upgrade(db) {
        db.createObjectStore('runs', { keyPath: 'runId' })
        db.createObjectStore('batches', { keyPath: ['runId', 'firstIndex'] })
        db.createObjectStore('kept', { keyPath: ['runId', 'index'] })
        db.createObjectStore('files')
      },
    })
    for (const store of ['runs', 'batches', 'kept'])
      for (const row of await source.getAll(store)) await old.put(store, row)
    await old.put(
      'files',
      { fingerprint: 'aa', name: 'a.parquet', blob: new Blob(['PAR1']) },
      'last',
    )
    source.close()
    old.close()

    const journal = await openIdbJournal({ name })
    expect((await journal.run(header.runId))!.experiments).toBe(20)
    await journal.append(header.runId, steps[1]!.batch, steps[1]!.kept)
    expect(await journal.verify(header.runId)).toMatchObject({ brokenAt: null, batches: 2 })
    expect(await journal.loadFile()).toMatchObject({ fingerprint: 'aa' })
    expect(await journal.studies(header.runId)).toEqual([])
    expect(await journal.looks('any')).toEqual([])
    const kind = 'shuffle' as const
    const study = { runId: header.runId, kind, planned: 1, replicates: [], seconds: 0 }
    await journal.putStudy({ ...study, state: 'running' })
    journal.close()
    const again = await openIdbJournal({ name })
    expect(await again.studies(header.runId)).toEqual([{ ...study, state: 'running' }])
  })
  it('reads a look from before tier sizes could be kept as one with the cut-offs of the run', async () => {
    const name = freshName()
    const journal = await openIdbJournal({ name })
    const look = lookOf(reviewReport, 'h', 'look-1')
    const { keepTierSizes, ...thresholds } = look.thresholds
    expect(keepTierSizes).toBe(true)
    await journal.putLook({ ...look, thresholds: thresholds as Thresholds })
    expect(await journal.looks('h')).toEqual([
      { ...look, thresholds: { ...thresholds, keepTierSizes: false } },
    ])
  })
})
