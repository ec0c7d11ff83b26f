import { Button } from '@mantine/core'
import { useId } from 'react'
import { useAppState, useCommands } from '../context.tsx'
import { navigate } from '../hashLocation.ts'
import styles from './StartRunButton.module.css'
import { startBlock } from './startBlock.ts'

interface StartRunButtonProps {
  primary?: boolean
  onStart?(): void
}

/** Starts a run and shows it; says beside itself why it cannot. */
export function StartRunButton(props: StartRunButtonProps) {
  const { primary = true, onStart } = props
  const options = useAppState((state) => state.runOptions)
  const block = useAppState(startBlock)
  const { startRun } = useCommands()
  const reasonId = useId()
  function start(): void {
    if (block !== null) return
    onStart?.()
    void startRun(options)
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
        variant={primary ? 'filled' : 'default'}
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
