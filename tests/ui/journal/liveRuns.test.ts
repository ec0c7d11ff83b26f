import { expect, test } from 'vitest'
import type { RunView } from '../../../src/store/state.ts'
import { liveRuns } from '../../../src/ui/journal/liveRuns.ts'
import { journalReady } from '../../gallery/fixtures/journalFixtures.ts'

const { runs } = journalReady
const [first] = runs

function runView(patch: Partial<RunView>): RunView {
  return {
    runId: first.header.runId,
    state: 'paused',
    journaled: first.experiments + 500,
    kept: 77,
    lastKept: [],
    searchSeconds: 3,
    ...patch,
  } as RunView
}

test('a run that is going is listed as far as it is journaled', () => {
  const [shown, ...others] = liveRuns(runs, runView({}))
  expect(shown).toMatchObject({ state: 'paused', experiments: first.experiments + 500, kept: 77 })
  expect(shown.best).toBe(first.best)
  expect(others).toEqual(runs.slice(1))
})

test('a run that has ended, another run or none changes nothing', () => {
  expect(liveRuns(runs, null)).toBe(runs)
  expect(liveRuns(runs, runView({ state: 'finished' }))).toBe(runs)
  expect(liveRuns(runs, runView({ runId: 'elsewhere' }))).toEqual(runs)
  expect(liveRuns(runs, runView({ journaled: 0 }))[0]).toBe(first)
})
