import { describe, expect, it } from 'vitest'
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
    expect(plannedWords(shuffle, 100, 0.08, 2)).toBe('100 searches, at most about 4.0 s')
    expect(plannedWords(ceiling, 1, 9, 2)).toBe('1 regression')
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
