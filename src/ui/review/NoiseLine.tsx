import { Button } from '@mantine/core'
import type { RunSummary } from '../../journal/entry.ts'
import type { Review } from '../../review/review.ts'
import { useAppState, useCommands } from '../context.tsx'
import { formatGain, formatMetric, plural } from '../shared/format.ts'
import { actionWord, leftOf, plannedWords, progressWords, STUDIES } from './studyWords.ts'
import styles from './verdict.module.css'

const WORDS = STUDIES.find(({ kind }) => kind === 'shuffle')!
const SHUFFLES = 100

/** What the same search gains where there is nothing to find; the button that finds out, where it is not known. */
export function NoiseLine({ report, run }: { report: Review; run: RunSummary | undefined }) {
  const { startStudy } = useCommands()
  const running = useAppState((state) => state.studies.running)
  const record = useAppState(
    ({ studies }) =>
      (studies.runId === report.runId && studies.records.find(({ kind }) => kind === 'shuffle')) ||
      null,
  )
  const searching = useAppState(({ run, preparing }) => preparing || run?.state === 'running')
  const { noise, noiseCeiling, metric, runId } = report
  if (noise !== null)
    return (
      <p className={styles.noise}>
        <b>Noise alone would have bought {formatGain(noise.meanGain)}</b> on the accounts searched,
        and no more than {formatGain(noise.p95)} in 95 of 100 tries: the mean of{' '}
        {plural(noise.shuffles, 'search', 'searches')} on shuffled outcomes.
      </p>
    )
  const mine = running !== null && running.runId === runId && running.kind === 'shuffle'
  const isAuc = metric === 'auc_roc_retain' || metric === 'auc_roc_churn'
  const planned = run === undefined ? '' : `, ${plannedWords(WORDS, leftOf(record, SHUFFLES), run)}`
  return (
    <div className={styles.noise}>
      <p>
        <b>What would noise alone have bought?</b>{' '}
        {mine
          ? progressWords(WORDS, running.done, SHUFFLES, running.secondsLeft)
          : `Not known yet: run the same search where there is nothing to find${planned}.${isAuc && noiseCeiling !== null ? ` As a rule of thumb, chance alone can reach an AUC of ${formatMetric(noiseCeiling, 2)}.` : ''}`}
      </p>
      {!mine && run !== undefined && (
        <Button
          disabled={running !== null || searching}
          title={
            searching ? 'A run is going' : running !== null ? 'One study at a time' : undefined
          }
          onClick={() => void startStudy(runId, 'shuffle')}
        >
          {actionWord(record) === 'Continue' ? 'Continue' : 'Find out'}
        </Button>
      )}
    </div>
  )
}
