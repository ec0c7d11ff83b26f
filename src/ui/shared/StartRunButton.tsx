import { Button } from '@mantine/core'
import { useId } from 'react'
import { useAppState, useCommands } from '../context.tsx'
import { navigate } from '../hashLocation.ts'
import styles from './StartRunButton.module.css'
import { startBlock } from './startBlock.ts'

/** The next step after Data and Model; says beside itself why it cannot be taken. */
export function StartRunButton() {
  const block = useAppState(startBlock)
  const { startRun } = useCommands()
  const reasonId = useId()
  function start(): void {
    if (block !== null) return
    void startRun({})
    navigate('/run')
  }
  return (
    <>
      {block !== null && (
        <span className={styles.reason} id={reasonId}>
          {block}
        </span>
      )}
      <Button
        variant="filled"
        aria-disabled={block !== null}
        data-disabled={block !== null || undefined}
        aria-describedby={block === null ? undefined : reasonId}
        onClick={start}
      >
        Start run
      </Button>
    </>
  )
}
