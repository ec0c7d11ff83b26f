import { Button } from '@mantine/core'
import { ActionsPopover } from '../charts/ActionsPopover.tsx'
import { useCommands } from '../context.tsx'

/** What a run can be taken away as: every experiment, or the best spec. */
export function ExportActions({ runId }: { runId: string }) {
  const commands = useCommands()
  return (
    <ActionsPopover
      label="Export"
      actions={[
        { text: 'Export journal (JSONL)', run: () => void commands.exportJournal(runId) },
        { text: 'Export spec (JSON)', run: () => void commands.exportSpec('json', 'best') },
        { text: 'Export spec (YAML)', run: () => void commands.exportSpec('yaml', 'best') },
      ]}
    >
      {(toggle) => <Button {...toggle}>Export</Button>}
    </ActionsPopover>
  )
}
