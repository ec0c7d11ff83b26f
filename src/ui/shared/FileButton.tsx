import { Button } from '@mantine/core'
import { type ChangeEvent, useRef } from 'react'

interface FileButtonProps {
  text: string // on the button, and its accessible name
  accept: string
  onFile(file: File): void
}

/** A real button that opens the browser's file dialog. */
export function FileButton({ text, accept, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  function pick(event: ChangeEvent<HTMLInputElement>): void {
    const file = event.currentTarget.files?.[0]
    event.currentTarget.value = ''
    if (file !== undefined) onFile(file)
  }
  return (
    <>
      <Button onClick={() => input.current?.click()}>{text}</Button>
      <input ref={input} type="file" accept={accept} hidden onChange={pick} />
    </>
  )
}
