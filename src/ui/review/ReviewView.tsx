import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import type { RunSummary } from '../../journal/entry.ts'
import { verdictOf } from '../../review/verdict.ts'
import { useAppState, useCommands } from '../context.tsx'
import { EmptyState } from '../shared/EmptyState.tsx'
import { formatCount, formatMoment, plural } from '../shared/format.ts'
import { LinkButton } from '../shared/LinkButton.tsx'
import { NextStep } from '../shared/NextStep.tsx'
import { ProblemList } from '../shared/ProblemList.tsx'
import { View } from '../shared/View.tsx'
import { ReviewPage } from './ReviewPage.tsx'
import styles from './review.module.css'
import { ThresholdsBefore } from './ThresholdsForm.tsx'
import verdict from './verdict.module.css'

/** Should the score be replaced? Incumbent against candidate, on accounts the search never saw. */
export function ReviewView() {
  return (
    <>
      <DecisionStatus />
      <ReviewContent />
    </>
  )
}

/** Announces the decision, and nothing else of the view; it stands from the start so that it is heard. */
function DecisionStatus() {
  const review = useAppState((state) => state.review)
  const report = review.phase === 'ready' && !review.judging ? review.report : null
  const verdict = report === null ? null : verdictOf(report)
  return (
    <p role="status" aria-label="Decision" className="visually-hidden">
      {verdict !== null && `${verdict.decision}: ${verdict.headline}`}
    </p>
  )
}

function ReviewContent() {
  const commands = useCommands()
  const review = useAppState((state) => state.review)
  const run = useAppState((state) => state.run)
  const runs = useAppState((state) => state.journal.runs)
  const reading = useAppState((state) => state.journal.phase === 'loading')
  const [search] = useSearchParams()
  const ended = run !== null && (run.state === 'finished' || run.state === 'stopped')
  const going = run !== null && !ended
  const wanted = search.get('run') ?? (ended ? run.runId : null)
  const held =
    review.phase === 'ready' ? review.report.runId : review.phase === 'empty' ? null : review.runId

  useEffect(() => {
    if (wanted !== null && wanted !== held) void commands.openReview(wanted)
  }, [commands, wanted, held])

  const choices = runs.filter(
    ({ header, state }) =>
      (state === 'finished' || state === 'stopped') && header.source !== 'import',
  )
  if (review.phase === 'ready' && (wanted === null || wanted === held))
    return (
      <ReviewPage ready={review}>
        <RunChoice runs={choices} value={review.report.runId} />
      </ReviewPage>
    )
  if (review.phase === 'error' && (wanted === null || wanted === held))
    return (
      <View name="Review">
        <RunChoice runs={choices} value={review.runId} />
        <EmptyState
          title="This run cannot be reviewed now"
          text="Its journal is untouched; only the comparison is missing."
        >
          <LinkButton href="/data">Open accounts</LinkButton>
          <Button onClick={() => void commands.openReview(review.runId)}>Try again</Button>
        </EmptyState>
        <div className={styles.problem}>
          <ProblemList problems={[review.problem]} />
        </div>
      </View>
    )
  if (review.phase === 'cancelled' && (wanted === null || wanted === held))
    return (
      <View name="Review">
        <RunChoice runs={choices} value={review.runId} />
        <EmptyState title="Review cancelled" text="Nothing was decided, and nothing was counted.">
          <Button variant="filled" onClick={() => void commands.openReview(review.runId)}>
            Review it
          </Button>
        </EmptyState>
        <ThresholdsBefore />
      </View>
    )
  if (wanted !== null)
    return (
      <View name="Review">
        <Judging />
      </View>
    )
  if (reading)
    return (
      <View name="Review">
        <EmptyState title="Reading the journal…" text="Runs made in this browser appear here." />
      </View>
    )
  return (
    <View name="Review">
      <EmptyState
        title="Nothing to review yet"
        text={
          going
            ? 'When the run that is going has ended, its best spec is judged here against the score it started from, on accounts the search never saw.'
            : choices.length === 0
              ? 'When a run has finished, its best spec is judged here against the score it started from, on accounts the search never saw.'
              : 'Finish a run, or choose one from the journal: its best spec is judged against the score it started from, on accounts the search never saw.'
        }
      >
        {going || choices.length === 0 ? <NextStep /> : <RunChoice runs={choices} value="" />}
      </EmptyState>
      <ThresholdsBefore />
    </View>
  )
}

/** How far the review is, and a way out of it. */
function Judging() {
  const { cancelReview } = useCommands()
  const review = useAppState((state) => state.review)
  const { done, planned } = review.phase === 'loading' ? review : { done: 0, planned: null }
  return (
    <>
      <EmptyState
        title="Judging the candidate…"
        text={
          planned === null
            ? 'Incumbent and candidate score every account.'
            : `How much of the gain could be luck? The held-out accounts are drawn anew: ${formatCount(done)} of ${plural(planned, 'time')}.`
        }
      />
      <div className={verdict.loading}>
        <div
          role="progressbar"
          aria-label="Review"
          aria-valuemin={0}
          aria-valuemax={planned ?? undefined}
          aria-valuenow={planned === null ? undefined : done}
          className={verdict.track}
        >
          <div
            className={verdict.fill}
            style={{ width: `${planned === null ? 0 : (100 * done) / planned}%` }}
          />
        </div>
        <Button onClick={cancelReview}>Cancel</Button>
      </div>
    </>
  )
}

/** Which run is reviewed; nothing where there is no choice. */
function RunChoice({ runs, value }: { runs: RunSummary[]; value: string }) {
  const [, navigate] = useLocation()
  if (runs.length === 0 || (runs.length === 1 && value !== '')) return null
  return (
    <label className={styles.choice}>
      <span>Run</span>
      <select
        value={value}
        onChange={(event) =>
          navigate(`/review?run=${encodeURIComponent(event.currentTarget.value)}`)
        }
      >
        {!runs.some(({ header }) => header.runId === value) && (
          <option value={value}>{value === '' ? 'choose a run' : 'this run'}</option>
        )}
        {runs.map(({ header }) => (
          <option key={header.runId} value={header.runId}>
            {header.data.name}, {formatMoment(header.createdAt)}, {header.strategy}
          </option>
        ))}
      </select>
    </label>
  )
}
