import { Button } from '@mantine/core'
import { useRef } from 'react'
import { useCommands } from '../context.tsx'

/** Reads a journal exported here or written by the existing tool. */
export function ImportJournal() {
  const commands = useCommands()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button onClick={() => input.current?.click()}>Import journal</Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Import journal"
        accept=".jsonl,.ndjson,application/x-ndjson"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file !== undefined) void commands.importJournal(file)
        }}
      />
    </>
  )
}
