import { type KeyboardEvent, useId, useState } from 'react'
import controls from './controls.module.css'
import { formatNumber } from './format.ts'

interface NumberFieldProps {
  label: string // accessible name
  value: number
  min?: number
  max?: number
  whole?: boolean
  invalid?: boolean // the model found fault with it
  onCommit(value: number): void // within min and max
}

/**
 * A native number input that commits on Enter, blur and the arrows, not on every key; Escape gives
 * the old value back. Out of range it says the range and commits the nearest end of it; what is not
 * a number is never committed.
 */
export function NumberField(props: NumberFieldProps) {
  const { label, value, min = -Infinity, max = Infinity, whole = true, invalid = false } = props
  const hintId = useId()
  const [draft, setDraft] = useState<string | null>(null)
  const parsed = draft === null ? value : Number(draft)
  const isNumber = draft === null || (draft.trim() !== '' && fits(parsed, whole))
  const hint = isNumber && parsed >= min && parsed <= max ? null : rangeText(min, max, whole)

  function commit(next: number): void {
    setDraft(null)
    const bounded = Math.min(max, Math.max(min, next))
    if (isNumber && bounded !== value) props.onCommit(bounded)
  }

  function press(event: KeyboardEvent): void {
    if (event.key === 'Enter') commit(parsed)
    if (event.key === 'Escape') setDraft(null)
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    commit(parsed + step * (event.shiftKey ? 10 : 1))
  }

  return (
    <span className={controls.numberBox}>
      <input
        type="number"
        className={controls.number}
        aria-label={label}
        aria-invalid={invalid || hint !== null}
        aria-describedby={hint === null ? undefined : hintId}
        value={draft ?? String(value)}
        min={Number.isFinite(min) ? min : undefined}
        max={Number.isFinite(max) ? max : undefined}
        step={whole ? 1 : 'any'}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => commit(parsed)}
        onKeyDown={press}
      />
      {hint !== null && (
        <span className={controls.numberHint} id={hintId} role="status">
          {hint}
        </span>
      )}
    </span>
  )
}

function fits(value: number, whole: boolean): boolean {
  return whole ? Number.isInteger(value) : Number.isFinite(value)
}

function rangeText(min: number, max: number, whole: boolean): string {
  const kind = whole ? 'Whole' : 'A number'
  if (Number.isFinite(min) && Number.isFinite(max))
    return `${kind}, ${formatNumber(min)} to ${formatNumber(max)}`
  if (Number.isFinite(min)) return `${kind}, at least ${formatNumber(min)}`
  if (Number.isFinite(max)) return `${kind}, at most ${formatNumber(max)}`
  return whole ? 'A whole number' : kind
}
