import { Button } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
import type { RunSummary } from '../../journal/entry.ts'
import type { StudyProgress } from '../../store/state.ts'
import { plannedReplicates, type StudyRecord } from '../../studies/study.ts'
import { NO_RESULT } from '../../studies/words.ts'
import { useAppState, useCommands } from '../context.tsx'
import { Card } from '../shared/Card.tsx'
import { useFocusKept } from '../shared/useFocusKept.ts'
import styles from './studies.module.css'
import {
  actionWord,
  doneWords,
  plannedWords,
  progressWords,
  type StudyWords,
} from './studyWords.ts'

interface StudyBlockProps {
  run: RunSummary
  words: StudyWords
  weights: number // of the spec
  record: StudyRecord | null
  running: StudyProgress | null // whichever study it is
  children: ReactNode // its result so far, null: none
}

/** One study: what it answers, how far it is, and what it has come to. */
export function StudyBlock(props: StudyBlockProps) {
  const { run, words, weights, record, running, children } = props
  const { startStudy, stopStudy } = useCommands()
  const searching = useAppState(({ run, preparing }) => preparing || run?.state === 'running')
  const { runId } = run.header
  const mine = running !== null && running.runId === runId && running.kind === words.kind
  const block = useRef<HTMLDivElement>(null)
  useFocusKept(() => block.current, mine)
  const planned = plannedReplicates(words.kind, weights)
  const why = searching ? 'A run is going' : running === null ? undefined : 'One study at a time'
  const action = actionWord(record)
  const ended = record !== null && record.state === 'done'
  return (
    <Card
      title={words.name}
      aside={record === null || mine ? plannedWords(words, planned, run) : doneWords(words, record)}
    >
      <div ref={block} tabIndex={-1} className={styles.block}>
        <div className={styles.head}>
          <p className={styles.text}>{words.question}</p>
          {!mine && (
            <Button
              aria-label={`${action}: ${words.name.toLowerCase()}`}
              disabled={why !== undefined}
              title={why}
              onClick={() => void startStudy(runId, words.kind)}
            >
              {action}
            </Button>
          )}
        </div>
        {mine && (
          <div className={styles.progress}>
            <div
              role="progressbar"
              aria-label={words.name}
              aria-valuemin={0}
              aria-valuemax={running.planned}
              aria-valuenow={running.done}
              className={styles.track}
            >
              <div
                className={styles.fill}
                style={{ width: `${(100 * running.done) / Math.max(1, running.planned)}%` }}
              />
            </div>
            <p>{progressWords(words, running.done, planned, running.secondsLeft)}</p>
            <Button
              aria-label={`Cancel: ${words.name.toLowerCase()}`}
              onClick={() => void stopStudy()}
            >
              Cancel
            </Button>
          </div>
        )}
      </div>
      {children !== null && <div className={styles.result}>{children}</div>}
      {children === null && ended && <p className={styles.answer}>{NO_RESULT[words.kind]}</p>}
    </Card>
  )
}
