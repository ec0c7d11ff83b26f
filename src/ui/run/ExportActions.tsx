import { Button } from '@mantine/core'
import { useCommands } from '../context.tsx'
import { ActionRow } from './ActionRow.tsx'

/** What a run can be taken away as: every experiment, or the best spec. */
export function ExportActions({ runId }: { runId: string }) {
  const commands = useCommands()
  return (
    <ActionRow>
      <Button onClick={() => void commands.exportJournal(runId)}>Export journal (JSONL)</Button>
      <Button onClick={() => void commands.exportSpec('json', 'best')}>Export spec (JSON)</Button>
      <Button onClick={() => void commands.exportSpec('yaml', 'best')}>Export spec (YAML)</Button>
    </ActionRow>
  )
}
