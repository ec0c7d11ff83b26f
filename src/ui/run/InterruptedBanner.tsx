import { Button } from '@mantine/core'
import { useAppState, useCommands } from '../context.tsx'
import { formatCount, formatMoment } from '../shared/format.ts'
import styles from './run.module.css'

/** Offers to go on with the newest run that ended without an end; nothing of it is lost. */
export function InterruptedBanner() {
  const commands = useCommands()
  const journal = useAppState((state) => state.journal)
  const open = useAppState((state) => state.run)
  const busy = open !== null && (open.state === 'running' || open.state === 'paused')
  const run = journal.runs.find((candidate) => journal.interrupted.includes(candidate.header.runId))
  if (run === undefined || busy) return null
  const { runId, data, budget, createdAt } = run.header
  return (
    <section className={styles.banner} aria-label="Interrupted run">
      <p>
        <b>A run was interrupted.</b> {data.name}, started {formatMoment(createdAt)}:{' '}
        {formatCount(run.experiments)} of {formatCount(budget)} experiments are journaled. Resumed,
        it keeps exactly what it would have kept without the interruption.
      </p>
      <Button onClick={() => void commands.resumeInterrupted(runId)}>Resume</Button>
    </section>
  )
}
