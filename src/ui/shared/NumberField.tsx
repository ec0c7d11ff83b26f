import { type KeyboardEvent, useState } from 'react'
import controls from './controls.module.css'

interface NumberFieldProps {
  label: string // accessible name
  value: number
  min?: number
  max?: number
  whole?: boolean
  disabled?: boolean
  invalid?: boolean // the model found fault with it
  onCommit(value: number): void
}

/**
 * A native number input that commits on Enter, blur and the arrows, not on every key; Escape gives
 * the old value back, and what is not a number is never committed.
 */
export function NumberField(props: NumberFieldProps) {
  const { label, value, min, max, whole = true, disabled = false, invalid = false } = props
  const [draft, setDraft] = useState<string | null>(null)
  const parsed = draft === null ? value : Number(draft)
  const bad = draft !== null && (draft.trim() === '' || !fits(parsed, whole))

  function commit(): void {
    setDraft(null)
    if (draft !== null && !bad && parsed !== value) props.onCommit(parsed)
  }

  function press(event: KeyboardEvent): void {
    if (event.key === 'Enter') commit()
    if (event.key === 'Escape') setDraft(null)
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (step === 0 || bad) return
    event.preventDefault()
    setDraft(null)
    const next = parsed + step * (event.shiftKey ? 10 : 1)
    const bounded = Math.min(max ?? next, Math.max(min ?? next, next))
    if (bounded !== value) props.onCommit(bounded)
  }

  return (
    <input
      type="number"
      className={controls.number}
      aria-label={label}
      aria-invalid={invalid || bad}
      value={draft ?? String(value)}
      min={min}
      max={max}
      step={whole ? 1 : 'any'}
      disabled={disabled}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={press}
    />
  )
}

function fits(value: number, whole: boolean): boolean {
  return whole ? Number.isInteger(value) : Number.isFinite(value)
}
