import { describe, expect, it } from 'vitest'
import type { Spec } from '../../../src/accounts/spec.ts'
import type { RunHeader, RunSummary } from '../../../src/journal/entry.ts'
import { STUDY_KINDS, type StudyRecord } from '../../../src/studies/study.ts'
import {
  actionWord,
  doneWords,
  leftOf,
  plannedWords,
  progressWords,
  STUDIES,
} from '../../../src/ui/review/studyWords.ts'

const [shuffle] = STUDIES
const resample = STUDIES.find(({ kind }) => kind === 'resample')!
const ceiling = STUDIES.find(({ kind }) => kind === 'ceiling')!
const record: StudyRecord = {
  runId: 'a',
  kind: 'shuffle',
  planned: 100,
  replicates: [{ study: 'shuffle', index: 0, start: 0.5, best: 0.6 }],
  state: 'stopped',
  seconds: 1.2,
}

describe('words of studies', () => {
  it('has every kind, in their order', () => {
    expect(STUDIES.map(({ kind }) => kind)).toEqual(STUDY_KINDS)
  })

  it('says what is planned, done and left', () => {
    const run = (searchSeconds: number, more: Partial<RunHeader> = {}) =>
      ({ searchSeconds, header: { workers: 2, ...more } }) as RunSummary
    expect(plannedWords(shuffle, 100, run(0.08))).toBe('100 searches, at most about 4.0 s')
    expect(plannedWords(ceiling, 1, run(9))).toBe('1 regression')
    const shaped = run(0.08, { shaped: { from: {} as Spec, overrule: {} } })
    expect(plannedWords(shuffle, 100, shaped)).toBe('100 searches, each with shapes of its own')
    expect(plannedWords(resample, 100, shaped)).toBe('100 searches, at most about 4.0 s')
    expect(leftOf(null, 100)).toBe(100)
    const stopped = { ...record, planned: 100, state: 'stopped' as const }
    expect(leftOf(stopped, 100)).toBe(100 - stopped.replicates.length)
    expect(leftOf({ ...stopped, state: 'done' as const }, 100)).toBe(100)
    expect(progressWords(shuffle, 34, 100, null)).toBe('34 of 100 searches')
    expect(progressWords(shuffle, 34, 100, 3.2)).toBe('34 of 100 searches, 3.2 s left')
    expect(doneWords(shuffle, record)).toBe('stopped after 1 of 100 searches')
    expect(doneWords(shuffle, { ...record, state: 'done' })).toBe('100 searches in 1.2 s')
  })

  it('names the next step', () => {
    expect(actionWord(null)).toBe('Run')
    expect(actionWord({ ...record, replicates: [] })).toBe('Run')
    expect(actionWord(record)).toBe('Continue')
    expect(actionWord({ ...record, state: 'done' })).toBe('Run again')
  })
})
