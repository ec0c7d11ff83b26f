import { describe, expect, it } from 'vitest'
import { scoreRows } from '../../src/accounts/scoreRows.ts'
import { foldHeader, foldState } from '../../src/journal/fold.ts'
import { studiedRun } from '../../src/journal/studiedRun.ts'
import { studySetup } from '../../src/studies/runStudies.ts'
import { runStudies } from '../../src/terminal/runStudies.ts'
import { headerOf } from '../journal/journalFixtures.ts'
import { randomDataset } from '../search/randomDataset.ts'
import { repeat } from '../studies/fixtures.ts'

const dataset = randomDataset(91, { rows: 350, features: ['flag', 'count', 'fraction', 'flag'] })
const startWeights = studySetup(
  studiedRun(foldState(foldHeader(headerOf('run-a')), 'finished', '2026-02-01T00:00:00.000Z')),
).startWeights
const rows = { dataset, incumbent: scoreRows(dataset, startWeights) }
const started = foldHeader(headerOf('run-a', { budget: 50 }))
const run = foldState(started, 'finished', '2026-02-01T00:00:00.000Z')

describe('studies in the terminal', () => {
  it('are the same in place and in threads', async () => {
    const kinds = ['folds', 'ceiling', 'tolerance'] as const
    const seen: string[] = []
    const onProgress = (kind: string, done: number, planned: number) =>
      seen.push(`${kind} ${done} of ${planned}`)
    const one = await runStudies(rows, run, kinds, { workers: 1, onProgress })
    const two = await runStudies(rows, run, kinds, { workers: 2 })
    const timeless = (records: typeof one) => records.map((record) => ({ ...record, seconds: 0 }))
    expect(timeless(two)).toEqual(timeless(one))
    expect(one.map(({ kind, state }) => `${kind} ${state}`)).toEqual(kinds.map((k) => `${k} done`))
    const setup = studySetup(studiedRun(run))
    expect(one[0].replicates).toEqual(
      Array.from({ length: 20 }, (_, index) => repeat(setup, dataset, 'folds', index)),
    )
    expect(seen).toHaveLength(20 + 1 + 4)
    expect(seen[19]).toBe('folds 20 of 20')
  })

  it('end early with what they have', async () => {
    const stop = new AbortController()
    const onProgress = (_kind: string, done: number) => {
      if (done === 3) stop.abort()
    }
    const options = { workers: 1, onProgress, signal: stop.signal }
    const [first, second] = await runStudies(rows, run, ['shuffle', 'folds'], options)
    expect(first).toMatchObject({ kind: 'shuffle', state: 'stopped', planned: 100 })
    expect(first.replicates).toHaveLength(3)
    expect(second).toMatchObject({ kind: 'folds', state: 'stopped', replicates: [] })
  })

  it('are refused while the run has not ended', async () => {
    const going = runStudies(rows, started, ['shuffle'], { workers: 1 })
    await expect(going).rejects.toThrow('Let the run end')
  })
})
