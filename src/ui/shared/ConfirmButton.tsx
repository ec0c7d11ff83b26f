import { Button } from '@mantine/core'
import { useState } from 'react'

interface ConfirmButtonProps {
  text: string
  confirm: string // what the second press does: 'Yes, reset all weights'
  onConfirm(): void
}

/** Asks in place before something that cannot be taken back. */
export function ConfirmButton({ text, confirm, onConfirm }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false)
  if (!asking) return <Button onClick={() => setAsking(true)}>{text}</Button>
  return (
    <>
      <Button
        autoFocus
        color="red"
        onClick={() => {
          setAsking(false)
          onConfirm()
        }}
      >
        {confirm}
      </Button>
      <Button variant="subtle" onClick={() => setAsking(false)}>
        Keep
      </Button>
    </>
  )
}
