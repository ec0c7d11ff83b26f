import { type ChangeEvent, useId } from 'react'
import styles from './FilePick.module.css'
import { ShortText } from './ShortText.tsx'

interface FilePickProps {
  label: string // accessible name of the file input
  text: string // on the button people see
  short?: string // the same where there is little room
  accept: string
  primary?: boolean
  onFile(file: File): void
}

/** A native file input, visually hidden but focusable, with a label drawn as its button. */
export function FilePick(props: FilePickProps) {
  const { label, text, short, accept, primary = false, onFile } = props
  const id = useId()
  function pick(event: ChangeEvent<HTMLInputElement>): void {
    const file = event.currentTarget.files?.[0]
    event.currentTarget.value = ''
    if (file !== undefined) onFile(file)
  }
  return (
    <span style={{ position: 'relative' }}>
      <input
        type="file"
        id={id}
        className={`visually-hidden ${styles.input}`}
        aria-label={label}
        accept={accept}
        onChange={pick}
      />
      <label htmlFor={id} className={`${styles.button} ${primary ? styles.primary : ''}`}>
        {short === undefined ? text : <ShortText text={text} short={short} />}
      </label>
    </span>
  )
}
