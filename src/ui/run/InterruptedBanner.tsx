import { Button } from '@mantine/core'
import { useAppState, useCommands } from '../context.tsx'
import { triedText } from '../journal/runText.ts'
import { formatMoment } from '../shared/format.ts'
import { canResumeHere, interruptedRun } from './interruptedRun.ts'
import styles from './run.module.css'

/** Offers to go on with the newest run that ended without an end; nothing of it is lost. */
export function InterruptedBanner() {
  const commands = useCommands()
  const run = useAppState(interruptedRun)
  const canResume = useAppState(canResumeHere)
  const isNextStep = useAppState((state) => state.run === null) && canResume
  if (run === undefined) return null
  const { runId, data, budget, createdAt } = run.header
  return (
    <section className={styles.banner} aria-label="Interrupted run">
      <p>
        <b>A run was interrupted.</b> {data.name}, started {formatMoment(createdAt)}:{' '}
        {triedText(run.experiments, budget)} experiments are journaled. Resumed, it keeps exactly
        what it would have kept without the interruption.
        {!canResume && ` Open ${data.name} first.`}
      </p>
      <Button
        variant={isNextStep ? 'filled' : 'default'}
        onClick={() => void commands.resumeInterrupted(runId)}
      >
        Resume
      </Button>
    </section>
  )
}
