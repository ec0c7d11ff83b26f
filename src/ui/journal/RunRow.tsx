import { Button } from '@mantine/core'
import { memo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { RunSummary } from '../../journal/entry.ts'
import { ActionsPopover } from '../charts/ActionsPopover.tsx'
import { useCommands } from '../context.tsx'
import { METRIC_WORDS } from '../run/runWords.ts'
import { formatCount, formatMoment, plural } from '../shared/format.ts'
import table from '../shared/table.module.css'
import { RunNote } from './RunNote.tsx'
import styles from './runs.module.css'
import {
  gainText,
  heldOutGain,
  heldOutText,
  heldOutValues,
  searchedGain,
  searchedValues,
} from './runText.ts'
import { useTakeSpec } from './useTakeSpec.ts'

interface RunRowProps {
  run: RunSummary
  interrupted: boolean
}

/** One run of the list; the whole row opens it. */
export const RunRow = memo(function RunRow({ run, interrupted }: RunRowProps) {
  const commands = useCommands()
  const [, navigate] = useLocation()
  const [asking, setAsking] = useState(false)
  const { header } = run
  const href = `/journal?run=${encodeURIComponent(header.runId)}`
  if (asking) return <DeleteRow run={run} onKeep={() => setAsking(false)} />
  const held = heldOutGain(run)
  return (
    <tr
      className={styles.run}
      onClick={(event) => {
        if (!(event.target as Element).closest('a, button, input, [role="dialog"]')) navigate(href)
      }}
    >
      <th scope="row" className={styles.runName}>
        <Link href={href} title={header.data.name}>
          {header.data.name}
        </Link>
        <span className={styles.when}>{formatMoment(header.createdAt)}</span>
      </th>
      <td>
        {METRIC_WORDS[header.metric].name}
        <span className={styles.under}>
          {header.strategy} · evaluator {header.evaluationVersion}
          {header.source === 'import' && <span className={styles.badge}>imported</span>}
        </span>
      </td>
      <td className={table.figure}>
        {formatCount(run.experiments)}
        <span className={styles.under}>{formatCount(run.kept)} kept</span>
      </td>
      <td className={table.figure}>
        {searchedValues(run)}
        <span className={styles.under}>{gainText(searchedGain(run))}</span>
      </td>
      <td className={table.figure}>
        {heldOutValues(run)}
        <span className={`${styles.under} ${held !== null && held < 0 ? styles.lower : ''}`}>
          {heldOutText(run)}
        </span>
      </td>
      <td>
        {interrupted ? (
          <>
            <span className={styles.interrupted}>interrupted</span>
            <button
              type="button"
              className={styles.inline}
              onClick={() => {
                void commands.resumeInterrupted(header.runId)
                navigate('/run')
              }}
            >
              Resume
            </button>
          </>
        ) : (
          run.state
        )}
      </td>
      <td className={styles.noteCell}>
        <RunNote runId={header.runId} name={header.data.name} note={run.note} />
      </td>
      <td className={styles.menuCell}>
        <RunMenu run={run} href={href} onDelete={() => setAsking(true)} />
      </td>
    </tr>
  )
})

interface RunMenuProps {
  run: RunSummary
  href: string
  onDelete(): void
}

function RunMenu({ run, href, onDelete }: RunMenuProps) {
  const commands = useCommands()
  const takeSpec = useTakeSpec()
  const [, navigate] = useLocation()
  const { runId, data } = run.header
  return (
    <ActionsPopover
      label={`Actions for ${data.name}`}
      actions={[
        { text: 'Open', run: () => navigate(href) },
        {
          text: 'Show in Run',
          run: () => {
            void commands.openRun(runId)
            navigate('/run')
          },
        },
        { text: 'Use its best spec', run: () => takeSpec(runId, run.best?.index ?? 0) },
        { text: 'Export this run (JSONL)', run: () => void commands.exportJournal(runId) },
        { text: 'Delete…', run: onDelete, danger: true },
      ]}
    >
      {(toggle) => (
        <button
          type="button"
          className={styles.more}
          aria-label={`Actions for ${data.name}`}
          {...toggle}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
            <circle cx="3" cy="8" r="1.4" />
            <circle cx="8" cy="8" r="1.4" />
            <circle cx="13" cy="8" r="1.4" />
          </svg>
        </button>
      )}
    </ActionsPopover>
  )
}

/** Asks in place; the run is gone for good afterwards, and says so. */
function DeleteRow({ run, onKeep }: { run: RunSummary; onKeep(): void }) {
  const commands = useCommands()
  return (
    <tr>
      <td colSpan={8}>
        <div className={styles.ask}>
          <span>
            Delete this run of <b>{run.header.data.name}</b> and its{' '}
            {plural(run.experiments, 'experiment')}? It cannot be brought back; export it first if
            in doubt.
          </span>
          <span className={styles.askButtons}>
            <Button autoFocus onClick={onKeep}>
              Keep
            </Button>
            <Button
              classNames={{ root: styles.danger }}
              onClick={() => void commands.removeRun(run.header.runId)}
            >
              Delete run
            </Button>
          </span>
        </div>
      </td>
    </tr>
  )
}
