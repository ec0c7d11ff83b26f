import { describe, expect, it } from 'vitest'
import {
  experimentRow,
  experimentRows,
  experimentWeights,
} from '../../src/journal/experimentRows.ts'
import { foldHeader, foldRun } from '../../src/journal/fold.ts'
import type { Journal } from '../../src/journal/journal.ts'
import type { Look } from '../../src/journal/look.ts'
import type { ExperimentBatch } from '../../src/loop/experiment.ts'
import { DEFAULT_THRESHOLDS } from '../../src/review/review.ts'
import type { StudyRecord } from '../../src/studies/study.ts'
import { collect, headerOf, makeRun, NAMES } from './journalFixtures.ts'

export interface JournalHarness {
  journal: Journal
  /** Changes a stored batch behind the journal's back. */
  tamper(runId: string, firstIndex: number, change: (batch: ExperimentBatch) => void): Promise<void>
  close(): Promise<void>
}

/** What every journal must do, whatever it keeps its entries in. */
export function journalSuite(name: string, open: () => Promise<JournalHarness>): void {
  describe(`${name} journal`, () => {
    async function filled(sizes: number[], seed = 1) {
      const harness = await open()
      const run = makeRun(seed, sizes)
      await harness.journal.start(run.header)
      for (const { batch, kept } of run.steps) {
        await harness.journal.append(run.header.runId, batch, kept)
      }
      return { ...harness, ...run, runId: run.header.runId }
    }

    it('gives back what was appended, and counts as the fold does', async () => {
      const { journal, runId, steps, header, close } = await filled([40, 7, 300])
      const stored = await collect(journal.batches(runId, 1, Number.POSITIVE_INFINITY))
      expect(stored).toEqual(steps.map(({ batch }) => batch))
      const kept = steps.flatMap((step) => step.kept)
      expect(kept.length).toBeGreaterThan(5)
      expect(await journal.kept(runId)).toEqual(kept)
      const folded = steps.reduce(
        (summary, step) => foldRun(summary, step.batch, step.kept),
        foldHeader(header),
      )
      expect(await journal.run(runId)).toEqual(folded)
      expect(folded).toMatchObject({ experiments: 347, kept: kept.length, best: kept.at(-1) })
      const gains = kept.flatMap(({ gainInStandardErrors }) => gainInStandardErrors ?? [])
      expect(gains.length).toBeLessThan(kept.length)
      const ties = gains.filter((gain) => gain < 1).length
      expect(folded.ties).toEqual({ measured: gains.length, ties })
      await close()
    })

    it('reads only the batches a range touches', async () => {
      const { journal, runId, close } = await filled([10, 10, 10, 10])
      const firsts = async (from: number, to: number) =>
        (await collect(journal.batches(runId, from, to))).map(({ firstIndex }) => firstIndex)
      expect(await firsts(1, 2)).toEqual([1])
      expect(await firsts(10, 11)).toEqual([1])
      expect(await firsts(10, 12)).toEqual([1, 11])
      expect(await firsts(15, 32)).toEqual([11, 21, 31])
      expect(await firsts(15, 31)).toEqual([11, 21])
      expect(await firsts(41, 99)).toEqual([])
      expect(await firsts(5, 5)).toEqual([])
      await close()
    })

    it('keeps its own copy of the columns', async () => {
      const { journal, runId, steps, close } = await filled([5])
      const before = steps[0]!.batch.values[0]
      steps[0]!.batch.values[0] = 99
      const [stored] = await collect(journal.batches(runId, 1, 6))
      expect(stored!.values[0]).toBe(before)
      await close()
    })

    it('trims columns that are longer than the batch', async () => {
      const { journal, close } = await open()
      const { header, steps } = makeRun(3, [4], 0)
      await journal.start(header)
      const long = { ...steps[0]!.batch, count: 2 }
      await journal.append(header.runId, long, [])
      const [stored] = await collect(journal.batches(header.runId, 1, 9))
      expect(stored!.values).toHaveLength(2)
      expect(stored!.newWeights).toHaveLength(6)
      expect(stored!.values.buffer.byteLength).toBe(16)
      await close()
    })

    it('refuses gaps, repeats, unknown runs and kept experiments that disagree, and stores none of them', async () => {
      const { journal, runId, steps, close } = await filled([30])
      const next = makeRun(1, [30, 30]).steps[1]!
      expect(next.kept.length).toBeGreaterThan(0)
      await expect(journal.append(runId, steps[0]!.batch, steps[0]!.kept)).rejects.toThrow(
        /not next/,
      )
      const gap = { ...next.batch, firstIndex: 32 }
      await expect(journal.append(runId, gap, next.kept)).rejects.toThrow(/not next/)
      await expect(journal.append(runId, next.batch, [])).rejects.toThrow(/differ/)
      await expect(journal.append('none', next.batch, next.kept)).rejects.toThrow(/run unknown/)
      await expect(journal.start(headerOf(runId))).rejects.toThrow(/run exists/)
      expect((await journal.run(runId))!.experiments).toBe(30)
      expect(await journal.kept(runId)).toEqual(steps[0]!.kept)
      await journal.append(runId, next.batch, next.kept)
      expect(await journal.verify(runId)).toMatchObject({ brokenAt: null, batches: 2 })
      await close()
    })

    it('stores appends in the order of the calls, without waiting between them', async () => {
      const { journal, close } = await open()
      const { header, steps } = makeRun(
        5,
        Array.from({ length: 20 }, (_, i) => i + 1),
      )
      const writes = [
        journal.start(header),
        ...steps.map(({ batch, kept }) => journal.append(header.runId, batch, kept)),
      ]
      await Promise.all(writes)
      expect((await journal.run(header.runId))!.experiments).toBe(210)
      expect((await journal.verify(header.runId)).brokenAt).toBe(null)
      await close()
    })

    it('finds a changed byte, wherever it is', async () => {
      const changes: [string, (batch: ExperimentBatch) => void][] = [
        ['values', ({ values }) => values.fill(0.7, 3, 4)],
        ['kept', ({ kept }) => kept.fill(kept[2] === 1 ? 0 : 1, 2, 3)],
        ['weights', ({ newWeights }) => newWeights.fill(21, 0, 1)],
        ['duration', (batch) => Object.assign(batch, { durationMs: 1 })],
      ]
      for (const [what, change] of changes) {
        const { journal, runId, tamper, close } = await filled([20, 20, 20])
        expect(await journal.verify(runId)).toMatchObject({ brokenAt: null, batches: 3 })
        await tamper(runId, 21, change)
        expect(await journal.verify(runId), what).toMatchObject({ brokenAt: 21, batches: 1 })
        await close()
      }
    })

    it('names the head of the chain, which differs with every batch', async () => {
      const { journal, runId, close } = await filled([20])
      const { head } = await journal.verify(runId)
      const { batch, kept } = makeRun(1, [20, 5]).steps[1]!
      await journal.append(runId, batch, kept)
      const after = (await journal.verify(runId)).head
      expect(head).toMatch(/^[0-9a-f]{64}$/)
      expect(after).not.toBe(head)
      await close()
    })

    it('lists runs newest first, with state and note, and removes one without touching others', async () => {
      const { journal, close } = await open()
      await journal.start(headerOf('a', { createdAt: '2026-01-01T00:00:00.000Z' }))
      await journal.start(headerOf('b', { createdAt: '2026-03-01T00:00:00.000Z' }))
      await journal.start(headerOf('c', { createdAt: '2026-02-01T00:00:00.000Z' }))
      const { batch, kept } = makeRun(2, [12]).steps[0]!
      await journal.append('b', batch, kept)
      await journal.append('c', batch, kept)
      await journal.setState('a', 'paused', '2026-03-02T00:00:00.000Z')
      await journal.setState('c', 'finished', '2026-03-03T00:00:00.000Z')
      await journal.setNote('c', 'try with the spring cohort')
      const runs = await journal.runs()
      expect(runs.map(({ header }) => header.runId)).toEqual(['b', 'c', 'a'])
      expect(runs.map(({ state }) => state)).toEqual(['running', 'finished', 'paused'])
      expect(runs[1]).toMatchObject({
        note: 'try with the spring cohort',
        endedAt: '2026-03-03T00:00:00.000Z',
      })
      expect(runs[2]!.endedAt).toBe(null)
      await journal.remove('b')
      expect(await journal.run('b')).toBe(null)
      expect((await journal.runs()).map(({ header }) => header.runId)).toEqual(['c', 'a'])
      expect(await journal.kept('c')).toEqual(kept)
      expect(await collect(journal.batches('c', 1, 99))).toHaveLength(1)
      await expect(journal.kept('b')).rejects.toThrow(/run unknown/)
      await journal.start(headerOf('b'))
      expect(await collect(journal.batches('b', 1, 99))).toEqual([])
      await close()
    })

    it('pages through experiments: kept first, then the others by index', async () => {
      const { journal, runId, steps, close } = await filled([33, 50, 17])
      const kept = steps.flatMap((step) => step.kept)
      const wins = new Set(kept.map(({ index }) => index))
      const others = Array.from({ length: 100 }, (_, i) => i + 1).filter(
        (index) => !wins.has(index),
      )
      const expected = {
        all: [...wins, ...others],
        won: [...wins],
        lost: others,
      }
      for (const filter of ['all', 'won', 'lost'] as const) {
        for (const [offset, limit] of [
          [0, 200],
          [0, 5],
          [3, 20],
          [20, 40],
          [95, 30],
          [100, 5],
        ] as const) {
          const rows = await experimentRows(journal, runId, filter, offset, limit)
          const wanted = expected[filter].slice(offset, offset + limit)
          expect(
            rows.map(({ index }) => index),
            `${filter} ${offset} ${limit}`,
          ).toEqual(wanted)
        }
      }
      const won = await experimentRows(journal, runId, 'won', 0, 200)
      const gainsOf = (of: { gainInStandardErrors?: number }[]) =>
        of.map(({ gainInStandardErrors }) => gainInStandardErrors)
      expect(gainsOf(won)).toEqual(gainsOf(kept))
      const rows = await experimentRows(journal, runId, 'lost', 0, 200)
      for (const row of rows) {
        const before = kept.filter(({ index }) => index < row.index).at(-1)
        expect(row.baselineValue).toBe(before?.value ?? 0.6)
        const weights = before?.weights ?? NAMES.map(() => 5)
        for (const { feature, from } of row.changes) {
          expect(from).toBe(weights[NAMES.indexOf(feature)])
        }
        const tried = [...weights]
        for (const { feature, to } of row.changes) tried[NAMES.indexOf(feature)] = to
        expect(await experimentWeights(journal, runId, row.index)).toEqual(tried)
        expect(await experimentRow(journal, runId, row.index)).toEqual(row)
      }
      expect(await experimentWeights(journal, runId, kept[1]!.index)).toEqual(kept[1]!.weights)
      expect(await experimentWeights(journal, runId, 0)).toEqual([5, 5, 5, 5])
      expect(await experimentWeights(journal, runId, 101)).toBe(null)
      expect(await experimentRow(journal, runId, 101)).toBe(null)
      await close()
    })

    it('keeps the studies of a run as long as the run', async () => {
      const { journal, runId, close } = await filled([10])
      const study: StudyRecord = {
        runId,
        kind: 'shuffle',
        planned: 3,
        replicates: [{ study: 'shuffle', index: 1, start: 0.5, best: null }],
        state: 'stopped',
        seconds: 1.5,
      }
      await journal.putStudy(study)
      await journal.putStudy({ ...study, kind: 'folds', replicates: [] })
      const more = { study: 'shuffle', index: 2, start: 0.5, best: 0.6 } as const
      const after = { ...study, replicates: [...study.replicates, more] }
      await journal.putStudy(after)
      study.replicates.pop()
      const stored = await journal.studies(runId)
      expect(stored.map(({ kind }) => kind)).toEqual(['folds', 'shuffle'])
      expect(stored[1]).toEqual(after)
      expect(await journal.studies('another')).toEqual([])
      await expect(journal.putStudy({ ...study, runId: 'another' })).rejects.toThrow('run unknown')
      await journal.remove(runId)
      expect(await journal.studies(runId)).toEqual([])
      await close()
    })

    it('keeps the decisions drawn from a holdout, also after their run is gone', async () => {
      const { journal, runId, close } = await filled([10])
      const look = (id: string, at: string, holdout = 'h'): Look => ({
        holdout,
        id,
        runId,
        at,
        metric: 'auc_roc_retain',
        thresholds: DEFAULT_THRESHOLDS,
        decision: 'READY_FOR_REVIEW',
        gates: [{ name: 'gain', value: 0.1, threshold: 0.01, passed: true }],
        gain: { value: 0.1, low: 0.05, high: 0.15 },
      })
      await journal.putLook(look('b', '2026-02-02T00:00:00.000Z'))
      await journal.putLook(look('a', '2026-02-03T00:00:00.000Z'))
      await journal.putLook(look('c', '2026-02-01T00:00:00.000Z', 'hh'))
      const again = {
        ...look('b', '2026-02-09T00:00:00.000Z'),
        decision: 'KEEP_INCUMBENT' as const,
      }
      await journal.putLook(again)
      await journal.remove(runId)
      expect(await journal.looks('h')).toEqual([
        { ...again, at: '2026-02-02T00:00:00.000Z' },
        look('a', '2026-02-03T00:00:00.000Z'),
      ])
      expect((await journal.looks('hh')).map(({ id }) => id)).toEqual(['c'])
      expect(await journal.looks('none')).toEqual([])
      await close()
    })
  })
}
