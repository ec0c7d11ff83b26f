import { useCommands } from '../context.tsx'
import { FileButton } from '../shared/FileButton.tsx'

/** Reads a journal exported here or written by the existing tool. */
export function ImportJournal() {
  const { importJournal } = useCommands()
  return (
    <FileButton
      text="Import journal"
      accept=".jsonl,.ndjson,application/x-ndjson"
      onFile={(file) => void importJournal(file)}
    />
  )
}
