import { useEffect, useMemo } from 'react'
import type { RunSummary } from '../../journal/entry.ts'
import { runResult } from '../../journal/runResult.ts'
import { studiedRun } from '../../journal/studiedRun.ts'
import type { Review } from '../../review/review.ts'
import { type StudySummaries, summarizeStudies } from '../../studies/runStudies.ts'
import type { StudyKind } from '../../studies/study.ts'
import { ceilingSentence } from '../../studies/summarizeCeiling.ts'
import { shuffleSentence } from '../../studies/summarizeShuffle.ts'
import { GainHistogram } from '../charts/GainHistogram.tsx'
import { useAppState, useCommands } from '../context.tsx'
import { ProblemList } from '../shared/ProblemList.tsx'
import { FoldsTable } from './FoldsTable.tsx'
import { StabilityTable } from './StabilityTable.tsx'
import { StudyBlock } from './StudyBlock.tsx'
import styles from './studies.module.css'
import { STUDIES } from './studyWords.ts'
import { ToleranceTable } from './ToleranceTable.tsx'

/** The studies of a run that has ended: what each answers, its button, its progress and its result. */
export function StudiesCard({ report }: { report: Review }) {
  const { runId } = report
  const run = useAppState(({ journal }) =>
    journal.runs.find(({ header }) => header.runId === runId),
  )
  if (run === undefined || run.header.source === 'import') return null
  if (run.state === 'running' || run.state === 'paused' || runResult(run) === null) return null
  return <Studies run={run} report={report} />
}

function Studies({ run, report }: { run: RunSummary; report: Review }) {
  const { openStudies } = useCommands()
  const { runId, spec, origin, shaped } = run.header
  const studies = useAppState((state) => state.studies)
  const records = studies.runId === runId ? studies.records : NONE
  const summaries = useMemo(() => summarizeStudies(records, studiedRun(run)), [records, run])
  const weights = Object.keys(spec.features).length

  useEffect(() => {
    void openStudies(runId)
  }, [openStudies, runId])

  return (
    <section className={styles.studies} aria-labelledby="studies-title">
      <div>
        <h2 id="studies-title" className={styles.title}>
          Is it luck?
        </h2>
        <p className={styles.text}>
          Studies do the whole search again, many times, on the accounts searched. They run one at a
          time, and a study stops when a run starts; what it has is kept, and it can be continued.
        </p>
        {shaped !== undefined && (
          <p className={styles.text}>
            Shapes were chosen on the same accounts before this search. Folds and shuffled outcomes
            choose them anew each time. Resampled accounts and the ceiling keep them, so these are a
            little too kind to it.
          </p>
        )}
        {shaped === undefined && origin !== undefined && (
          <p className={styles.text}>
            What this search started from was made on the same accounts. Folds make a start anew.
            The other studies repeat the search alone, so they are a little too kind to it.
          </p>
        )}
      </div>
      {studies.problem !== null && <ProblemList problems={[studies.problem]} />}
      {STUDIES.map((words) => (
        <StudyBlock
          key={words.kind}
          run={run}
          words={words}
          weights={weights}
          record={records.find(({ kind }) => kind === words.kind) ?? null}
          running={studies.running}
        >
          {resultOf(words.kind, summaries, run, report)}
        </StudyBlock>
      ))}
    </section>
  )
}

const NONE: [] = []

/** What a study has come to; null where there is nothing to show yet. */
function resultOf(
  kind: StudyKind,
  summaries: StudySummaries,
  run: RunSummary,
  { ceiling: held, gain, metric }: Review,
) {
  const { shuffle, resample, folds, ceiling, tolerance, story } = summaries
  switch (kind) {
    case 'shuffle':
      return shuffle === null ? null : (
        <>
          <p className={styles.answer}>{shuffleSentence(shuffle, gain)}</p>
          <p className={styles.text}>
            p = {shuffle.p.toFixed(3)}, counting this run among the searches.
          </p>
          <GainHistogram gains={shuffle.gains} realGain={shuffle.realGain} height={190} />
        </>
      )
    case 'resample':
      return resample === null ? null : <StabilityTable runId={run.header.runId} {...resample} />
    case 'folds':
      return folds === null ? null : <FoldsTable folds={folds} story={story} />
    case 'ceiling':
      return ceiling === null ? null : (
        <>
          {held !== null && (
            <p className={styles.answer}>{ceilingSentence(held, 'held-out accounts', metric)}</p>
          )}
          <p className={styles.answer}>{ceiling.sentence}</p>
        </>
      )
    case 'tolerance':
      return tolerance.length === 0 ? null : (
        <ToleranceTable weights={tolerance} spec={run.header.spec} />
      )
  }
}
