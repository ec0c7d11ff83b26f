import { useState } from 'react'
import { useCommands } from '../context.tsx'
import styles from './runs.module.css'

interface RunNoteProps {
  runId: string
  name: string
  note: string
}

/** A run's note, edited where it stands: Enter or leaving keeps it, Escape gives the old one back. */
export function RunNote({ runId, name, note }: RunNoteProps) {
  const commands = useCommands()
  const [draft, setDraft] = useState<string | null>(null)

  function commit() {
    setDraft(null)
    if (draft !== null && draft.trim() !== note) void commands.setNote(runId, draft.trim())
  }

  return (
    <input
      type="text"
      className={styles.note}
      aria-label={`Note on ${name}`}
      placeholder="add a note"
      maxLength={400}
      value={draft ?? note}
      title={note}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') setDraft(null)
      }}
    />
  )
}
