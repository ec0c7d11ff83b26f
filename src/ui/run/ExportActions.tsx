import { Button, Popover } from '@mantine/core'
import { useState } from 'react'
import { useCommands } from '../context.tsx'
import styles from './run.module.css'

/** What a run can be taken away as: every experiment, or the best spec. */
export function ExportActions({ runId }: { runId: string }) {
  const commands = useCommands()
  const [open, setOpen] = useState(false)
  const items: [string, () => Promise<void>][] = [
    ['Export journal (JSONL)', () => commands.exportJournal(runId)],
    ['Export spec (JSON)', () => commands.exportSpec('json', 'best')],
    ['Export spec (YAML)', () => commands.exportSpec('yaml', 'best')],
  ]
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button onClick={() => setOpen(!open)}>Export</Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.popover} aria-label="Export">
        {items.map(([label, run]) => (
          <Button
            key={label}
            variant="subtle"
            justify="flex-start"
            fullWidth
            onClick={() => {
              setOpen(false)
              void run()
            }}
          >
            {label}
          </Button>
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}
