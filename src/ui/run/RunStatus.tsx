import { type ReactNode, useState } from 'react'
import { limitMissedSentence } from '../../journal/limitMissed.ts'
import { guardrailsSentence, noiseSentence, refusalSentence } from '../../loop/guardrails.ts'
import { tieSentence } from '../../loop/ties.ts'
import type { RunView } from '../../store/state.ts'
import { CertificateLine } from '../shared/CertificateLine.tsx'
import {
  formatCompact,
  formatCount,
  formatMetric,
  formatSeconds,
  formatShare,
  plural,
} from '../shared/format.ts'
import { ProblemList } from '../shared/ProblemList.tsx'
import styles from './run.module.css'
import { isWithoutGain, memoryText } from './runWords.ts'
import { holdoutWorth } from './runWorth.ts'

/** What a kept spec had to pass, how many better ones did not, what that leaves, and how many gains were next to none. */
function KeptLine({ run }: { run: RunView }) {
  const { header, refused, experiments, state, ties, kept } = run
  const asked =
    header.guardrails === undefined ? '' : guardrailsSentence(header.guardrails, formatCount)
  const none = experiments === 0 || asked === '' ? '' : 'They have refused no better spec.'
  const text = [
    asked,
    refusalSentence(refused, formatCount) ?? none,
    noiseSentence(refused, formatCount) ?? '',
    state === 'finished' || state === 'stopped' ? (limitMissedSentence(run) ?? '') : '',
    tieSentence(ties, kept, formatCount) ?? '',
  ].filter((part) => part !== '')
  return text.length === 0 ? null : <p className={styles.keptLine}>{text.join(' ')}</p>
}

interface RunStatusProps {
  run: RunView
  children: ReactNode // what can be done once it has ended, where the progress stood
}

/** Where the run stands, in words and as a bar; screen readers hear milestones only. */
export function RunStatus({ run, children }: RunStatusProps) {
  const { state, experiments, kept, journaled, best, header } = run
  const endless = !Number.isFinite(header.budget)
  const share = endless || header.budget === 0 ? 0 : Math.min(1, experiments / header.budget)
  const live = state === 'running' || state === 'paused'
  const tried =
    state === 'stopped' && !endless
      ? `${formatCount(experiments)} of ${plural(header.budget, 'experiment')}`
      : plural(experiments, 'experiment')
  const rate =
    state === 'running' ? run.experimentsPerSecond : experiments / Math.max(run.searchSeconds, 1e-9)
  return (
    <div className={styles.status} data-state={state}>
      <div role="status" aria-label="Run status" aria-live="off" className={styles.statusLine}>
        <span className={styles.state}>{state}</span>
        <Counter
          text={experiments === 0 ? tried : `${tried} in ${formatSeconds(run.searchSeconds)}`}
        />
        <Counter text={`${formatCount(kept)} kept`} />
        <Counter text={`best ${formatMetric(best.value)}`} />
        {experiments > 0 && run.searchSeconds > 0 && (
          <Counter text={`${rate >= 1e6 ? formatCompact(rate) : formatCount(rate)} a second`} />
        )}
        {header.kernel !== undefined && <Counter text={header.kernel} />}
        {journaled < experiments && <Counter text={`${formatCount(journaled)} journaled`} />}
      </div>
      {!live && run.certificate !== null && (
        <CertificateLine certificate={run.certificate} gained={!showsNoGain(run)} />
      )}
      <KeptLine run={run} />
      {!live && run.clipped != null && <ProblemList problems={[run.clipped]} />}
      {live ? (
        <div className={styles.progress}>
          <Workers workers={run.workers} memory={run.memory} />
          {endless ? (
            <div
              role="progressbar"
              aria-label="Search until nothing improves"
              className={styles.track}
            >
              <div className={`${styles.fill} ${styles.endless}`} />
            </div>
          ) : (
            <div
              role="progressbar"
              aria-label="Budget used"
              aria-valuemin={0}
              aria-valuemax={header.budget}
              aria-valuenow={experiments}
              className={styles.track}
            >
              <div className={styles.fill} style={{ transform: `scaleX(${share})` }} />
            </div>
          )}
          <span className={styles.left}>
            {endless ? 'until nothing improves' : leftWords(run, share)}
          </span>
        </div>
      ) : (
        <div className={styles.after}>{children}</div>
      )}
      <Milestone run={run} share={share} />
    </div>
  )
}

/** Whether held-out accounts show no gain: what a search checked is then no good news. */
function showsNoGain({ header, best, kept }: RunView): boolean {
  return (
    (kept === 0 && header.origin === undefined) ||
    isWithoutGain(holdoutWorth(header, best.holdoutValue))
  )
}

function Counter({ text }: { text: string }) {
  return (
    <>
      {' '}
      <span className={styles.counter}>{text}</span>
    </>
  )
}

function leftWords(run: RunView, share: number): string {
  const used = `${formatShare(share)} of ${formatCount(run.header.budget)}`
  if (run.state !== 'running') return used
  return run.secondsLeft === null ? used : `${used} · ${formatSeconds(run.secondsLeft)} left`
}

const STATE_WORDS = {
  starting: 'starting',
  searching: 'searching',
  idle: 'idle',
  failed: 'failed',
}

function Workers({ workers, memory }: Pick<RunView, 'workers' | 'memory'>) {
  const counts = (['searching', 'starting', 'idle', 'failed'] as const)
    .map((state) => ({ state, count: workers.filter((worker) => worker.state === state).length }))
    .filter(({ count }) => count > 0)
  return (
    <span className={styles.workers}>
      {workers.slice(0, 16).map((worker) => (
        <span
          key={worker.id}
          className={styles.worker}
          data-state={worker.state}
          title={`worker ${worker.id + 1}: ${STATE_WORDS[worker.state]}`}
        />
      ))}
      {counts.length === 0
        ? ''
        : counts
            .map(({ state, count }, position) =>
              position === 0
                ? `${plural(count, 'worker')} ${STATE_WORDS[state]}`
                : `${formatCount(count)} ${STATE_WORDS[state]}`,
            )
            .join(', ')}
      {memory !== null && (
        <span title="Memory a worker holds: the accounts it searches, which all workers share where the browser allows it, its own copy of them for fast counting, and its tables">
          {' '}
          · {memoryText(memory, workers.length)}
        </span>
      )}
    </span>
  )
}

/** A live region that changes at starts, quarters and ends of a run, never with every figure. */
function Milestone({ run, share }: { run: RunView; share: number }) {
  const quarter = Math.floor(share * 4)
  const key = `${run.runId} ${run.state} ${run.state === 'running' ? quarter : ''}`
  const [said, setSaid] = useState({ key, text: '' })
  if (said.key !== key) {
    const figures = `${plural(run.experiments, 'experiment')}, ${formatCount(run.kept)} kept, best ${formatMetric(run.best.value)}`
    setSaid({ key, text: `Run ${run.state}: ${figures}.` })
  }
  return (
    <div aria-live="polite" className="visually-hidden">
      {said.text}
    </div>
  )
}
